//! The one task of a live conversation: it drives the conversation's client ([`tertulia::client`]), which decides, and tells the page's signals
//! what the client knows. Everything that happens comes through its queue, one event at a time, so that no two things ever change the same
//! state; after each batch the signals are brought up to date.

mod errands;

use futures::{StreamExt, channel::mpsc::UnboundedReceiver};
use leptos::prelude::*;
use tertulia::{
    client::{BrowserEvent, Client, ClientConfig, CloseReason, ConnectionState, Input, Output, ViewEvent},
    outbox::sharing::StoredEntry,
};

use super::{clock, socket::Socket, surroundings::is_online};
use crate::{
    api::person::cover,
    chat::{
        Chat, Seed,
        event::{Event, EventSender},
    },
    effect::set,
    local_store::LocalStore,
    visibility::is_visible,
};

/// A conversation that lives.
struct Driver {
    /// What the page knows.
    chat: Chat,
    sender: EventSender,
    client: Client,
    /// Dropping it closes it.
    socket: Option<Socket>,
    /// What outlives the page.
    shelf: LocalStore,
    /// Whether what is shown next goes to the end, wherever the reader is.
    to_end: bool,
}

/// Lives until the conversation is left.
pub(super) async fn run(chat: Chat, seed: Seed, sender: EventSender) {
    let (mut driver, mut events) = Driver::new(chat, seed, sender);
    driver.tell(Input::Started { queued: driver.shelf.queued(), revisions: driver.shelf.revisions() });
    driver.publish();
    while let Some(event) = events.next().await {
        driver.happened(event);
        // What has piled up meanwhile is shown at once.
        while let Ok(event) = events.try_recv() {
            driver.happened(event);
        }
        // The single steps of catching up are not shown.
        if driver.client.has_changed() && !driver.client.is_catching_up() {
            driver.publish();
        }
    }
}

impl Driver {
    fn new(chat: Chat, seed: Seed, sender: EventSender) -> (Self, UnboundedReceiver<Event>) {
        let Seed { timeline, read, unread, events } = seed;
        let (group, me) = (chat.id(), chat.me.with_value(|me| me.id));
        let client = Client::new(ClientConfig {
            group,
            me,
            timeline,
            read,
            unread,
            is_history: chat.is_history,
            is_online: is_online(),
            is_visible: is_visible(),
            // All 53 bits that it has.
            seed: (js_sys::Math::random() * (1_u64 << 53) as f64) as u64,
            now: clock::now(),
        });
        let shelf = LocalStore::of(me, group);
        (Self { chat, sender, client, socket: None, shelf, to_end: false }, events)
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Client(input) => {
                let is_tick = matches!(input, Input::Browser(BrowserEvent::Tick));
                self.tell(input);
                // Catching up takes a moment at most; whatever holds it up must not hold up the page.
                if is_tick && self.client.has_changed() {
                    self.publish();
                }
            }
            Event::CameAlive => self.tell(Input::StorageRead(self.shelf.queued())),
            Event::Stored(key, text) => {
                if let Some((client_id, stored)) = self.shelf.queued_under(&key).zip(StoredEntry::read(text.as_deref()))
                {
                    self.tell(Input::StorageChanged(client_id, stored));
                }
            }
        }
    }

    /// Tells the client, and does what it wants.
    fn tell(&mut self, input: Input) {
        for output in self.client.handle(input, clock::now()) {
            self.carry_out(output);
        }
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Connect { attempt, after, epoch } => {
                self.socket = Socket::open(attempt, self.chat.id(), after, epoch, self.sender.clone());
                if self.socket.is_none() {
                    self.sender.post(Event::Client(Input::Refused(attempt)));
                }
            }
            Output::HangUp => self.socket = None,
            Output::Say(frame) => {
                if let Some(socket) = &self.socket {
                    socket.send(&frame);
                }
            }
            Output::Load { wanted, before, after } => self.load(wanted, before, after),
            Output::Revise(seq, content) => self.revise(seq, content),
            Output::Store(kept) => self.shelf.keep(kept),
            Output::View(event) => self.show(event),
        }
    }

    fn show(&mut self, event: ViewEvent) {
        match event {
            ViewEvent::Connection(connection) => {
                if connection == ConnectionState::Closed(CloseReason::WrongPerson) {
                    cover();
                }
                set(self.chat.connection, connection);
            }
            ViewEvent::Announce(announcement) => drop(self.chat.announcement.try_set(Some(announcement))),
            ViewEvent::Members(by) => {
                self.chat.here.member_count.try_update(|count| *count = count.saturating_add_signed(by));
            }
            ViewEvent::Pins(by) => drop(self.chat.pins.try_update(|pins| *pins = pins.saturating_add_signed(by))),
            ViewEvent::Role(role) => drop(self.chat.role.try_set(role)),
            ViewEvent::End => self.to_end = true,
            ViewEvent::HandBack(text) => drop(self.chat.handed_back.try_set(Some(text))),
        }
    }

    /// Brings the page's signals up to date.
    fn publish(&mut self) {
        let (client, to_end) = (&mut self.client, std::mem::take(&mut self.to_end));
        self.chat.news.try_update(|news| news.add(client, to_end));
        set(self.chat.writing, client.writing(clock::now()).into_iter().map(str::to_owned).collect());
        if let Some(online) = client.online() {
            set(self.chat.here.online, online.to_vec());
        }
        client.is_shown();
    }
}

/// Leaving for another page of ours ends the driver between two events.
impl Drop for Driver {
    fn drop(&mut self) {
        self.tell(Input::Browser(BrowserEvent::Hidden));
    }
}
