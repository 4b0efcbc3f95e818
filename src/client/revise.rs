//! Edits and deletions of stored messages: shown at once, sent until there is an answer.

use super::{Announcement, Client, CloseReason, Output, StorageWrite, ViewEvent};
use crate::{clock::Timestamp, ids::Seq, json, message::Content, now::Now, problem::ErrorCode, timeline::MessageRow};

impl Client {
    pub(super) fn revise(&mut self, seq: Seq, content: Option<Content>, now: Now) {
        let content = content.map(Content::into_string);
        let current = self.timeline.message_at(seq).and_then(|row| row.content.clone());
        if content.is_none() {
            self.notify(ViewEvent::Announce(Announcement::Deleted));
        } else if content == current {
            // Nothing was changed, or the last change was taken back before it went out.
            return self.discard_revision(seq);
        }
        self.revisions.put(seq, content);
        let json = self.revisions.get(seq).and_then(|revision| serde_json::to_string(revision).ok());
        self.emit(Output::Store(StorageWrite::Revision(seq, json.unwrap_or_default())));
        self.pump_revisions(now);
    }

    pub(super) fn retry_revision(&mut self, seq: Seq, now: Now) {
        self.revisions.retry(seq);
        self.pump_revisions(now);
    }

    pub(super) fn discard_revision(&mut self, seq: Seq) {
        if self.revisions.discard(seq) {
            self.forget_revision(seq);
            self.changed = true;
        }
    }

    fn forget_revision(&mut self, seq: Seq) {
        self.emit(Output::Store(StorageWrite::Revision(seq, String::new())));
    }

    /// Sends what may go.
    pub(super) fn pump_revisions(&mut self, now: Now) {
        while let Some((seq, content)) = self.revisions.take_next(now.elapsed_ms) {
            self.emit(Output::Revise(seq, content));
            self.changed = true;
        }
    }

    pub(super) fn revision_answered(
        &mut self,
        seq: Seq,
        content: Option<&str>,
        answer: Result<Option<Timestamp>, ErrorCode>,
        now: Now,
    ) {
        // It stays on the shelf; whoever signs in again is asked.
        match answer {
            Err(ErrorCode::Unauthenticated) => self.end(CloseReason::SignedOut),
            Err(ErrorCode::WrongPerson) => self.end(CloseReason::WrongPerson),
            _ => {}
        }
        self.revisions.answered(seq, content, answer.map(drop), now.elapsed_ms);
        if let Ok(edited_at) = answer
            && self.revisions.is_saved(seq)
        {
            self.forget_revision(seq);
            // The broadcast can be faster than the answer.
            let row = self.timeline.message_at(seq);
            let told = |row: &MessageRow| match edited_at {
                Some(at) => row.edited_at >= Some(at),
                // A deletion; or an edit that changed nothing, of which nothing is told.
                None => content.is_some(),
            };
            if row.is_none_or(|row| row.deleted || told(row)) {
                self.revisions.logged(seq);
            }
        }
        self.changed = true;
        self.pump_revisions(now);
    }

    /// Takes up what an earlier client left. Nothing of it is sent before its author says so.
    pub(super) fn take_up_revisions(&mut self, left: Vec<(Seq, String)>) {
        for (seq, text) in left {
            match json::from_str(&text) {
                Ok(revision) => self.revisions.restore(seq, revision),
                Err(_) => self.forget_revision(seq),
            }
        }
    }
}
