//! What follows when the server cannot tell everything that was missed.

use std::ops::RangeBounds;

use crate::{api::Page, ids::Seq};

use super::{RowKey, Timeline, page::start_of};

impl Timeline {
    /// Goes on from the newest page, after a `reset` or whenever one was loaded afresh.
    ///
    /// The cursor goes to the page's head, never back. Own unsent messages stay. In the same log the rows known before stay
    /// too, above a gap that [`Timeline::insert_older`] closes; in another log they are dropped, for their seqs mean nothing
    /// there. Changes that arrived since the `reset` follow; afterwards [`Timeline::missing`] says whether some are lost.
    pub fn reset_to(&mut self, page: Page) {
        let awaited = self.awaited.take();
        if page.epoch != self.epoch {
            self.forget_log(&page);
        }
        if awaited.is_some_and(|epoch| epoch != page.epoch) {
            self.held.clear();
        }
        let (start, head, has_more) = (start_of(&page), page.head, page.has_more);
        if head > self.cursor {
            (self.brink, self.stale) = (None, None);
            if self.stored.range(..start).next().is_some() {
                self.gap = Some(start);
            } else {
                (self.floor, self.has_older, self.gap) = (start, has_more, None);
            }
            (self.cursor, self.jumped_to) = (head, head);
        }
        self.insert_older(head.next(), page);
        self.place_acknowledged();
        self.release_held();
    }

    fn forget_log(&mut self, page: &Page) {
        self.epoch = page.epoch;
        (self.cursor, self.jumped_to) = (Seq::ZERO, Seq::ZERO);
        (self.floor, self.has_older) = (Seq::ZERO, false);
        (self.gap, self.brink, self.stale) = (None, None, None);
        self.forget_rows(..);
        self.unloaded.clear();
    }

    /// The same as [`Timeline::reset_to`] for somebody who has seen the log up to `seen` and reads on from there: the gap fills
    /// from above too, from where she stopped. What is loaded above it counts as loaded, and may be out of date until pages have
    /// been laid over it ([`Timeline::stale_before`]).
    ///
    /// Of two parts with a gap between them only the one stays in which she reads: what stands above a gap has no hole.
    pub fn reset_reading(&mut self, page: Page, seen: Seq) {
        if page.epoch != self.epoch || page.head <= self.cursor {
            return self.reset_to(page);
        }
        let end = match self.gap {
            Some(gap) if self.gap_follows(seen) => {
                self.forget_rows(gap..);
                self.brink
            }
            Some(gap) => {
                self.forget_rows(..gap);
                (self.floor, self.has_older) = (self.floor.max(gap), true);
                Some(self.cursor)
            }
            None => Some(self.cursor),
        };
        let start = start_of(&page);
        self.reset_to(page);
        if let Some(end) = end.filter(|_| self.gap.is_some()) {
            self.brink = Some(end);
            self.narrow_stale(start.min(end.next()));
            self.narrow_gap(self.gap);
        }
    }

    /// Whether something in the gap is beyond what was seen up to here.
    pub fn gap_follows(&self, seen: Seq) -> bool {
        self.gap.is_some_and(|gap| gap.previous() > seen)
    }

    /// The messages of others that stand beyond a reading position: how many of those that are loaded, and the first. Where that one is
    /// missing, the gap stands for it.
    pub fn unseen(&self, seen: Seq) -> (usize, Option<RowKey>) {
        let newer = self.stored.range(seen.next()..).rev().filter_map(|(_, stored)| stored.row.message());
        let others = newer.filter(|message| !message.mine && !message.deleted);
        let (count, first) = others.fold((0, None), |(count, _), message| (count + 1, Some(message)));
        let gap = self.gap_before().filter(|_| self.gap_follows(seen));
        match (first, gap) {
            (first, Some(gap)) if first.is_none_or(|first| first.seq >= Some(gap)) => (count, Some(RowKey::Gap)),
            (first, _) => (count, first.map(|first| first.key)),
        }
    }

    /// What to ask as `before=` to bring up to date what was loaded before a reset; none when everything is.
    pub const fn stale_before(&self) -> Option<Seq> {
        self.stale
    }

    fn forget_rows(&mut self, range: impl RangeBounds<Seq>) {
        let keys: Vec<Seq> = self.stored.range(range).map(|(seq, _)| *seq).collect();
        for seq in keys {
            self.remove(seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{ANA, ME, client_id, deleted, edited, id, message, new_message, page, reset, seqs};
    use super::super::{Row, RowKey};
    use super::*;
    use crate::{ids::Epoch, protocol::ServerFrame};

    #[test]
    fn a_reset_leaves_a_gap_that_fills_from_below_and_then_is_gone() {
        let mut timeline = Timeline::from_page(id(ME), page([1, 2], 2, false));
        let _ = timeline.apply(&reset(900));
        timeline.reset_to(page([898, 900], 900, true));
        assert_eq!(timeline.rows().iter().map(Row::key).nth(2), Some(RowKey::Gap));
        assert_eq!((timeline.gap_before(), timeline.older_before()), (Some(Seq(898)), None));
        assert!(timeline.insert_older(Seq(898), page([2, 500], 900, true)));
        assert_eq!(seqs(&timeline), [1, 0, 2, 500, 898, 900], "row 1 may have changed meanwhile");
        assert!(timeline.insert_older(Seq(2), page([1], 900, false)));
        assert_eq!((seqs(&timeline), timeline.gap_before()), (vec![1, 2, 500, 898, 900], None));
    }

    #[test]
    fn changes_that_arrive_while_the_page_is_loaded_follow_it() {
        let mut timeline = Timeline::from_page(id(ME), page([1], 1, false));
        let _ = timeline.apply(&reset(900));
        for seq in 901..=903 {
            let _ = timeline.apply(&new_message(message(seq, ANA)));
        }
        timeline.reset_to(page([900, 901], 901, true));
        assert_eq!((seqs(&timeline), timeline.cursor()), (vec![1, 0, 900, 901, 902, 903], Seq(903)));
    }

    #[test]
    fn another_log_replaces_the_rows_and_keeps_what_is_unsent() {
        let mut timeline = Timeline::from_page(id(ME), page([7, 8], 8, true));
        timeline.push_pending(client_id(0), "unsent".to_owned(), Default::default(), 0);
        let other = id::<Epoch>(99);
        let _ = timeline.apply(&new_message(message(3, ANA)));
        let _ = timeline.apply(&new_message(message(10, ANA)));
        let _ = timeline.apply(&ServerFrame::Reset { group_id: id(1), head: Seq(2), epoch: other });
        let _ = timeline.apply(&new_message(message(4, ANA)));
        timeline.reset_to(Page { epoch: other, ..page([1, 2], 2, false) });
        assert_eq!((seqs(&timeline), timeline.subscribe_from()), (vec![1, 2, 0], (Seq(2), other)));
        assert_eq!(
            timeline.held.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(),
            [Seq(4)],
            "10 was of the old log, 4 is of the new one"
        );
        assert!(!timeline.has_older() && timeline.gap_before().is_none());
        assert!(!timeline.insert_older(Seq(7), page([5], 8, true)), "a page of the old log");
    }

    #[test]
    fn a_reset_makes_what_stands_above_the_gap_old() {
        let mut timeline = Timeline::from_page(id(ME), Page { has_newer: true, ..page([10, 11], 90, true) });
        timeline.reset_to(page([898, 900], 900, true));
        assert_eq!((timeline.newer_after(), timeline.gap_before()), (None, Some(Seq(898))));
        assert!(!timeline.insert_newer(Seq(11), page([12], 900, true)), "10 and 11 may have changed since");
    }

    /// She has seen 1 and 2, and 898 messages more were written.
    fn left_behind() -> Timeline {
        let mut timeline = Timeline::from_page(id(ME), page([1, 2], 2, false));
        let _ = timeline.apply(&reset(900));
        timeline.reset_reading(page([898, 900], 900, true), Seq(2));
        timeline
    }

    #[test]
    fn after_a_reset_one_reads_on_from_where_one_stopped() {
        let mut timeline = left_behind();
        assert_eq!((seqs(&timeline), timeline.newer_after()), (vec![1, 2, 0, 898, 900], Some(Seq(2))));
        assert!(timeline.gap_follows(Seq(2)) && !timeline.gap_follows(Seq(898)));
        assert!(timeline.insert_newer(Seq(2), Page { has_newer: true, ..page([3, 4], 900, true) }));
        assert_eq!((seqs(&timeline), timeline.newer_after()), (vec![1, 2, 3, 4, 0, 898, 900], Some(Seq(4))));
        assert!(timeline.insert_older(Seq(898), page([4, 5], 900, true)));
        assert_eq!((seqs(&timeline), timeline.gap_before()), (vec![1, 2, 3, 4, 5, 898, 900], None));
    }

    #[test]
    fn what_was_loaded_before_a_reset_is_brought_up_to_date_by_itself() {
        let mut timeline = left_behind();
        assert_eq!(timeline.stale_before(), Some(Seq(3)));
        let mut older = page([1, 2], 900, false);
        older.messages[0].content = Some("edited meanwhile".to_owned());
        assert!(timeline.insert_older(Seq(3), older));
        assert_eq!(timeline.message_at(Seq(1)).and_then(|row| row.content.as_deref()), Some("edited meanwhile"));
        assert_eq!((timeline.stale_before(), timeline.gap_before()), (None, Some(Seq(898))));
    }

    #[test]
    fn a_reset_that_skipped_no_message_leaves_no_gap_but_rows_that_may_be_out_of_date() {
        let mut timeline = Timeline::from_page(id(ME), page([1, 2, 3], 3, false));
        timeline.reset_reading(page([3, 4], 900, true), Seq(3));
        assert_eq!((seqs(&timeline), timeline.gap_before()), (vec![1, 2, 3, 4], None));
        assert_eq!(timeline.stale_before(), Some(Seq(3)));
    }

    #[test]
    fn a_second_reset_keeps_the_part_in_which_one_reads() {
        let again = |seen| {
            let mut timeline = left_behind();
            timeline.reset_reading(page([1800, 1802], 1802, true), Seq(seen));
            (seqs(&timeline), timeline.newer_after(), timeline.older_before())
        };
        assert_eq!(again(2), (vec![1, 2, 0, 1800, 1802], Some(Seq(2)), None));
        assert_eq!(again(900), (vec![898, 900, 0, 1800, 1802], Some(Seq(900)), Some(Seq(898))));
    }

    #[test]
    fn a_change_of_what_may_be_out_of_date_is_not_undone() {
        let mut timeline = left_behind();
        let _ = timeline.apply(&edited(901, 1, "new", 7));
        let _ = timeline.apply(&deleted(902, 2));
        assert!(timeline.insert_older(Seq(3), page([1, 2], 900, false)));
        assert_eq!(timeline.message_at(Seq(1)).and_then(|row| row.content.as_deref()), Some("new"));
        assert!(timeline.message_at(Seq(2)).is_some_and(|row| row.deleted));
    }

    #[test]
    fn what_is_dropped_needs_no_refreshing() {
        let mut timeline = Timeline::from_page(id(ME), page(1..=40, 40, false));
        timeline.reset_reading(page(900..=940, 940, true), Seq(40));
        assert_eq!(timeline.stale_before(), Some(Seq(41)));
        assert!(timeline.trim_oldest(30));
        assert_eq!((timeline.stale_before(), timeline.gap_before()), (None, None));
    }
}
