//! A client of one group's conversation, without any I/O: what it is told goes in, what is to be done comes out.
//!
//! The page, a simulated page and whatever else speaks to the server as a person's device are thin drivers of the same machine: they connect,
//! write frames, load pages, keep texts and show rows when it says so, and decide nothing. Time is an argument ([`Now`]), and so is chance.
//!
//! # Layout
//!
//! * `input`, `output`: everything that can happen to it, and everything that it can want.
//! * `actions`: what the person does. `link`: when to connect, when to believe that the connection is dead, when to give up.
//! * `frames`: what the server says, and what follows from it.
//! * `pages`: pages of history: older ones, those that close a gap, the newest after a reset, and after that what was there before it.
//! * `queue`: messages that the server does not have yet. `revise`: changes of stored ones. `background_sync`: messages of groups that are not open.
//! * `taps`: reactions, shown before the server has them.
//! * `reading`: how far the person has read, and what of that the server knows.
//! * `rows`: what is shown, as differences; `announcements`: what is said aloud.

mod actions;
mod announcements;
mod background_sync;
mod frames;
mod input;
mod link;
mod output;
mod pages;
mod queue;
mod reading;
mod revise;
mod rows;
mod taps;
#[cfg(test)]
mod tests;

pub use announcements::Announcement;
pub use background_sync::BackgroundSync;
pub use input::{BrowserEvent, Input, SocketEvent, UserAction, Wanted};
pub use link::{CloseReason, ConnectionState};
pub use output::{Output, StorageWrite, ViewEvent};
pub use rows::{RowChanges, ShownRow, Unseen, take_changes};

use self::{announcements::Announcements, link::Link, pages::Pages, reading::Reading, taps::Tap};
use crate::{
    api::Present,
    ids::{GroupId, Seq, UserId},
    now::Now,
    outbox::{
        Outbox,
        revisions::{Revision, Revisions},
    },
    timeline::Timeline,
    typing::{TypingThrottle, TypingTracker},
};

/// By how much the clock on the wall runs away where a device has slept, in milliseconds: far less than any wait is worth.
const SLEPT_MS: u64 = 5_000;

/// What a client begins with.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// Which group.
    pub group: GroupId,
    /// Whose client it is.
    pub me: UserId,
    /// What is known.
    pub timeline: Timeline,
    /// The newest message that the person has read.
    pub read: Seq,
    /// How many messages of others are beyond it, as far as the server counted.
    pub unread: u64,
    /// Whether it is not meant to be live.
    pub is_history: bool,
    /// Whether there is a network, as far as the device knows.
    pub is_online: bool,
    /// Whether somebody can see it.
    pub is_visible: bool,
    /// Chance begins here: another number for each client.
    pub seed: u64,
    /// When.
    pub now: Now,
}

/// A client.
#[derive(Debug)]
pub struct Client {
    group: GroupId,
    me: UserId,
    is_history: bool,
    is_online: bool,
    is_visible: bool,
    /// Whether the end of the log is in view.
    is_at_end: bool,
    /// What is known.
    timeline: Timeline,
    /// What the server does not have yet.
    outbox: Outbox,
    /// Changes of stored messages that the server does not have yet.
    revisions: Revisions,
    /// The same as it was shown last.
    shown_revisions: Vec<(Seq, Revision)>,
    announcements: Announcements,
    link: Link,
    pages: Pages,
    reading: Reading,
    /// Reactions that the server does not have yet.
    taps: Vec<Tap>,
    /// Who is here, by name.
    online: Vec<Present>,
    typing: TypingTracker,
    throttle: TypingThrottle,
    /// The cursor from which the missing range was last asked for; asking again before it moves would only repeat the answer.
    asked_from: Option<Seq>,
    /// Between `subscribed` and `live` the rows are not shown one by one.
    catching_up: bool,
    /// By how much the clock on the wall is ahead of the one that waits are counted by.
    wall_ahead: u64,
    /// Whether something changed that is not shown yet.
    changed: bool,
    outputs: Vec<Output>,
    /// A planted mistake.
    #[cfg(test)]
    pub(crate) mutant: Option<crate::simulation::Mutant>,
}

impl Client {
    /// One that has done nothing yet: [`Input::Started`] comes first.
    pub fn new(beginning: ClientConfig) -> Self {
        let ClientConfig { group, me, timeline, read, unread, is_history, is_online, is_visible, seed, now } =
            beginning;
        Self {
            group,
            me,
            is_history,
            is_online,
            is_visible,
            is_at_end: false,
            reading: Reading::new(&timeline, read, unread),
            timeline,
            outbox: Outbox::default(),
            revisions: Revisions::default(),
            shown_revisions: Vec::new(),
            announcements: Announcements::default(),
            link: Link::new(is_history, seed),
            pages: Pages::default(),
            taps: Vec::new(),
            online: Vec::new(),
            typing: TypingTracker::default(),
            throttle: TypingThrottle::default(),
            asked_from: None,
            catching_up: false,
            wall_ahead: ahead(now),
            changed: true,
            outputs: Vec::new(),
            #[cfg(test)]
            mutant: None,
        }
    }

    /// Something happened. What is to be done is in the order in which it is to be done.
    pub fn handle(&mut self, input: Input, now: Now) -> Vec<Output> {
        match input {
            Input::Started { queued, revisions } => self.begin(&queued, revisions, now),
            Input::StorageRead(queued) => {
                self.take_up_queue(&queued, now);
                self.pump(now);
            }
            Input::User(deed) => self.act(deed, now),
            Input::Browser(what) => self.browser_event(what, now),
            Input::Refused(attempt) if attempt == self.link.attempt => self.lost(now),
            Input::Socket(attempt, what) if attempt == self.link.attempt => self.socket_said(what, now),
            // From a socket that was given up.
            Input::Refused(_) | Input::Socket(..) => {}
            Input::Page(wanted, at, page) => self.page_arrived(wanted, at, page, now),
            Input::Revised(seq, content, answer) => self.revision_answered(seq, content.as_deref(), answer, now),
            Input::StorageChanged(client_id, shelved) => self.heard_from_another(client_id, shelved, now),
            Input::Saw(seq) => self.saw(seq, now),
            Input::AtEnd(is_at_end) => self.is_at_end = is_at_end,
        }
        self.drop_rows();
        std::mem::take(&mut self.outputs)
    }

    /// Whether something changed that was not shown yet: see [`Client::is_shown`].
    pub const fn has_changed(&self) -> bool {
        self.changed
    }

    /// Whether the log is being replayed: its single steps are better not shown, for that takes a moment only.
    pub const fn is_catching_up(&self) -> bool {
        self.catching_up
    }

    /// What is known is shown as it is now.
    pub const fn is_shown(&mut self) {
        self.changed = false;
    }

    /// Whether this mistake is planted.
    #[cfg(test)]
    fn errs(&self, mutant: crate::simulation::Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    fn emit(&mut self, output: Output) {
        self.outputs.push(output);
    }

    fn notify(&mut self, news: ViewEvent) {
        self.emit(Output::View(news));
    }

    fn begin(&mut self, queued: &[String], revisions: Vec<(Seq, String)>, now: Now) {
        if !self.is_history {
            self.take_up_queue(queued, now);
            self.take_up_revisions(revisions);
            self.connect(now);
        }
    }

    fn browser_event(&mut self, what: BrowserEvent, now: Now) {
        match what {
            BrowserEvent::Tick => self.tick(now),
            BrowserEvent::Online => {
                self.is_online = true;
                self.network_is_back(now);
            }
            BrowserEvent::Offline => {
                self.is_online = false;
                self.network_is_gone(now);
            }
            BrowserEvent::Visible => {
                self.is_visible = true;
                self.network_is_back(now);
                self.changed = true;
            }
            BrowserEvent::Hidden => {
                self.is_visible = false;
                // There may be no later.
                self.tell_read(now);
            }
        }
    }

    fn tick(&mut self, now: Now) {
        self.notice_sleep(now);
        self.changed |= self.typing.expire(now.elapsed_ms);
        self.check_deadlines(now);
        self.check_pages(now);
        self.tell_read_if_due(now);
        self.announce_if_due(now);
        if let Some(client_id) = self.outbox.expired(now.elapsed_ms) {
            self.timeline.mark_queued(client_id);
            self.changed = true;
        }
        self.pump(now);
        self.pump_revisions(now);
    }

    /// While a device sleeps, the clock that waits are counted by may stand, and nothing would be overdue when it wakes up. That the
    /// clock on the wall ran away from it says so, or that somebody has set it: looking whether the socket still lives is right for
    /// either.
    fn notice_sleep(&mut self, now: Now) {
        let before = std::mem::replace(&mut self.wall_ahead, ahead(now));
        if self.wall_ahead > before.saturating_add(SLEPT_MS) {
            self.network_is_back(now);
        }
    }
}

/// What is shown of it.
impl Client {
    /// What is known of the group's log.
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// What waits to be sent.
    pub const fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The changes of stored messages that wait.
    pub const fn revisions(&self) -> &Revisions {
        &self.revisions
    }

    /// How it is connected.
    pub const fn connection(&self) -> ConnectionState {
        self.link.connection
    }

    /// Who is here, by name; none while nobody knows.
    pub fn online(&self) -> Option<&[Present]> {
        self.link.subscribed.then_some(&self.online)
    }

    /// Who is writing now.
    pub fn writing(&self, now: Now) -> Vec<&str> {
        self.typing.active(now.elapsed_ms)
    }

    /// The page of history that is on its way.
    pub const fn loading(&self) -> Option<Wanted> {
        self.pages.loading
    }
}

/// By how much the clock on the wall is ahead of the one that waits are counted by.
const fn ahead(now: Now) -> u64 {
    now.wall_ms.saturating_sub(now.elapsed_ms)
}
