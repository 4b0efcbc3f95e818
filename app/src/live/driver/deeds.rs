//! What the person does.

use leptos::prelude::Set;
use tertulia::{ids::ClientId, message::Content, outbox::OutboxFull, protocol::ClientFrame};

use super::Driver;
use crate::live::{
    clock,
    event::{Deed, Wanted},
};

impl Driver {
    pub(super) fn did(&mut self, deed: Deed) {
        match deed {
            Deed::Sent(content) => self.send(content),
            Deed::Retried(client_id) => self.retry(client_id),
            Deed::Discarded(client_id) => self.discard(client_id),
            Deed::Rewrote(client_id, content) => self.rewrite(client_id, content),
            Deed::Revised(seq, content) => self.revise(seq, content),
            Deed::RetriedRevision(seq) => self.retry_revision(seq),
            Deed::DiscardedRevision(seq) => self.discard_revision(seq),
            Deed::CameAlive => {
                self.take_up_queue();
                self.pump();
            }
            Deed::Typed => {
                if self.is_open() && self.throttle.typed(clock::elapsed_ms()) {
                    self.say(&ClientFrame::Typing { group_id: Some(self.group) });
                }
            }
            Deed::WantsOlder => self.load(Wanted::Older),
            Deed::WantsGap => self.load(self.nearer_side()),
            Deed::WantsEnd => self.go_to_end(),
            Deed::Scrolled => self.dirty = true,
        }
    }

    /// Shows it at once, keeps it, and sends it when its turn has come.
    fn send(&mut self, content: Content) {
        let (client_id, text) = (ClientId::random(), content.into_string());
        match self.outbox.push(client_id, text.clone(), None, clock::now()) {
            Ok(()) => {
                self.show_entry(client_id);
                self.keep(client_id);
                self.throttle.message_sent();
                self.go_to_end();
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
}
