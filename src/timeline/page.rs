//! What HTTP says.

use std::collections::BTreeMap;

use crate::{
    api::Page,
    ids::{Seq, UserId},
    sorted_map::SortedMap,
};

use super::{Timeline, changes::Unshown};

impl Timeline {
    /// What `me` knows after her first page; the same on the server and in the browser. The newest page, or one from the middle
    /// of the log: then what follows is a gap, which is filled from above ([`Timeline::insert_newer`]) or from below.
    pub fn from_page(me: UserId, page: Page) -> Self {
        let mut timeline = Self {
            me,
            epoch: page.epoch,
            cursor: Seq::ZERO,
            floor: Seq::ZERO,
            has_older: false,
            gap: None,
            brink: None,
            stale: None,
            jumped_to: Seq::ZERO,
            stored: BTreeMap::new(),
            places: SortedMap::default(),
            pending: Vec::new(),
            held: SortedMap::default(),
            awaited: None,
            unloaded: SortedMap::default(),
            unshown: Unshown::default(),
        };
        let (head, has_newer) = (page.head, page.has_newer);
        let last = page.messages.last().map_or(Seq::ZERO, |last| last.seq);
        timeline.reset_to(page);
        if has_newer {
            timeline.brink = Some(last);
            timeline.narrow_gap(Some(head.next()));
        }
        timeline
    }

    /// Takes in the page that was asked for with `before=before`, at the top ([`Timeline::older_before`]) or at the gap
    /// ([`Timeline::gap_before`]). Nothing is doubled and nothing newer overwritten.
    ///
    /// Answers `false` and changes nothing if the page does not fit any more: it belongs to another log, or it was read
    /// before a reset, or rows between it and the oldest loaded one were trimmed while it was on its way. If the reader still wants it, ask anew.
    pub fn insert_older(&mut self, before: Seq, page: Page) -> bool {
        if page.epoch != self.epoch || page.head < self.jumped_to || before < self.floor {
            return false;
        }
        let (start, as_of, has_more) = (start_of(&page), page.head, page.has_more);
        for message in page.messages {
            self.store(message, as_of);
        }
        if start < self.floor {
            (self.floor, self.has_older) = (start, has_more);
        }
        if let Some(gap) = self.gap.filter(|gap| before >= *gap) {
            self.narrow_gap(Some(gap.min(start)));
        }
        if self.stale.is_some_and(|stale| before >= stale && start < stale) {
            self.narrow_stale(start);
        }
        true
    }

    /// Takes in the page that was asked for with `after=after`, at the upper side of the gap ([`Timeline::newer_after`]).
    ///
    /// Answers `false` and changes nothing if the page does not fit any more, as [`Timeline::insert_older`] does.
    pub fn insert_newer(&mut self, after: Seq, page: Page) -> bool {
        let follows = self.brink.is_some_and(|brink| after <= brink);
        if page.epoch != self.epoch || page.head < self.jumped_to || !follows {
            return false;
        }
        let (as_of, last) = (page.head, page.messages.last().map(|last| last.seq));
        let end = last.filter(|_| page.has_more).unwrap_or(page.head);
        for message in page.messages {
            self.store(message, as_of);
        }
        self.brink = self.brink.max(Some(end));
        self.narrow_gap(self.gap);
        true
    }
}

/// From where on a page is complete: its first message, or the beginning of the log.
pub(super) fn start_of(page: &Page) -> Seq {
    match page.messages.first() {
        _ if !page.has_more => Seq::ZERO,
        Some(first) => first.seq,
        None => page.head.next(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{
        ANA, ME, ack, client_id, edited, epoch, id, joined, message, new_message, page, reset, seqs,
    };
    use super::super::{Row, RowKey, WINDOW_LEEWAY};
    use super::*;
    use crate::protocol::ServerFrame;

    #[test]
    fn a_page_is_shown_in_order_and_the_cursor_stands_at_its_head() {
        let timeline = Timeline::from_page(id(ME), page([3, 5, 6], 8, true));
        assert_eq!(seqs(&timeline), [3, 5, 6]);
        assert_eq!(timeline.subscribe_from(), (Seq(8), epoch()));
        assert_eq!(timeline.older_before(), Some(Seq(3)));
    }

    #[test]
    fn an_older_page_is_merged_and_never_doubled() {
        let mut timeline = Timeline::from_page(id(ME), page([5, 6], 6, true));
        assert!(timeline.insert_older(Seq(5), page([2, 3], 6, true)));
        assert!(timeline.insert_older(Seq(5), page([2, 3], 6, true)));
        assert_eq!((seqs(&timeline), timeline.older_before()), (vec![2, 3, 5, 6], Some(Seq(2))));
        assert!(timeline.insert_older(Seq(2), page([1], 6, false)));
        assert_eq!((seqs(&timeline), timeline.older_before()), (vec![1, 2, 3, 5, 6], None));
    }

    #[test]
    fn an_edit_that_overtook_the_page_of_its_message_is_not_lost() {
        let mut timeline = Timeline::from_page(id(ME), page([5], 5, true));
        let _ = timeline.apply(&edited(6, 2, "new", 7));
        assert!(timeline.insert_older(Seq(5), page([2], 5, false)));
        assert_eq!(timeline.message_at(Seq(2)).and_then(|row| row.content.as_deref()), Some("new"));
    }

    #[test]
    fn a_page_that_overtook_an_edit_is_not_undone_by_it() {
        let mut timeline = Timeline::from_page(id(ME), page([5], 5, true));
        let mut newer = page([2], 9, false);
        newer.messages[0].content = Some("second edit".to_owned());
        assert!(timeline.insert_older(Seq(5), newer));
        let _ = timeline.apply(&edited(6, 2, "first edit", 7));
        assert_eq!(timeline.message_at(Seq(2)).and_then(|row| row.content.as_deref()), Some("second edit"));
    }

    #[test]
    fn a_page_that_comes_again_undoes_nothing_that_happened_meanwhile() {
        let mut timeline = Timeline::from_page(id(ME), page([5], 5, true));
        assert!(timeline.insert_older(Seq(5), page([2], 5, false)));
        let _ = timeline.apply(&edited(6, 2, "new", 7));
        assert!(timeline.insert_older(Seq(5), page([2], 5, false)));
        assert_eq!(timeline.message_at(Seq(2)).and_then(|row| row.content.as_deref()), Some("new"));
    }

    #[test]
    fn a_page_that_was_read_before_a_reset_is_refused() {
        let mut timeline = Timeline::from_page(id(ME), page([5], 5, true));
        let _ = timeline.apply(&reset(900));
        timeline.reset_to(page([5, 6], 900, true));
        assert!(!timeline.insert_older(Seq(5), page([2], 5, false)), "message 2 may have been deleted since");
        assert!(timeline.insert_older(Seq(5), page([2], 900, false)));
    }

    #[test]
    fn a_row_keeps_its_key_when_its_client_id_becomes_known_late() {
        let mut timeline = Timeline::from_page(id(ME), page([], 5, true));
        let nameless = crate::api::Message { client_id: None, ..message(2, ME) };
        for own in [nameless, message(2, ME)] {
            assert!(timeline.insert_older(Seq(6), Page { messages: vec![own], ..page([], 5, false) }));
        }
        let keys: Vec<RowKey> = timeline.rows().iter().map(Row::key).collect();
        assert_eq!(keys, [RowKey::Message(message(2, ME).id)]);
    }

    #[test]
    fn a_page_from_the_middle_of_the_log_is_followed_by_a_gap_that_fills_from_both_sides() {
        let middle = || Timeline::from_page(id(ME), Page { has_newer: true, ..page([10, 11], 90, true) });
        let mut timeline = middle();
        let _ = timeline.apply(&new_message(message(91, ANA)));
        assert_eq!(seqs(&timeline), [10, 11, 0, 91], "what happens now stands below the gap");
        assert_eq!((timeline.newer_after(), timeline.gap_before()), (Some(Seq(11)), Some(Seq(91))));
        assert!(!timeline.ends_in_gap() && middle().ends_in_gap());
        assert!(timeline.insert_newer(Seq(11), Page { has_newer: true, ..page([12, 14], 91, true) }));
        assert!(timeline.insert_older(Seq(91), page([80, 90], 91, true)));
        assert_eq!(seqs(&timeline), [10, 11, 12, 14, 0, 80, 90, 91]);
        assert_eq!((timeline.newer_after(), timeline.gap_before()), (Some(Seq(14)), Some(Seq(80))));
        assert!(!timeline.insert_newer(Seq(15), page([16], 91, false)), "a page that left a hole");
        assert!(timeline.insert_newer(Seq(14), page([20, 80, 90], 91, false)));
        assert_eq!((timeline.newer_after(), timeline.gap_before()), (None, None));
        assert_eq!(seqs(&timeline), [10, 11, 12, 14, 20, 80, 90, 91]);
    }

    #[test]
    fn an_edit_of_what_is_missing_in_the_gap_is_not_lost() {
        let mut timeline = Timeline::from_page(id(ME), Page { has_newer: true, ..page([10], 90, true) });
        let _ = timeline.apply(&edited(91, 12, "new", 7));
        assert!(timeline.insert_newer(Seq(10), page([12], 90, false)));
        assert_eq!(timeline.message_at(Seq(12)).and_then(|row| row.content.as_deref()), Some("new"));
    }

    #[test]
    fn trimming_drops_the_oldest_and_they_can_be_loaded_again() {
        let mut timeline = Timeline::from_page(id(ME), page(1..=30, 30, false));
        assert!(!timeline.trim_oldest(30 - WINDOW_LEEWAY), "within the leeway");
        let _ = timeline.apply(&joined(31));
        assert!(timeline.trim_oldest(10));
        assert_eq!((timeline.rows().len(), timeline.older_before()), (10, Some(Seq(22))));
        assert!(!timeline.insert_older(Seq(5), page(1..=4, 31, false)), "a page that left a hole");
        assert!(timeline.insert_older(Seq(22), page(1..=21, 31, false)));
        assert_eq!((timeline.rows().len(), timeline.has_older()), (31, false));
    }

    #[test]
    fn what_is_still_to_come_belongs_to_the_window_even_below_an_acknowledged_message() {
        let mut timeline = Timeline::from_page(id(ME), page(1..=30, 30, false));
        timeline.push_pending(client_id(40), "text 40".to_owned(), Default::default(), 0);
        let _ = timeline.apply(&ServerFrame::Ack(ack(40)));
        assert!(timeline.trim_oldest(1));
        assert_eq!((seqs(&timeline), timeline.older_before()), (vec![40], Some(Seq(31))));
    }

    #[test]
    fn trimming_everything_above_the_gap_ends_it() {
        let mut timeline = Timeline::from_page(id(ME), page(1..=30, 30, false));
        timeline.reset_to(page([898, 900], 900, true));
        assert!(timeline.trim_oldest(3));
        assert_eq!((seqs(&timeline), timeline.gap_before()), (vec![30, 0, 898, 900], Some(Seq(898))));
        timeline.reset_to(page(1001..=1030, 1030, true));
        assert!(timeline.trim_oldest(2));
        assert_eq!((seqs(&timeline), timeline.gap_before()), (vec![1029, 1030], None));
        assert_eq!(timeline.places.len(), 2, "what was dropped leaves nothing behind");
    }
}
