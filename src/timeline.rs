//! What one client knows of one group: merge, order, de-duplicate, notice gaps, show own messages before they are stored.
//!
//! Three sources feed a timeline, in any order and more than once: pages (HTTP), the socket's frames, and the reader's own
//! writing. Whatever the order, the rows end up as the log says. Three rules make that so:
//!
//! 1. **The cursor moves by one.** A change is applied only if its seq is the next one; a later one is held and the range
//!    before it reported as missing. A page that was loaded as the newest moves the cursor to its head and never back.
//! 2. **The newer knowledge wins.** Every stored row remembers as of which seq it is known: a page tells it as of its head, a
//!    frame as of its own seq. Clocks decide nothing. A deleted message stays deleted.
//! 3. **A row has one key for life** ([`RowKey`]): own messages are found by client id whichever of acknowledgement,
//!    broadcast and page comes first, second, or never.
//!
//! The caller sends each timeline only the frames of its own group; those without a group (`error`) fit by their client id.
//!
//! # Layout
//!
//! * `row`: what a line of the conversation shows.
//! * `frame`: what the socket says; `page`: what HTTP says; `reset`: what follows when too much was missed; `pending`: what the
//!   reader writes.
//! * `changes`: what became of the rows since somebody looked.
//! * `change`: messages and their changes, dated by seq; `acknowledgement`: how an own message finds its place.
//! * [`presentation`]: runs of one author and days, as pure functions of the rows.

mod acknowledgement;
mod change;
mod changes;
#[cfg(test)]
mod convergence;
mod frame;
#[cfg(test)]
pub(crate) mod model;
mod page;
mod pending;
pub mod presentation;
mod reset;
mod row;

use std::{collections::BTreeMap, ops::RangeInclusive};

use crate::{
    ids::{Epoch, Seq, UserId},
    log_event::LogEvent,
    sorted_map::SortedMap,
};

use change::RowChange;
pub use changes::Position;
use changes::Unshown;
pub use frame::Applied;
use pending::Pending;
pub use row::{Marks, MessageRow, Notice, NoticeKind, Row, RowKey, SendState};

/// Rows above the wanted number that are let be, so that a busy group is not trimmed at every message.
pub const WINDOW_LEEWAY: usize = 20;
/// Changes held for a missing range; as many as the server replays ([`crate::protocol::REPLAY_MAX`]). Beyond that the
/// highest are forgotten, which is safe: the replay that fills the range brings them again, or the next ping misses them.
pub const HELD_MAX: usize = 500;

/// What one client knows of one group. See the [module](self) for its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Whose eyes these are: decides which client ids count.
    me: UserId,
    /// The log that every seq in here belongs to.
    epoch: Epoch,
    /// The highest seq up to which everything was applied, with no hole.
    cursor: Seq,
    /// Every message from here on is loaded, but for the gap; 0 when there is nothing older.
    floor: Seq,
    /// Whether messages below the floor exist.
    has_older: bool,
    /// After a reset the rows known before are kept, but edits and deletions of them may have been skipped. So everything below
    /// this seq, down to the brink, counts as unknown until pages have been loaded over it. One is enough: a second reset's
    /// gap lies lower on the screen and swallows the first.
    gap: Option<Seq>,
    /// Where what is loaded above the gap ends, without a hole: on a page that was opened in the middle of the log, and after a reset
    /// for whoever reads on ([`Timeline::reset_reading`]). Then the gap can be filled from above too. None where there is no gap.
    brink: Option<Seq>,
    /// What is loaded below this seq was loaded before a reset, and edits and deletions of it may have been skipped.
    stale: Option<Seq>,
    /// The head of the newest page that moved the cursor. It skipped the changes before, so an older page proves nothing.
    jumped_to: Seq,
    /// Stored messages and notices by their place in the log.
    stored: BTreeMap<Seq, Stored>,
    /// Where the row of a stored message is; finds an own message by its client id.
    places: SortedMap<RowKey, Seq>,
    /// Own messages that are not in `stored` yet, in the order in which they were written.
    pending: Vec<Pending>,
    /// Changes that came before their turn.
    held: SortedMap<Seq, LogEvent>,
    /// Set between a `reset` and the page that answers it: the log that is being loaded. Nothing can be applied meanwhile.
    awaited: Option<Epoch>,
    /// The changes of messages that are not loaded, in their order. A page that was read before a change and arrives after it
    /// would otherwise bring the old state back for good.
    unloaded: SortedMap<Seq, Vec<RowChange>>,
    /// What [`Timeline::take_changes`] tells next.
    unshown: Unshown,
}

/// A row and how much is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stored {
    row: Row,
    /// Every change of it up to this seq is in the row.
    as_of: Seq,
}

impl Timeline {
    /// All rows: what is stored in the order of the log, then own unsent messages in the order of writing.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.stored.len() + self.pending.len() + 1);
        let before = self.gap.unwrap_or_default();
        rows.extend(self.stored.range(..before).map(|(_, stored)| stored.row.clone()));
        if self.gap.is_some() {
            rows.push(Row::Gap);
        }
        rows.extend(self.stored.range(before..).map(|(_, stored)| stored.row.clone()));
        rows.extend(self.pending.iter().map(Pending::row));
        rows
    }

    /// One row by its key: the tests look here whether every row is found where it is kept.
    #[cfg(test)]
    fn row(&self, key: RowKey) -> Option<Row> {
        match key {
            RowKey::Gap => self.gap.map(|_| Row::Gap),
            RowKey::Notice(seq) => {
                self.stored.get(&seq).map(|stored| stored.row.clone()).filter(|row| row.key() == key)
            }
            RowKey::Client(_) | RowKey::Message(_) => {
                let stored =
                    self.places.get(&key).and_then(|seq| self.stored.get(seq)).map(|stored| stored.row.clone());
                stored.or_else(|| self.pending.iter().map(Pending::row).find(|row| row.key() == key))
            }
        }
    }

    /// The row of the message at `seq`, if it is loaded; what a reply points to.
    pub fn message_at(&self, seq: Seq) -> Option<&MessageRow> {
        self.stored.get(&seq).and_then(|stored| stored.row.message())
    }

    /// The highest seq up to which everything was applied.
    pub const fn cursor(&self) -> Seq {
        self.cursor
    }

    /// What to subscribe with: what came after the cursor, in this log.
    pub const fn subscribe_from(&self) -> (Seq, Epoch) {
        (self.cursor, self.epoch)
    }

    /// The range that keeps held changes waiting.
    pub fn missing(&self) -> Option<RangeInclusive<Seq>> {
        let (first_held, _) = self.held.first().filter(|_| self.awaited.is_none())?;
        Some(self.cursor.next()..=first_held.previous())
    }

    /// Whether the tail was lost: the server's `head` (from a `ping`) is above the cursor, and neither a held change nor a
    /// reset explains it, both of which have been reported before. The remedy is to subscribe again from the cursor.
    pub fn behind(&self, head: Seq) -> bool {
        head > self.cursor && self.held.is_empty() && self.awaited.is_none()
    }

    /// Whether a `reset` still waits for the newest page ([`Timeline::reset_to`]).
    pub const fn awaits_page(&self) -> bool {
        self.awaited.is_some()
    }

    #[cfg(test)]
    const fn has_older(&self) -> bool {
        self.has_older
    }

    /// What to ask as `before=` when the reader scrolls to the top; none when everything is loaded.
    pub fn older_before(&self) -> Option<Seq> {
        self.has_older.then_some(self.floor)
    }

    /// What to ask as `before=` when the reader comes to the gap; none when there is no gap.
    pub const fn gap_before(&self) -> Option<Seq> {
        self.gap
    }

    /// What to ask as `after=` when the reader comes to the gap from above; none when it can only be filled from below.
    pub const fn newer_after(&self) -> Option<Seq> {
        self.brink
    }

    /// Whether the gap is the end: nothing is loaded below it.
    pub fn ends_in_gap(&self) -> bool {
        self.gap.is_some_and(|gap| self.stored.range(gap..).next().is_none())
    }

    /// Drops the oldest stored rows down to `max` once there are more than `max` + [`WINDOW_LEEWAY`]; they can be loaded
    /// again. Own unsent messages are never dropped. Says whether anything was dropped.
    pub fn trim_oldest(&mut self, max: usize) -> bool {
        if self.stored.len() <= max.saturating_add(WINDOW_LEEWAY) {
            return false;
        }
        while self.stored.len() > max
            && let Some((seq, _)) = self.stored.first_key_value()
        {
            self.remove(*seq);
        }
        // An acknowledged message can stand above the cursor; what is still to come lies below it and belongs to the window.
        let end = self.cursor.next();
        self.floor = self.stored.keys().next().map_or(end, |first| end.min(*first));
        self.has_older = true;
        self.narrow_gap(self.gap);
        self.stale = self.stale.filter(|stale| *stale > self.floor);
        true
    }

    /// The gap ends below this seq from now on, unless what is loaded above it reaches that far.
    fn narrow_gap(&mut self, gap: Option<Seq>) {
        let above = self.brink.map_or(self.floor, |brink| self.floor.max(brink.next()));
        self.gap = gap.filter(|gap| *gap > above);
        self.brink = self.brink.filter(|_| self.gap.is_some());
    }

    /// What is loaded is up to date from this seq on.
    fn narrow_stale(&mut self, start: Seq) {
        self.stale = Some(start).filter(|stale| *stale > self.floor);
    }

    /// Puts a row in its place.
    fn insert(&mut self, seq: Seq, row: Row, as_of: Seq) {
        if matches!(row, Row::Message(_)) {
            self.places.insert(row.key(), seq);
        }
        self.stored.insert(seq, Stored { row, as_of });
        self.unshown.touch(seq);
    }

    /// Takes a row away.
    fn remove(&mut self, seq: Seq) {
        if let Some(stored) = self.stored.remove(&seq) {
            self.places.remove(&stored.row.key());
            self.unshown.touch(seq);
        }
    }

    /// How many stored rows are loaded.
    pub fn len(&self) -> usize {
        self.stored.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.stored.is_empty()
    }
}
