//! The queue of unsent messages: what goes out when, and how it is shared with other pages of the same person.

use tertulia::{
    ids::ClientId,
    message::Content,
    outbox::{
        Entry,
        sharing::{Heard, Shelved},
    },
    problem::ErrorCode,
    protocol::{ClientFrame, SendMessage},
};

use super::Driver;
use crate::live::clock;

impl Driver {
    /// Sends what may go. Not while the log is being replayed: it may tell that a message is stored already, and then nobody
    /// has to be asked whether she still means it.
    pub(super) fn pump(&mut self) {
        if !self.is_open() || self.catching_up || self.timeline.awaits_page() {
            return;
        }
        let now = clock::now();
        for client_id in self.outbox.ask(now) {
            self.show_entry(client_id);
        }
        let Some(entry) = self.outbox.next_to_send(now.elapsed_ms) else { return };
        let client_id = entry.client_id;
        let frame = ClientFrame::SendMessage(SendMessage {
            group_id: Some(self.group),
            client_id: Some(client_id),
            content: entry.content.clone(),
            reply_to: entry.reply_to,
            sender_id: None,
        });
        if self.say(&frame) {
            self.outbox.mark_sending(client_id, now.elapsed_ms);
            self.timeline.mark_sending(client_id);
            self.dirty = true;
        }
    }

    pub(super) fn retry(&mut self, client_id: ClientId) {
        if self.outbox.retry(client_id, clock::now()) {
            self.show_entry(client_id);
            self.keep(client_id);
        }
        self.pump();
    }

    pub(super) fn discard(&mut self, client_id: ClientId) {
        self.outbox.discard(client_id);
        self.timeline.discard(client_id);
        self.shelf.discard_queued(client_id);
        self.dirty = true;
        self.pump();
    }

    /// The new text is kept before the old one is given up: a crash in between leaves one too many rather than none.
    pub(super) fn rewrite(&mut self, client_id: ClientId, content: Content) {
        let renamed = ClientId::random();
        if self.outbox.rewrite(client_id, renamed, content.into_string(), clock::now()) {
            self.keep(renamed);
            self.timeline.discard(client_id);
            self.shelf.discard_queued(client_id);
            self.show_entry(renamed);
        }
        self.pump();
    }

    /// Puts a queued message on the shelf as it is now.
    pub(super) fn keep(&self, client_id: ClientId) {
        if let Some(json) = self.outbox.entry(client_id).and_then(|entry| serde_json::to_string(entry).ok()) {
            self.shelf.keep_queued(client_id, &json);
        }
    }

    /// Takes up what lies on the shelf: from an earlier page, or from this one before it was alive.
    pub(super) fn take_up_queue(&mut self) {
        for text in self.shelf.queued() {
            let Some(Shelved::Kept(entry)) = Shelved::read(Some(&text)) else { continue };
            let Entry { client_id, .. } = *entry;
            if self.outbox.entry(client_id).is_some() {
                continue;
            }
            if self.timeline.is_stored(client_id) {
                self.shelf.forget_queued(client_id);
            } else {
                self.outbox.adopt(*entry, 0, clock::now());
                self.show_entry(client_id);
            }
        }
    }

    /// Another tab of the same person put something on the shelf, or took it off.
    pub(super) fn heard_from_other_tab(&mut self, key: &str, text: Option<&str>) {
        let Some((client_id, shelved)) = self.shelf.queued_under(key).zip(Shelved::read(text)) else { return };
        if self.room.is_history() || self.timeline.is_stored(client_id) {
            return;
        }
        match self.outbox.heard(client_id, shelved, clock::now()) {
            Heard::Nothing => {}
            Heard::Changed => self.show_entry(client_id),
            Heard::Discarded => {
                self.timeline.discard(client_id);
                self.dirty = true;
            }
        }
        self.pump();
    }

    /// Shows an unsent message as the queue has it.
    pub(super) fn show_entry(&mut self, client_id: ClientId) {
        let Some(entry) = self.outbox.entry(client_id) else { return };
        let Entry { content, reply_to, written_at_ms, failed, asks, .. } = entry.clone();
        self.timeline.push_pending(client_id, content, reply_to, written_at_ms);
        match failed {
            Some(code) => self.timeline.fail(client_id, code),
            // No message fails with a code that is temporary otherwise, so the page knows it by that.
            None if asks => self.timeline.fail(client_id, ErrorCode::Unavailable),
            None => self.timeline.mark_queued(client_id),
        }
        self.dirty = true;
    }
}
