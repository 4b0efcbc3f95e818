//! What the person does.

use leptos::prelude::Set;
use tertulia::{
    ids::ClientId,
    message::Content,
    outbox::{Entry, OutboxFull},
    problem::ErrorCode,
    protocol::{ClientFrame, SendMessage},
};

use super::{Driver, now_ms};
use crate::live::event::{Deed, Wanted};

impl Driver {
    pub(super) fn did(&mut self, deed: Deed) {
        match deed {
            Deed::Sent(content) => self.send(content),
            Deed::Retried(client_id) => {
                if self.answered(client_id) || self.outbox.retry(client_id) {
                    self.timeline.retry(client_id);
                    self.keep(client_id);
                    self.dirty = true;
                }
                self.pump();
            }
            Deed::Discarded(client_id) => {
                self.asked.retain(|entry| entry.client_id != client_id);
                self.outbox.discard(client_id);
                self.timeline.discard(client_id);
                self.shelf.forget_queued(client_id);
                self.dirty = true;
            }
            Deed::Typed => {
                if self.is_open() && self.throttle.typed(now_ms()) {
                    self.say(&ClientFrame::Typing { group_id: Some(self.group) });
                }
            }
            Deed::WantsOlder => self.load(Wanted::Older),
            Deed::WantsGap => self.load(Wanted::Gap),
            Deed::Scrolled => self.dirty = true,
        }
    }

    /// Shows it at once, keeps it, and sends it when its turn has come.
    fn send(&mut self, content: Content) {
        let (client_id, text, now) = (ClientId::random(), content.into_string(), now_ms());
        match self.outbox.push(client_id, text.clone(), None, now) {
            Ok(()) => {
                self.timeline.push_pending(client_id, text, None, now);
                self.keep(client_id);
                self.throttle.message_sent();
                self.to_end = true;
                self.dirty = true;
                self.pump();
            }
            Err(OutboxFull) => self.hand_back(&text),
        }
    }

    /// The composer was cleared already: what could not be taken goes back into it, unless something newer is there.
    fn hand_back(&self, text: &str) {
        use leptos::prelude::GetUntracked;
        let composer = self.room.textarea.try_get_untracked().flatten();
        if let Some(composer) = composer.filter(|composer| composer.value().is_empty()) {
            composer.set_value(text);
            self.shelf.keep_draft(text);
        }
        let words = self.room.calendar.lang.words().conversation;
        self.room.announcement.try_set(words.outbox_full.to_owned());
    }

    /// Sends what may go.
    pub(super) fn pump(&mut self) {
        while self.is_open() {
            let now = now_ms();
            let Some(entry) = self.outbox.next_to_send(now) else { return };
            let client_id = entry.client_id;
            if entry.is_old(now) {
                let entry = entry.clone();
                self.ask(entry);
                continue;
            }
            let frame = ClientFrame::SendMessage(SendMessage {
                group_id: Some(self.group),
                client_id: Some(client_id),
                content: entry.content.clone(),
                reply_to: entry.reply_to,
                sender_id: None,
            });
            if !self.say(&frame) {
                return;
            }
            self.outbox.mark_sending(client_id, now);
            self.timeline.mark_sending(client_id);
            self.dirty = true;
        }
    }

    /// What somebody wrote an hour ago may not be meant any more: it waits until its author says so. No message fails with a
    /// code that is temporary otherwise, so the page knows it by that.
    fn ask(&mut self, entry: Entry) {
        self.outbox.discard(entry.client_id);
        self.timeline.fail(entry.client_id, ErrorCode::Unavailable);
        self.asked.push(entry);
        self.dirty = true;
    }

    /// The author still means it: it goes out as if written now. Says whether she had been asked.
    fn answered(&mut self, client_id: ClientId) -> bool {
        let Some(at) = self.asked.iter().position(|entry| entry.client_id == client_id) else { return false };
        let Entry { content, reply_to, .. } = self.asked.remove(at);
        self.outbox.push(client_id, content, reply_to, now_ms()).is_ok()
    }

    /// Puts a queued message on the shelf as it is now.
    pub(super) fn keep(&self, client_id: ClientId) {
        let entry = self.outbox.entries().iter().find(|entry| entry.client_id == client_id);
        if let Some(json) = entry.and_then(|entry| serde_json::to_string(entry).ok()) {
            self.shelf.keep_queued(client_id, &json);
        }
    }

    /// Takes up what an earlier page left on the shelf.
    pub(super) fn restore_outbox(&mut self) {
        let mut entries: Vec<Entry> =
            self.shelf.queued().iter().filter_map(|json| serde_json::from_str(json).ok()).collect();
        entries.sort_by_key(|entry| entry.written_at_ms);
        for entry in entries {
            let Entry { client_id, content, reply_to, written_at_ms, failed, .. } = entry;
            if !self.timeline.push_pending(client_id, content.clone(), reply_to, written_at_ms) {
                self.shelf.forget_queued(client_id);
            } else if self.outbox.push(client_id, content, reply_to, written_at_ms).is_ok()
                && let Some(code) = failed
            {
                self.outbox.refused(client_id, code, None, now_ms());
                self.timeline.fail(client_id, code);
            }
        }
    }
}
