//! How an own message finds its place: the server says that it is stored.

use std::sync::Arc;

use crate::protocol::Ack;

use super::{Applied, Row, SendState, Timeline, pending::Pending};

impl Timeline {
    /// An own message is stored. The cursor does not move: only the log moves it.
    pub(super) fn acknowledged(&mut self, ack: Ack) -> Applied {
        if self.awaited.is_some() {
            return self.note_acknowledged(ack);
        }
        match self.take_pending(ack.client_id) {
            Some(pending) => {
                self.place(pending, ack);
                Applied::Applied
            }
            None if self.is_stored(ack.client_id) => Applied::Duplicate,
            None => Applied::Ignored,
        }
    }

    fn note_acknowledged(&mut self, ack: Ack) -> Applied {
        let Some(row) = self.pending_row(ack.client_id) else { return Applied::Ignored };
        row.status = SendState::Sent;
        if let Some(position) = self.position(ack.client_id) {
            self.pending[position].ack = Some(ack);
        }
        Applied::Applied
    }

    /// Gives the messages acknowledged during a reset their places.
    pub(super) fn place_acknowledged(&mut self) {
        let (acknowledged, waiting): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pending).into_iter().partition(|pending| pending.ack.is_some());
        self.pending = waiting;
        for pending in acknowledged {
            if let Some(ack) = pending.ack {
                self.place(pending, ack);
            }
        }
    }

    /// Puts an acknowledged message in its place, unless that is in older history which is not loaded (it was stored long
    /// ago and sent again): there a page will show it.
    fn place(&mut self, pending: Pending, ack: Ack) {
        if ack.seq < self.floor || self.stored.contains_key(&ack.seq) {
            return;
        }
        let mut row = Arc::unwrap_or_clone(pending.row);
        row.seq = Some(ack.seq);
        row.id = Some(ack.id);
        row.timestamp = Some(ack.timestamp);
        row.written_at_ms = None;
        row.status = SendState::Sent;
        self.insert(ack.seq, Row::Message(Arc::new(row)), ack.seq);
        self.catch_up(ack.seq);
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{ANA, ME, ack, client_id, deleted, epoch, id, message, new_message, page};
    use super::super::{MessageRow, RowKey};
    use super::*;
    use crate::{api::Page, ids::Seq, protocol::ServerFrame};

    const MINE: u64 = 3;

    fn written() -> Timeline {
        let mut timeline = Timeline::from_page(id(ME), page([1], 1, false));
        timeline.push_pending(client_id(MINE), "text 3".to_owned(), Default::default(), 0);
        timeline
    }

    fn status(timeline: &Timeline) -> Option<SendState> {
        timeline.row(RowKey::Client(client_id(MINE))).and_then(|row| row.message().map(|message| message.status))
    }

    /// Every order of the numbers below `n`.
    fn orders(n: usize) -> Vec<Vec<usize>> {
        let Some(last) = n.checked_sub(1) else { return vec![Vec::new()] };
        let with = |order: &Vec<usize>, at: usize| [&order[..at], &[last], &order[at..]].concat();
        orders(last).iter().flat_map(|order| (0..n).map(move |at| with(order, at))).collect()
    }

    #[test]
    fn writing_acknowledgement_and_broadcast_make_one_row_in_any_order() {
        let frames = [
            None,
            Some(ServerFrame::Ack(ack(MINE))),
            Some(ServerFrame::Ack(ack(MINE))),
            Some(new_message(message(MINE, ME))),
            Some(new_message(message(MINE, ME))),
            Some(new_message(message(2, ANA))),
        ];
        for order in orders(frames.len()) {
            let mut timeline = Timeline::from_page(id(ME), page([1], 1, false));
            for step in &order {
                match &frames[*step] {
                    Some(frame) => drop(timeline.apply(frame)),
                    None => drop(timeline.push_pending(client_id(MINE), "text 3".to_owned(), Default::default(), 0)),
                }
                let shown = timeline.rows().iter().filter(|row| row.key() == RowKey::Client(client_id(MINE))).count();
                assert!(shown <= 1, "{order:?}");
            }
            let expected = MessageRow::stored(id(ME), message(MINE, ME));
            assert_eq!(timeline.rows()[2].message(), Some(&expected), "{order:?}");
            assert_eq!((timeline.rows().len(), timeline.cursor()), (3, Seq(3)), "{order:?}");
        }
    }

    #[test]
    fn an_acknowledgement_moves_the_row_to_its_place_but_not_the_cursor() {
        let mut timeline = written();
        assert_eq!(timeline.apply(&ServerFrame::Ack(ack(MINE))), Applied::Applied);
        assert_eq!((timeline.cursor(), status(&timeline)), (Seq(1), Some(SendState::Sent)));
        let _ = timeline.apply(&new_message(message(2, ANA)));
        assert_eq!(timeline.rows()[2].key(), RowKey::Client(client_id(MINE)), "after what was stored before it");
    }

    #[test]
    fn a_repeat_that_was_stored_long_ago_leaves_no_hole_in_the_history() {
        let mut timeline = Timeline::from_page(id(ME), page([8, 9], 9, true));
        timeline.push_pending(client_id(MINE), "text 3".to_owned(), Default::default(), 0);
        let _ = timeline.apply(&ServerFrame::Ack(ack(MINE)));
        assert_eq!((timeline.rows().len(), timeline.older_before()), (2, Some(Seq(8))));
    }

    /// The server brings a text into its form; the page showed it as it was typed.
    #[test]
    fn what_is_stored_replaces_what_was_written_in_any_order() {
        let stored = crate::api::Message { content: Some("stored".to_owned()), ..message(2, ME) };
        let stored = crate::api::Message { client_id: Some(client_id(MINE)), ..stored };
        let ack = Ack { seq: Seq(2), id: stored.id, timestamp: stored.timestamp, ..ack(MINE) };
        for frames in
            [[ServerFrame::Ack(ack), new_message(stored.clone())], [new_message(stored.clone()), ServerFrame::Ack(ack)]]
        {
            let mut timeline = written();
            for frame in &frames {
                let _ = timeline.apply(frame);
            }
            let row = timeline.message_at(Seq(2)).expect("it is stored");
            assert_eq!((row.key, row.content.as_deref()), (RowKey::Client(client_id(MINE)), Some("stored")));
        }
    }

    #[test]
    fn another_author_with_the_same_client_id_resolves_nothing() {
        let mut timeline = written();
        let stranger = crate::api::Message { client_id: Some(client_id(MINE)), ..message(2, ANA) };
        let _ = timeline.apply(&new_message(stranger));
        assert_eq!(status(&timeline), Some(SendState::Queued));
    }

    #[test]
    fn an_acknowledgement_during_a_reset_finds_its_place_with_the_page() {
        for (head, log) in [(2, epoch()), (3, epoch()), (2, id(99)), (3, id(99))] {
            let mut timeline = written();
            let _ = timeline.apply(&ServerFrame::Reset { group_id: id(1), head: Seq(head), epoch: log });
            let _ = timeline.apply(&ServerFrame::Ack(ack(MINE)));
            assert_eq!(status(&timeline), Some(SendState::Sent));
            assert_eq!(timeline.message_at(Seq(MINE)), None, "the page may be of a log that it does not fit");
            let mut newest = Page { epoch: log, ..page([1, 2], head, false) };
            newest.messages.extend((head >= MINE).then(|| message(MINE, ME)));
            timeline.reset_to(newest);
            let row = timeline.message_at(Seq(MINE)).expect("it is stored");
            assert_eq!((row.key, timeline.rows().len()), (RowKey::Client(client_id(MINE)), 3), "{head}");
        }
    }

    #[test]
    fn a_repeat_whose_message_was_deleted_meanwhile_shows_as_deleted() {
        let mut timeline = written();
        timeline.reset_to(page([898, 900], 900, true));
        let _ = timeline.apply(&deleted(901, MINE));
        let _ = timeline.apply(&ServerFrame::Ack(ack(MINE)));
        assert!(timeline.message_at(Seq(MINE)).is_some_and(|row| row.deleted));
    }

    #[test]
    fn an_acknowledgement_of_what_a_page_shows_already_takes_nothing_away() {
        let nameless = crate::api::Message { client_id: None, ..message(MINE, ME) };
        let mut timeline = written();
        timeline.reset_to(Page { messages: vec![nameless], ..page([], 3, false) });
        let before = timeline.row(RowKey::Message(message(MINE, ME).id));
        let _ = timeline.apply(&ServerFrame::Ack(ack(MINE)));
        assert_eq!(timeline.row(RowKey::Message(message(MINE, ME).id)), before);
        assert_eq!(timeline.rows().len(), 2);
    }
}
