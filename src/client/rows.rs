//! What is shown of a conversation: the rows, as differences, and what is known beside them.

use std::sync::Arc;

use super::Client;
use crate::{
    ids::Seq,
    outbox::revisions::{Revision, Revisions},
    timeline::{Position, Row, Timeline},
};

/// Rows that are kept while their reader is at the end of the log.
const KEPT_AT_END: usize = 300;
/// Rows that are kept at all. Whoever has read so far up goes on in a page of its own.
pub(super) const KEPT_MAX: usize = 20_000;

/// What stands at a position now, or none where nothing does any more, in the order of the screen.
pub type RowChanges = Vec<(Position, Option<ShownRow>)>;

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// The row as the log has it, or the queue.
    pub row: Row,
    /// What its author, or a moderator, is making of it; shown instead.
    pub revision: Option<Revision>,
}

/// How much of a conversation its reader has not seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// The newest message that she has seen.
    pub seen: Seq,
    /// How many messages of others stand beyond it, as far as that is known.
    pub count: usize,
    /// Whether more of them are missing, and nobody knows how many.
    pub is_uncounted: bool,
}

impl Client {
    /// What became of the rows since this was asked last.
    pub fn take_row_changes(&mut self) -> RowChanges {
        let revisions: Vec<_> = self.revisions.all().map(|(seq, revision)| (seq, revision.clone())).collect();
        if revisions != self.shown_revisions {
            self.shown_revisions.iter().chain(&revisions).for_each(|(seq, _)| self.timeline.touch(*seq));
            self.shown_revisions = revisions;
        }
        let mut changes = take_changes(&mut self.timeline, &self.revisions);
        for (_, shown) in &mut changes {
            let Some(Row::Message(row)) = shown.as_mut().map(|shown| &mut shown.row) else { continue };
            let seq = row.seq;
            for tap in self.taps.iter().filter(|tap| seq == Some(tap.seq)) {
                tap.show(Arc::make_mut(row));
            }
        }
        changes
    }

    /// What the reader has not seen.
    pub fn unseen(&self) -> Unseen {
        let seen = self.reading.seen;
        let (loaded, _) = self.timeline.unseen(seen);
        let is_missing = self.timeline.gap_follows(seen);
        let missing = self.reading.not_loaded.filter(|_| is_missing);
        let is_uncounted = is_missing && missing.is_none();
        Unseen { seen, count: loaded + missing.unwrap_or(0), is_uncounted }
    }

    /// Whether an older page would be kept: further up than this nobody is given more.
    pub fn may_load_older(&self) -> bool {
        self.timeline.len() < KEPT_MAX
    }

    /// Keeps no more rows than are of use: what was dropped can be loaded again.
    pub(super) fn drop_rows(&mut self) {
        if self.pages.loading.is_none() && !self.is_history {
            self.changed |= self.timeline.trim_oldest(if self.is_at_end { KEPT_AT_END } else { KEPT_MAX });
        }
    }
}

/// What became of a timeline's rows since this was asked last, with what is being made of them.
pub fn take_changes(timeline: &mut Timeline, revisions: &Revisions) -> RowChanges {
    let revision_of = |row: &Row| row.message().and_then(|message| revisions.get(message.seq?)).cloned();
    let shown = |row: Row| ShownRow { revision: revision_of(&row), row };
    timeline.take_changes().into_iter().map(|(position, row)| (position, row.map(shown))).collect()
}
