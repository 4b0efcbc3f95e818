//! What HTTP says.

use std::collections::BTreeMap;

use crate::{
    api::Page,
    ids::{Seq, UserId},
};

use super::{Gap, Timeline};

impl Timeline {
    /// What `me` knows after the newest page; the same on the server and in the browser.
    pub fn from_page(me: UserId, page: Page) -> Self {
        let mut timeline = Self {
            me,
            epoch: page.epoch,
            cursor: Seq::ZERO,
            floor: Seq::ZERO,
            has_older: false,
            gap: None,
            stored: BTreeMap::new(),
            places: BTreeMap::new(),
            pending: Vec::new(),
            held: BTreeMap::new(),
            awaited: None,
            unloaded: BTreeMap::new(),
        };
        timeline.reset_to(page);
        timeline
    }

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
            if self.stored.range(..start).next().is_some() {
                self.gap = Some(Gap { before: start, as_of: head });
            } else {
                (self.floor, self.has_older, self.gap) = (start, has_more, None);
            }
            self.cursor = head;
        }
        self.insert_older(head.next(), page);
        self.settle_acknowledged();
        self.release_held();
    }

    fn forget_log(&mut self, page: &Page) {
        self.epoch = page.epoch;
        (self.cursor, self.floor, self.has_older) = (Seq::ZERO, Seq::ZERO, false);
        self.stored.clear();
        self.places.clear();
        self.unloaded.clear();
        self.gap = None;
    }

    /// Takes in the page that was asked for with `before=before`, at the top ([`Timeline::older_before`]) or at the gap
    /// ([`Timeline::gap_before`]). Nothing is doubled and nothing newer overwritten.
    ///
    /// Answers `false` and changes nothing if the page does not fit any more: it belongs to another log, or rows between it
    /// and the oldest loaded one were trimmed while it was on its way. If the reader still wants it, ask anew.
    pub fn insert_older(&mut self, before: Seq, page: Page) -> bool {
        if page.epoch != self.epoch || before < self.floor {
            return false;
        }
        let (start, as_of, has_more) = (start_of(&page), page.head, page.has_more);
        for message in page.messages {
            self.store(message, as_of);
        }
        if start < self.floor {
            (self.floor, self.has_older) = (start, has_more);
        }
        if let Some(gap) = self.gap.filter(|gap| before >= gap.before && as_of >= gap.as_of) {
            let before = gap.before.min(start);
            self.gap = Some(Gap { before, ..gap }).filter(|_| before > self.floor);
        }
        true
    }
}

/// From where on a page is complete: its first message, or the beginning of the log.
fn start_of(page: &Page) -> Seq {
    match page.messages.first() {
        _ if !page.has_more => Seq::ZERO,
        Some(first) => first.seq,
        None => page.head.next(),
    }
}
