//! The one task of a live conversation: it drives the conversation's client ([`tertulia::client`]), which decides, and shows what the client
//! knows. Everything that happens comes through its queue, one event at a time, so that no two things ever change the same state; after each
//! batch the signals are brought up to date.

mod errands;
mod publish;

use futures::StreamExt;
use leptos::prelude::*;
use tertulia::{
    client::{
        BrowserEvent, Client, ClientConfig, CloseReason, ConnectionState, Input, Output, UserAction, ViewEvent, Wanted,
    },
    ids::Seq,
    outbox::sharing::StoredEntry,
    timeline::RowKey,
};

use super::{
    clock,
    event::{Event, EventSender},
    socket::Socket,
    storage::LocalStore,
    surroundings::{is_online, is_visible},
};
use crate::{
    api::person::cover,
    conversation::{
        Lines, Room, Seed, is_above, is_below, open_at,
        pane::{BackTo, Open, Pane, may_edit},
    },
};

/// A conversation that lives.
struct Driver {
    /// The signals that the components read.
    room: Room,
    sender: EventSender,
    client: Client,
    /// Dropping it closes it.
    socket: Option<Socket>,
    /// What outlives the page.
    shelf: LocalStore,
    /// The rows as signals.
    lines: Lines,
    /// Where the line "new messages" stands; frozen when the page opened.
    divider: Option<Seq>,
    /// Messages of others since the last announcement: how many, and the last one.
    unannounced: (usize, String),
    /// When the next announcement may be made.
    announce_at: u64,
    /// Whether the next rendering goes to the end, wherever the reader is.
    to_end: bool,
    /// Whether the reader did something that changes what is shown.
    moved: bool,
}

/// Lives until the room is left.
pub(super) async fn run(room: Room, seed: Seed, sender: EventSender) {
    let (mut driver, mut events) = Driver::new(room, seed, sender);
    driver.begin();
    while let Some(event) = events.next().await {
        driver.happened(event);
        // What has piled up meanwhile is shown at once.
        while let Ok(event) = events.try_recv() {
            driver.happened(event);
        }
        driver.publish_if_due();
    }
}

impl Driver {
    fn new(room: Room, seed: Seed, sender: EventSender) -> (Self, futures::channel::mpsc::UnboundedReceiver<Event>) {
        let Seed { timeline, lines, divider, events } = seed;
        let (group, me) = (room.id(), room.me.with_value(|me| me.id));
        let beginning = ClientConfig {
            group,
            me,
            timeline,
            read: room.read,
            unread: room.unread,
            is_history: room.is_history(),
            is_online: is_online(),
            is_visible: is_visible(),
            // All 53 bits that it has.
            seed: (js_sys::Math::random() * (1_u64 << 53) as f64) as u64,
            now: clock::now(),
        };
        let driver = Self {
            sender,
            client: Client::new(beginning),
            socket: None,
            shelf: LocalStore::of(me, group),
            lines,
            divider,
            unannounced: (0, String::new()),
            announce_at: 0,
            to_end: false,
            moved: false,
            room,
        };
        (driver, events)
    }

    fn begin(&mut self) {
        self.room.calendar.go_local();
        if !self.room.is_history() {
            self.tell(Input::Started { queued: self.shelf.queued(), revisions: self.shelf.revisions() });
            self.take_up_edit();
            let (_, first) = self.client.timeline().unseen(self.client.seen());
            publish::set(self.room.at_end, open_at(self.room.scroller, first));
        }
        self.publish();
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Client(input) => {
                let tick = matches!(input, Input::Browser(BrowserEvent::Tick));
                if tick || matches!(input, Input::Browser(BrowserEvent::Visible)) {
                    self.room.calendar.refresh_today();
                }
                self.tell(input);
                if tick {
                    self.note_seen();
                    self.publish_at_last();
                }
            }
            Event::CameAlive => self.tell(Input::StorageRead(self.shelf.queued())),
            Event::NearGap => {
                let side = self.nearer_side();
                self.tell(Input::User(UserAction::Wants(side)));
            }
            Event::Scrolled => self.moved = true,
            Event::Stored(key, text) => {
                if let Some((client_id, shelved)) =
                    self.shelf.queued_under(&key).zip(StoredEntry::read(text.as_deref()))
                {
                    self.tell(Input::StorageChanged(client_id, shelved));
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
                self.socket = Socket::open(attempt, self.room.id(), after, epoch, self.sender.clone());
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
            Output::View(news) => self.show(news),
        }
    }

    fn show(&mut self, news: ViewEvent) {
        let words = self.room.calendar.lang.words().conversation;
        match news {
            ViewEvent::Connection(connection) => {
                if connection == ConnectionState::Closed(CloseReason::WrongPerson) {
                    cover();
                }
                publish::set(self.room.connection, connection);
            }
            ViewEvent::Heard { name, text } => self.heard_message(&name, &text),
            ViewEvent::Members(by) => {
                self.room.here.member_count.try_update(|count| *count = count.saturating_add_signed(by));
            }
            ViewEvent::Role(role) => {
                self.room.role.try_set(role);
            }
            ViewEvent::End => self.to_end = true,
            ViewEvent::Deleted => {
                self.room.announcement.try_set(words.deleted.to_owned());
            }
            ViewEvent::Full(text) => {
                self.hand_back(&text);
                self.room.announcement.try_set(words.outbox_full.to_owned());
            }
        }
    }

    /// The composer was cleared already: what could not be taken goes back into it, unless something newer is there.
    fn hand_back(&self, text: &str) {
        let composer = self.room.textarea.try_get_untracked().flatten();
        if let Some(composer) = composer.filter(|composer| composer.value().is_empty()) {
            composer.set_value(text);
            self.shelf.keep_draft(text);
        }
    }

    /// Opens the editor again that an earlier page left open, as if nothing had happened.
    fn take_up_edit(&self) {
        let timeline = self.client.timeline();
        let loaded = |seq: Seq| timeline.message_at(seq).filter(|row| may_edit(row)).map(|row| row.key);
        if let Some(key) = self.shelf.edits().into_iter().find_map(loaded) {
            let open = Open { key, pane: Pane::Edit, back_to: BackTo::Message };
            self.room.open.try_set(Some(open));
        }
    }

    /// The side of the gap from which the reader comes. What she has not seen she reads from above, unless she went past it.
    fn nearer_side(&self) -> Wanted {
        let (room, timeline) = (self.room, self.client.timeline());
        let at_end = room.at_end.try_get_untracked().unwrap_or(false) && !timeline.ends_in_gap();
        let above = if timeline.gap_follows(self.client.seen()) {
            !is_above(room.scroller, RowKey::Gap)
        } else {
            !at_end && is_below(room.scroller, RowKey::Gap)
        };
        if above && timeline.newer_after().is_some() { Wanted::Newer } else { Wanted::Gap }
    }
}

/// Leaving for another page of ours ends the driver between two events.
impl Drop for Driver {
    fn drop(&mut self) {
        self.tell(Input::Browser(BrowserEvent::Hidden));
    }
}
