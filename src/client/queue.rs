//! Messages that the server does not have yet: what goes out when, and how it is shared with the person's other clients.

use super::{Announcement, Client, Output, StorageWrite, ViewEvent};
#[cfg(test)]
use crate::simulation::Mutant;
use crate::{
    ids::ClientMessageId,
    message::Content,
    now::Now,
    outbox::{
        Entry, OutboxFull, SendOptions,
        sharing::{Heard, StoredEntry},
    },
    problem::ErrorCode,
    protocol::{ClientFrame, SendMessage},
};

impl Client {
    /// Shows it at once, keeps it, and sends it when its turn has come.
    pub(super) fn send(&mut self, client_id: ClientMessageId, content: Content, options: SendOptions, now: Now) {
        let text = content.into_string();
        match self.outbox.push(client_id, text.clone(), options, now) {
            Ok(()) => {
                self.show_entry(client_id);
                self.keep(client_id);
                self.throttle.message_sent();
                self.go_to_end(now);
                self.pump(now);
            }
            Err(OutboxFull) => {
                self.notify(ViewEvent::HandBack(text));
                self.notify(ViewEvent::Announce(Announcement::QueueFull));
            }
        }
    }

    /// Sends what may go. Not while the log is being replayed: it may tell that a message is stored already, and then nobody
    /// has to be asked whether she still means it.
    pub(super) fn pump(&mut self, now: Now) {
        if !self.is_open() || self.catching_up || self.timeline.awaits_page() {
            return;
        }
        for client_id in self.outbox.ask(now) {
            self.show_entry(client_id);
        }
        #[cfg(test)]
        if self.errs(Mutant::SendsAllAtOnce) {
            return self.pump_all(now);
        }
        let Some(entry) = self.outbox.next_to_send(now.elapsed_ms) else { return };
        let (client_id, frame) = (entry.client_id, self.frame_of(entry));
        if self.say(frame) {
            self.outbox.mark_sending(client_id, now.elapsed_ms);
            self.timeline.mark_sending(client_id);
            self.changed = true;
        }
    }

    fn frame_of(&self, entry: &Entry) -> ClientFrame {
        ClientFrame::SendMessage(SendMessage {
            group_id: Some(self.group),
            client_id: Some(entry.client_id),
            content: entry.content.clone(),
            reply_to: entry.reply_to,
            sender_id: None,
            question: entry.question,
        })
    }

    /// What was on its way may not have arrived: it is sent again, under its name.
    pub(super) fn nothing_is_in_flight(&mut self) {
        if let Some(client_id) = self.outbox.connection_lost() {
            #[cfg(test)]
            if self.errs(Mutant::TrustsTheConnection) {
                return self.stored(client_id);
            } else if self.errs(Mutant::RenamesOnRetry) {
                return self.rename(client_id);
            }
            self.timeline.mark_queued(client_id);
        }
    }

    pub(super) fn retry(&mut self, client_id: ClientMessageId, now: Now) {
        if self.outbox.retry(client_id, now) {
            self.show_entry(client_id);
            self.keep(client_id);
        }
        self.pump(now);
    }

    pub(super) fn discard(&mut self, client_id: ClientMessageId, now: Now) {
        self.outbox.discard(client_id);
        self.give_up(client_id);
        self.pump(now);
    }

    /// The new text is kept before the old one is given up: a crash in between leaves one too many rather than none.
    pub(super) fn rewrite(&mut self, client_id: ClientMessageId, renamed: ClientMessageId, content: Content, now: Now) {
        if self.outbox.rewrite(client_id, renamed, content.into_string(), now) {
            self.keep(renamed);
            self.give_up(client_id);
            self.show_entry(renamed);
        }
        self.pump(now);
    }

    fn give_up(&mut self, client_id: ClientMessageId) {
        self.timeline.discard(client_id);
        self.emit(Output::Store(StorageWrite::GivenUp(client_id)));
        self.changed = true;
    }

    /// Puts a queued message on the shelf as it is now.
    pub(super) fn keep(&mut self, client_id: ClientMessageId) {
        #[cfg(test)]
        if self.errs(Mutant::KeepsNothing) {
            return;
        }
        if let Some(json) = self.outbox.entry(client_id).and_then(|entry| serde_json::to_string(entry).ok()) {
            self.emit(Output::Store(StorageWrite::Queued(client_id, json)));
        }
    }

    /// Takes up what lies on the shelf: from an earlier client, or from this one before it was alive.
    pub(super) fn take_up_queue(&mut self, queued: &[String], now: Now) {
        for text in queued {
            let Some(StoredEntry::Kept(entry)) = StoredEntry::read(Some(text)) else { continue };
            let Entry { client_id, .. } = *entry;
            if self.outbox.entry(client_id).is_some() {
                continue;
            }
            if self.timeline.is_stored(client_id) {
                self.emit(Output::Store(StorageWrite::Stored(client_id)));
            } else {
                self.outbox.adopt(*entry, 0, now);
                self.show_entry(client_id);
            }
        }
    }

    /// Another client of the same person's put something on the shelf, or took it off.
    pub(super) fn heard_from_another(&mut self, client_id: ClientMessageId, shelved: StoredEntry, now: Now) {
        if self.is_history || self.timeline.is_stored(client_id) {
            return;
        }
        match self.outbox.heard(client_id, shelved, now) {
            Heard::Nothing => {}
            Heard::Changed => self.show_entry(client_id),
            Heard::Discarded => {
                self.timeline.discard(client_id);
                self.changed = true;
            }
        }
        self.pump(now);
    }

    /// Shows an unsent message as the queue has it.
    fn show_entry(&mut self, client_id: ClientMessageId) {
        let Some(entry) = self.outbox.entry(client_id) else { return };
        let options = entry.options();
        let Entry { content, written_at_ms, failed, asks, .. } = entry.clone();
        self.timeline.push_pending(client_id, content, options, written_at_ms);
        match failed {
            Some(code) => self.timeline.fail(client_id, code),
            // No message fails with a code that is temporary otherwise, so the page knows it by that.
            None if asks => self.timeline.fail(client_id, ErrorCode::Unavailable),
            None => self.timeline.mark_queued(client_id),
        }
        self.changed = true;
    }
}

/// Planted mistakes.
#[cfg(test)]
impl Client {
    fn pump_all(&mut self, now: Now) {
        let Some(first) = self.outbox.next_to_send(now.elapsed_ms).map(|entry| entry.client_id) else { return };
        for entry in self.outbox.entries().to_vec() {
            self.say(self.frame_of(&entry));
        }
        self.outbox.mark_sending(first, now.elapsed_ms);
    }

    fn rename(&mut self, client_id: ClientMessageId) {
        let Some(Entry { content, .. }) = self.outbox.entry(client_id).cloned() else { return };
        let (high, low) = client_id.as_uuid().as_u64_pair();
        let other = ClientMessageId::from(uuid::Uuid::from_u64_pair(high + 1, low));
        self.outbox.discard(client_id);
        self.give_up(client_id);
        self.outbox.push(other, content, SendOptions::default(), Now::default()).expect("not full");
        self.show_entry(other);
        self.keep(other);
    }
}
