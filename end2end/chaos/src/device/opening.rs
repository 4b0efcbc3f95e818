//! How a conversation is opened: at first, anew, and again after the person was no member.

use tertulia::{
    api::{Page, PageQuery},
    client::{Client, ClientConfig},
    ids::Seq,
    timeline::Timeline,
};

use super::Device;
use crate::{participants::Stage, trace::Entry};

impl Device {
    /// Opens it if it is not: another device may have joined. When everybody comes to rest, this one joins.
    pub(super) fn open_if_over(&mut self, number: usize) {
        let conversation = &self.conversations[number];
        match self.setup.stage() {
            _ if conversation.opening || conversation.living().is_some() => {}
            Stage::Chaos => self.open(number),
            Stage::Settling | Stage::Over => self.join(number),
        }
    }

    /// Opens it anew, if the person is a member: nothing is left of what was known but what is stored. Every second device then asks for
    /// the whole log, the others begin with the newest page.
    pub(crate) fn open(&mut self, number: usize) {
        let conversation = &mut self.conversations[number];
        let group = conversation.group.id;
        (conversation.client, conversation.opening) = (None, true);
        conversation.life += 1;
        if conversation.attempt.take().is_some() {
            self.leave_socket(number);
        }
        self.trace.entries.push(Entry::Began { group });
        let from_the_first = self.setup.number.is_multiple_of(2);
        let asked = if from_the_first { PageQuery::Before(Seq::ZERO.next()) } else { PageQuery::Newest };
        self.read(number, asked, move |device, page| {
            device.conversations[number].opening = false;
            let Ok(page) = page else { return };
            let head = if from_the_first { Seq::ZERO } else { page.head };
            device.begin(number, Page { head, has_newer: false, ..page });
        });
    }

    fn begin(&mut self, number: usize, page: Page) {
        let (me, now, seed) = (self.setup.who.id, self.now(), self.chance.draw());
        let conversation = &mut self.conversations[number];
        let config = ClientConfig {
            group: conversation.group.id,
            me,
            read: page.head,
            timeline: Timeline::from_page(me, page),
            unread: 0,
            is_history: false,
            is_online: true,
            is_visible: true,
            seed,
            now,
        };
        conversation.client = Some(Client::new(config));
        let started = conversation.store.taken_up();
        self.tell(number, started);
    }
}
