//! The one task of a live conversation. Everything that happens comes through its queue, one event at a time, so that no two
//! things ever change the same state; after each batch the signals are brought up to date.

mod connection;
mod deeds;
mod frames;
mod pages;
mod publish;
mod queue;
mod revise;

use futures::StreamExt;
use leptos::prelude::*;
use tertulia::{
    api::Present,
    backoff::Backoff,
    ids::{GroupId, Seq, UserId},
    now::Now,
    outbox::{Outbox, revisions::Revisions},
    timeline::Timeline,
    typing::{TypingThrottle, TypingTracker},
};

use super::{
    clock,
    event::{Event, Mailbox, Surrounding, Wanted},
    storage::Shelf,
};
use crate::conversation::{Lines, Room, Seed, open_at, unseen};
use connection::Link;

/// By how much the clock on the wall runs away where a device has slept, in milliseconds: far less than any wait is worth.
const SLEPT_MS: u64 = 5_000;

/// A conversation that lives.
struct Driver {
    /// The signals that the components read.
    room: Room,
    mailbox: Mailbox,
    group: GroupId,
    me: UserId,
    /// What is known.
    timeline: Timeline,
    /// The same as signals.
    lines: Lines,
    /// Where the line "new messages" stands; frozen when the page opened.
    divider: Option<Seq>,
    /// What the server does not have yet.
    outbox: Outbox,
    /// Changes of stored messages that the server does not have yet.
    revisions: Revisions,
    /// What outlives the page.
    shelf: Shelf,
    /// The socket and all its deadlines.
    link: Link,
    backoff: Backoff,
    /// Who is here, by name.
    online: Vec<Present>,
    typing: TypingTracker,
    throttle: TypingThrottle,
    /// The cursor from which the missing range was last asked for; asking again before it moves would only repeat the answer.
    asked_from: Option<Seq>,
    /// Between `subscribed` and `live` the rows are not shown one by one.
    catching_up: bool,
    /// The page of history that is on its way; one at a time.
    loading: Option<Wanted>,
    /// When to ask again for the newest page, after that failed.
    reload_at: Option<u64>,
    /// The newest message that was in view.
    seen: Seq,
    /// When what was loaded before a reset may be asked for again; none while it is on its way.
    refresh_at: Option<u64>,
    /// How many messages of others that were not seen are missing in the gap; none where nobody knows.
    not_loaded: Option<usize>,
    /// The reading position that the server knows of.
    told_read: Seq,
    /// Before this moment it is not told again, however fast messages come.
    tell_read_from: u64,
    /// Messages of others since the last announcement: how many, and the last one.
    unannounced: (usize, String),
    /// When the next announcement may be made.
    announce_at: u64,
    /// Whether the next rendering goes to the end, wherever the reader is.
    to_end: bool,
    /// Whether the end is still to be loaded for that.
    wants_end: bool,
    /// Whether something changed that is not shown yet.
    dirty: bool,
    /// By how much the clock on the wall is ahead of the one that waits are counted by.
    wall_ahead: u64,
}

/// Lives until the room is left.
pub(super) async fn run(room: Room, seed: Seed, mailbox: Mailbox) {
    let (mut driver, mut events) = Driver::new(room, seed, mailbox);
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
    fn new(room: Room, seed: Seed, mailbox: Mailbox) -> (Self, futures::channel::mpsc::UnboundedReceiver<Event>) {
        let Seed { timeline, lines, divider, events } = seed;
        let (group, read) = (room.id(), room.read);
        let unread = usize::try_from(room.unread).unwrap_or(usize::MAX);
        let not_loaded = timeline.gap_before().map_or(0, |_| unread.saturating_sub(unseen(&timeline, read).0));
        let me = room.me.with_value(|me| me.id);
        let driver = Self {
            mailbox,
            group,
            me,
            timeline,
            lines,
            divider,
            outbox: Outbox::default(),
            revisions: Revisions::default(),
            shelf: Shelf::of(me, group),
            link: Link::default(),
            backoff: Backoff::default(),
            online: Vec::new(),
            typing: TypingTracker::default(),
            throttle: TypingThrottle::default(),
            asked_from: None,
            catching_up: false,
            loading: None,
            reload_at: None,
            seen: read,
            refresh_at: Some(0),
            not_loaded: Some(not_loaded),
            told_read: read,
            tell_read_from: 0,
            unannounced: (0, String::new()),
            announce_at: 0,
            to_end: false,
            wants_end: false,
            dirty: true,
            wall_ahead: ahead(clock::now()),
            room,
        };
        (driver, events)
    }

    fn begin(&mut self) {
        self.room.calendar.go_local();
        if !self.room.is_history() {
            self.take_up_queue();
            self.take_up_revisions();
            self.take_up_edit();
            self.connect();
            let (_, first) = unseen(&self.timeline, self.seen);
            publish::set(self.room.at_end, open_at(self.room.scroller, first));
        }
        self.publish();
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Did(deed) => self.did(deed),
            Event::Around(what) => self.around(what),
            Event::Socket(attempt, what) if attempt == self.link.attempt => self.socket_said(what),
            // From a socket that was given up.
            Event::Socket(..) => {}
            Event::Page(wanted, before, page) => self.page_arrived(wanted, before, page),
            Event::Revised(seq, content, answer) => self.revision_answered(seq, content.as_deref(), answer),
            Event::Stored(key, text) => self.heard_from_other_tab(&key, text.as_deref()),
        }
    }

    fn around(&mut self, what: Surrounding) {
        match what {
            Surrounding::Tick => self.tick(),
            Surrounding::Online => self.network_is_back(),
            Surrounding::Offline => self.network_is_gone(),
            Surrounding::Visible => {
                self.room.calendar.refresh_today();
                self.network_is_back();
                self.dirty = true;
            }
            // There may be no later.
            Surrounding::Hidden => self.tell_read(),
        }
    }

    fn tick(&mut self) {
        let now = clock::now();
        self.notice_sleep(now);
        let now = now.elapsed_ms;
        self.room.calendar.refresh_today();
        if self.typing.expire(now) {
            self.dirty = true;
        }
        self.check_deadlines(now);
        self.check_pages(now);
        self.dirty |= self.note_seen();
        self.tell_read_if_due(now);
        if let Some(client_id) = self.outbox.expired(now) {
            self.timeline.mark_queued(client_id);
            self.dirty = true;
        }
        self.pump();
        self.pump_revisions();
        if self.unannounced.0 > 0 && now >= self.announce_at {
            self.dirty = true;
        }
        // Catching up takes a moment at most; whatever holds it up must not hold up the page.
        if self.dirty {
            self.publish();
        }
    }

    /// While a device sleeps, the clock that waits are counted by may stand, and nothing would be overdue when it wakes up. That the
    /// clock on the wall ran away from it says so, or that somebody has set it: looking whether the socket still lives is right for
    /// either.
    fn notice_sleep(&mut self, now: Now) {
        let before = std::mem::replace(&mut self.wall_ahead, ahead(now));
        if self.wall_ahead > before.saturating_add(SLEPT_MS) {
            self.network_is_back();
        }
    }
}

/// By how much the clock on the wall is ahead of the one that waits are counted by.
const fn ahead(now: Now) -> u64 {
    now.wall_ms.saturating_sub(now.elapsed_ms)
}

/// Leaving for another page of ours ends the driver between two events.
impl Drop for Driver {
    fn drop(&mut self) {
        self.tell_read();
    }
}
