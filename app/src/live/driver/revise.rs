//! Edits and deletions of stored messages: shown at once, sent until there is an answer.

use leptos::prelude::Set;
use tertulia::{clock::Timestamp, ids::Seq, message::Content, problem::ErrorCode, timeline::MessageRow};

use super::Driver;
use crate::{
    api::messages::{delete_message, edit_message},
    conversation::{
        Ending,
        pane::{BackTo, Open, Pane, may_edit},
    },
    error::ApiError,
    live::{clock::elapsed_ms, event::Event},
};

impl Driver {
    pub(super) fn revise(&mut self, seq: Seq, content: Option<Content>) {
        let content = content.map(Content::into_string);
        let now = self.timeline.message_at(seq).and_then(|row| row.content.clone());
        if content.is_none() {
            let words = self.room.calendar.lang.words().conversation;
            self.room.announcement.try_set(words.deleted.to_owned());
        } else if content == now {
            // Nothing was changed, or the last change was taken back before it went out.
            self.discard_revision(seq);
            return;
        }
        self.revisions.put(seq, content);
        self.keep_revision(seq);
        self.pump_revisions();
    }

    pub(super) fn retry_revision(&mut self, seq: Seq) {
        self.revisions.retry(seq);
        self.pump_revisions();
    }

    pub(super) fn discard_revision(&mut self, seq: Seq) {
        if self.revisions.discard(seq) {
            self.shelf.keep_revision(seq, "");
            self.dirty = true;
        }
    }

    /// Sends what may go, over HTTP: unlike the socket it answers each change, and it works while the socket does not.
    pub(super) fn pump_revisions(&mut self) {
        while let Some((seq, content)) = self.revisions.take_next(elapsed_ms()) {
            let (mailbox, group) = (self.mailbox.clone(), self.group);
            leptos::task::spawn_local(async move {
                let answer = match content.clone() {
                    Some(text) => edit_message(group, seq, text).await.map(|message| message.edited_at),
                    None => delete_message(group, seq).await.map(|()| None),
                };
                mailbox.post(Event::Revised(seq, content, answer));
            });
            self.dirty = true;
        }
    }

    pub(super) fn revision_answered(
        &mut self,
        seq: Seq,
        content: Option<&str>,
        answer: Result<Option<Timestamp>, ApiError>,
    ) {
        let code = answer.err().map(ApiError::code);
        // It stays on the shelf; whoever signs in again is asked.
        match code {
            Some(ErrorCode::Unauthenticated) => self.end(Ending::SignedOut),
            Some(ErrorCode::WrongPerson) => self.end(Ending::WrongPerson),
            _ => {}
        }
        self.revisions.answered(seq, content, code.map_or(Ok(()), Err), elapsed_ms());
        if let Ok(edited_at) = answer
            && self.revisions.is_saved(seq)
        {
            self.shelf.keep_revision(seq, "");
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
        self.dirty = true;
        self.pump_revisions();
    }

    /// Takes up what an earlier page left. Nothing of it is sent before its author says so.
    pub(super) fn take_up_revisions(&mut self) {
        for (seq, text) in self.shelf.revisions() {
            match serde_json::from_str(&text) {
                Ok(revision) => self.revisions.restore(seq, revision),
                Err(_) => self.shelf.keep_revision(seq, ""),
            }
        }
    }

    /// Opens the editor again that an earlier page left open, as if nothing had happened.
    pub(super) fn take_up_edit(&self) {
        let loaded = |seq: Seq| self.timeline.message_at(seq).filter(|row| may_edit(row)).map(|row| row.key);
        if let Some(key) = self.shelf.edits().into_iter().find_map(loaded) {
            let open = Open { key, pane: Pane::Edit, back_to: BackTo::Message };
            self.room.open.try_set(Some(open));
        }
    }

    fn keep_revision(&self, seq: Seq) {
        let json = self.revisions.get(seq).and_then(|revision| serde_json::to_string(revision).ok());
        self.shelf.keep_revision(seq, &json.unwrap_or_default());
    }
}
