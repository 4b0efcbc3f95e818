//! The rows of the conversation as signals: one for each, so that a new message renders itself and nothing else, and in segments, of which those
//! that are far from what is in view are not in the document.
//!
//! All that is done here costs what changed, not what there is: rows come as differences, and whatever looks at all rows looks at those in the
//! document.
//!
//! # Layout
//!
//! * `row_signal`: one row. `segment`: some that stand next to each other.
//! * `arrange`: where new rows go. `mounting`: what is in the document.

mod arrange;
mod mounting;
mod row_signal;
mod segment;
#[cfg(test)]
mod tests;

use leptos::prelude::*;
use tertulia::{
    client::{RowChanges, ShownRow},
    ids::Seq,
    timeline::{MessageRow, Position, Row, RowKey, presentation::present},
};

use crate::calendar::{Zone, day_number};
pub use row_signal::{RowSignal, Shown};
use segment::Segment;
pub use segment::SegmentList;

/// What became of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Followed {
    /// Nothing.
    Same,
    /// Some show something else.
    Shown,
    /// Some came, went or moved.
    Moved,
}

/// The message that an address means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its row.
    pub key: RowKey,
    /// Whether the address names it, and not one beside it.
    pub is_exact: bool,
}

/// All rows in the order of the screen.
#[derive(Debug)]
pub struct Rows {
    /// None of them is empty.
    segments: Vec<Segment>,
    /// Above which message the line "new messages" stands for as long as the page is open.
    divider: Option<Seq>,
    zone: Zone,
    /// Only while changes are taken over: the segments of the rows that stand elsewhere now, and those of them that are empty.
    homes: Vec<(RowKey, usize)>,
    emptied: Vec<Segment>,
    /// The name of the next segment.
    next_id: usize,
}

impl Rows {
    /// These, with the line "new messages" above the first message of somebody else's beyond `read`.
    pub fn new(changes: RowChanges, read: Option<Seq>) -> Self {
        let others = changes.iter().filter_map(|(_, shown)| shown.as_ref()?.row.message());
        let mut others = others.filter(|message| !message.mine && !message.deleted).filter_map(|message| message.seq);
        let divider = read.and_then(|read| others.find(|seq| *seq > read));
        let mut rows =
            Self { segments: Vec::new(), divider, zone: Zone::Utc, homes: Vec::new(), emptied: Vec::new(), next_id: 0 };
        rows.apply(changes);
        rows
    }

    /// Takes over what changed. A row that only shows something else tells so itself.
    pub fn apply(&mut self, mut changes: RowChanges) -> Followed {
        let mut loose = self.take_out(&changes);
        let mut moved = !loose.is_empty();
        let mut fresh = Vec::new();
        for (position, change) in &mut changes {
            let Some(shown) = change.as_ref().filter(|_| self.find(*position).is_none()) else { continue };
            let key = shown.row.key();
            fresh.push(match loose.iter().position(|row| row.key == key) {
                Some(at) => RowSignal { position: *position, ..loose.swap_remove(at) },
                None => RowSignal::new(*position, shown.clone()),
            });
        }
        moved |= !fresh.is_empty();
        self.arrange(fresh);
        self.homes.clear();
        self.emptied.clear();
        let mut shown = false;
        for (position, change) in changes {
            shown |= self.present(position, change);
            // What begins with the next one may depend on it; of one that changed too it is seen to in its turn.
            shown |= self.after(position).is_some_and(|next| self.present(next, None));
        }
        self.segments.iter().for_each(Segment::publish);
        match (moved, shown) {
            (true, _) => Followed::Moved,
            (false, true) => Followed::Shown,
            (false, false) => Followed::Same,
        }
    }

    /// The reader's own days from now on.
    pub fn go_local(&mut self) {
        self.zone = Zone::Reader;
        let all: Vec<_> = self.segments.iter().flat_map(|segment| &segment.rows).map(|row| row.position).collect();
        for position in all {
            self.present(position, None);
        }
    }

    /// What the document has of each segment.
    pub fn lists(&self) -> Vec<SegmentList> {
        self.segments.iter().map(|segment| segment.list.clone()).collect()
    }

    /// Their names.
    pub fn ids(&self) -> impl Iterator<Item = usize> {
        self.segments.iter().map(|segment| segment.list.id)
    }

    /// The message at `seq`, if it is there.
    pub fn message_at(&self, seq: Seq) -> Option<std::sync::Arc<MessageRow>> {
        self.newest_first().find(|row| row.seq() == Some(seq))?.shown.with_untracked(|shown| shown.message().cloned())
    }

    /// The message at a seq; else the one that is nearest to it.
    pub fn nearest(&self, seq: Seq) -> Option<Target> {
        let distance = |row: &RowSignal| Some((row.seq()?.0.abs_diff(seq.0), row.key));
        let (distance, key) = self.newest_first().filter_map(distance).min_by_key(|(distance, _)| *distance)?;
        Some(Target { key, is_exact: distance == 0 })
    }

    /// The newest message of which this holds.
    pub fn last(&self, is_meant: impl Fn(&MessageRow) -> bool) -> Option<RowKey> {
        let meant =
            |row: &&RowSignal| row.shown.with_untracked(|shown| shown.message().is_some_and(|row| is_meant(row)));
        self.newest_first().find(meant).map(|row| row.key)
    }

    /// The first message of somebody else's beyond `seen`. Where that one is missing, the gap stands for it.
    pub fn first_unseen(&self, seen: Seq, is_beyond_gap: bool) -> Option<RowKey> {
        let mut first = None;
        for row in self.newest_first() {
            let is_unseen = match row.row() {
                Row::Message(message) if message.seq.is_some_and(|seq| seq <= seen) => break,
                Row::Message(message) => message.seq.is_some() && !message.mine && !message.deleted,
                Row::Gap => is_beyond_gap,
                Row::Notice(_) => false,
            };
            if is_unseen {
                first = Some(row.key);
            }
        }
        first
    }

    fn newest_first(&self) -> impl Iterator<Item = &RowSignal> {
        self.segments.iter().rev().flat_map(|segment| segment.rows.iter().rev())
    }

    /// Brings up to date what a row shows, which depends on the one before it. Says whether that is something else than before.
    fn present(&self, position: Position, shown: Option<ShownRow>) -> bool {
        let Some(signal) = self.find(position).map(|(segment, at)| &self.segments[segment].rows[at]) else {
            return false;
        };
        let ShownRow { row, revision } = shown.unwrap_or_else(|| signal.content());
        let before = self.before(position).map(RowSignal::row);
        let presented = present(before.as_ref(), row, |at| day_number(at, self.zone));
        signal.show(Shown::new(presented, self.divider, revision))
    }
}
