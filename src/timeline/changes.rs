//! What became of the rows since somebody looked: differences, so that to show one row more costs the same however many there are.

use std::sync::Arc;

use crate::ids::Seq;

use super::{MessageRow, Row, Timeline, pending::Pending};

/// Where a row stands. Positions are in the order of the screen, and a stored row has its own for life; an unsent one moves when it is stored,
/// and the gap when it becomes narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    seq: Seq,
    rank: usize,
}

impl Position {
    /// Before what is stored at this seq.
    const fn of_gap(before: Seq) -> Self {
        Self { seq: before, rank: 0 }
    }

    const fn of_stored(seq: Seq) -> Self {
        Self { seq, rank: 1 }
    }

    /// Below everything that is stored, in the order of writing.
    const fn of_unsent(number: usize) -> Self {
        Self { seq: Seq(u64::MAX), rank: 2 + number }
    }
}

/// What somebody does not know yet who looked at the rows before. It grows while nobody looks: to the number of changes of stored rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Unshown {
    /// Where a stored row came, changed or went, in order. (A set would bring its own code into the page.)
    touched: Vec<Seq>,
    /// Where the gap was.
    gap: Option<Seq>,
    /// The unsent rows as they were.
    unsent: Vec<Arc<MessageRow>>,
}

/// What was shown of it says nothing about what a timeline knows.
impl PartialEq for Unshown {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Unshown {}

impl Unshown {
    pub(super) fn touch(&mut self, seq: Seq) {
        if let Err(place) = self.touched.binary_search(&seq) {
            self.touched.insert(place, seq);
        }
    }
}

impl Timeline {
    /// What changed since this was asked last, or since the beginning, in the order of the screen: the row that stands at a position now, or
    /// none where there is none any more.
    pub fn take_changes(&mut self) -> Vec<(Position, Option<Row>)> {
        let unsent = self.pending.iter().map(|pending| Arc::clone(&pending.row)).collect();
        let shown = std::mem::replace(&mut self.unshown, Unshown { touched: Vec::new(), gap: self.gap, unsent });
        let stored = |seq: Seq| (Position::of_stored(seq), self.stored.get(&seq).map(|stored| stored.row.clone()));
        let mut changes: Vec<_> = shown.touched.into_iter().map(stored).collect();
        if shown.gap != self.gap {
            let gone = shown.gap.map(|gap| (Position::of_gap(gap), None));
            let come = self.gap.map(|gap| (Position::of_gap(gap), Some(Row::Gap)));
            for change in gone.into_iter().chain(come) {
                changes.insert(changes.partition_point(|(position, _)| *position < change.0), change);
            }
        }
        for number in 0..shown.unsent.len().max(self.pending.len()) {
            let now = self.pending.get(number);
            if now.map(|pending| &pending.row) != shown.unsent.get(number) {
                changes.push((Position::of_unsent(number), now.map(Pending::row)));
            }
        }
        changes
    }

    /// The row at this seq shows something else from now on, for a reason that does not lie in the log.
    pub fn touch(&mut self, seq: Seq) {
        if self.stored.contains_key(&seq) {
            self.unshown.touch(seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::RowKey;
    use super::super::model::{ANA, ME, client_id, edited, id, message, new_message, page, reset};
    use super::*;
    use crate::protocol::ServerFrame;

    fn keys(changes: &[(Position, Option<Row>)]) -> Vec<Option<RowKey>> {
        changes.iter().map(|(_, row)| row.as_ref().map(Row::key)).collect()
    }

    fn key(seq: u64) -> Option<RowKey> {
        Some(RowKey::Message(message(seq, ANA).id))
    }

    #[test]
    fn what_was_told_once_is_not_told_again() {
        let mut timeline = Timeline::from_page(id(ME), page([1, 2], 2, false));
        assert_eq!(keys(&timeline.take_changes()), [key(1), key(2)]);
        assert!(timeline.take_changes().is_empty());
    }

    #[test]
    fn a_new_message_and_a_changed_one_are_all_that_is_told() {
        let mut timeline = Timeline::from_page(id(ME), page(1..=40, 40, false));
        let _ = timeline.take_changes();
        let _ = timeline.apply(&new_message(message(41, ANA)));
        let _ = timeline.apply(&edited(42, 3, "new", 7));
        assert_eq!(keys(&timeline.take_changes()), [key(3), key(41)]);
    }

    #[test]
    fn an_unsent_message_moves_when_it_is_stored() {
        let mut timeline = Timeline::from_page(id(ME), page([1], 1, false));
        let _ = timeline.take_changes();
        timeline.push_pending(client_id(2), "text 2".to_owned(), Default::default(), 0);
        let written = timeline.take_changes();
        let own = Some(RowKey::Client(client_id(2)));
        assert_eq!(keys(&written), [own]);
        let stored = crate::api::Message { client_id: Some(client_id(2)), ..message(2, ME) };
        let _ = timeline.apply(&new_message(stored));
        let changes = timeline.take_changes();
        assert_eq!(keys(&changes), [own, None]);
        assert_eq!(changes[1].0, written[0].0);
    }

    #[test]
    fn what_is_trimmed_goes_and_the_gap_moves() {
        let mut timeline = Timeline::from_page(id(ME), page(1..=40, 40, false));
        let _ = timeline.take_changes();
        assert!(timeline.trim_oldest(19));
        assert_eq!(keys(&timeline.take_changes()), [None; 21]);
        let _ = timeline.apply(&reset(900));
        timeline.reset_to(page([898, 900], 900, true));
        assert_eq!(keys(&timeline.take_changes()), [Some(RowKey::Gap), key(898), key(900)]);
        assert!(timeline.insert_older(Seq(898), page([500], 900, true)));
        assert_eq!(keys(&timeline.take_changes()), [Some(RowKey::Gap), key(500), None]);
        let _ = timeline.apply(&ServerFrame::Pong);
        assert!(timeline.take_changes().is_empty());
    }
}
