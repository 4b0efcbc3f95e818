//! The property that the product is about: whatever is lost, doubled, reordered or late, the rows end up as the log says.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;

use super::{
    Applied, MessageRow, Position, Row, RowKey, SendState, Timeline,
    model::{Event, GROUP, Log, ME, ack, client_id, epoch, event, id, reset},
};
use crate::{
    api::Page,
    ids::{Seq, UserId},
    protocol::ServerFrame,
};

/// What can happen to a client.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The log grows; the reader's own messages in it were written here (or in another tab).
    Publish { count: u64, written_here: bool },
    /// A broadcast arrives: the next one, an earlier one again, or one that is too early.
    Deliver { offset: i64 },
    /// The server replays from the cursor, but the connection may break on the way.
    Replay { frames: usize },
    /// An acknowledgement arrives.
    Ack { pick: prop::sample::Index },
    /// A page is read by the server, at the top or at the gap …
    AskOlder { at_gap: bool, limit: usize },
    /// … and arrives some time later.
    OlderArrives,
    /// The same at the upper side of the gap.
    AskNewer { limit: usize },
    /// See [`Step::OlderArrives`].
    NewerArrives,
    /// The server gives up on replaying. The page that answers it is read now …
    Reset { limit: usize },
    /// … and arrives some time later, perhaps for somebody who has seen the log up to somewhere and reads on.
    ResetPageArrives { seen: Option<u64> },
    /// What was loaded before a reset is brought up to date; the page is asked for and arrives like older ones.
    AskStale { limit: usize },
    /// Old rows are dropped.
    Trim { max: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..8_u64, any::<bool>()).prop_map(|(count, written_here)| Step::Publish { count, written_here }),
        6 => (-4..5_i64).prop_map(|offset| Step::Deliver { offset }),
        2 => (0..20_usize).prop_map(|frames| Step::Replay { frames }),
        2 => any::<prop::sample::Index>().prop_map(|pick| Step::Ack { pick }),
        4 => (any::<bool>(), 1..9_usize).prop_map(|(at_gap, limit)| Step::AskOlder { at_gap, limit }),
        4 => Just(Step::OlderArrives),
        3 => (1..9_usize).prop_map(|limit| Step::AskNewer { limit }),
        3 => Just(Step::NewerArrives),
        1 => (1..9_usize).prop_map(|limit| Step::Reset { limit }),
        1 => prop::option::of(0..60_u64).prop_map(|seen| Step::ResetPageArrives { seen }),
        1 => (1..9_usize).prop_map(|limit| Step::AskStale { limit }),
        1 => (0..12_usize).prop_map(|max| Step::Trim { max }),
    ]
}

/// A client, the part of the log that the server has by now, and what is on its way between them.
struct Scene {
    log: Log,
    head: u64,
    timeline: Timeline,
    older: VecDeque<(Seq, Page)>,
    newer: VecDeque<(Seq, Page)>,
    newest: Option<Page>,
    /// Own messages that the server has, and so can acknowledge.
    own: Vec<u64>,
    /// Deleted messages that the reader has seen as deleted.
    tombs: BTreeSet<RowKey>,
    /// Which message each row was.
    keys: BTreeMap<Seq, RowKey>,
    /// What somebody shows who only ever hears of changes.
    shown: BTreeMap<Position, Row>,
    /// Whether a reset skipped changes: then notices are missing, and own messages may be stored without the client hearing.
    was_reset: bool,
    /// Whether rows were dropped: then notices are missing.
    was_trimmed: bool,
}

impl Scene {
    /// The page is opened at the end of the log, or in the middle of it.
    fn new(events: &[Event], start: prop::sample::Index, limit: usize, middle: Option<prop::sample::Index>) -> Self {
        let log = Log::new(events);
        let head = start.index(events.len() + 1) as u64;
        let before = middle.map_or(u64::MAX, |middle| middle.index(events.len() + 1) as u64);
        let timeline = Timeline::from_page(id::<UserId>(ME), log.page(before, limit, head));
        let (older, newer, shown, keys) = (VecDeque::new(), VecDeque::new(), BTreeMap::new(), BTreeMap::new());
        let (own, tombs, was_reset, was_trimmed) = (Vec::new(), BTreeSet::new(), false, false);
        Self { log, head, timeline, older, newer, newest: None, own, tombs, keys, shown, was_reset, was_trimmed }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Publish { count, written_here } => self.publish(count, written_here),
            Step::Deliver { offset } => {
                let seq = (self.timeline.cursor().0 + 1).saturating_add_signed(offset);
                if let Some(frame) = self.log.frame(seq).filter(|_| seq <= self.head).cloned() {
                    self.deliver(seq, &frame);
                }
            }
            Step::Replay { frames } => self.replay(frames),
            Step::Ack { pick } if !self.own.is_empty() => {
                let _ = self.timeline.apply(&ServerFrame::Ack(ack(*pick.get(&self.own))));
            }
            Step::Ack { .. } => {}
            Step::AskOlder { at_gap, limit } => {
                let before = if at_gap { self.timeline.gap_before() } else { self.timeline.older_before() };
                self.older.extend(before.map(|before| (before, self.log.page(before.0, limit, self.head))));
            }
            Step::OlderArrives => {
                if let Some((before, page)) = self.older.pop_front() {
                    self.timeline.insert_older(before, page);
                }
            }
            Step::AskNewer { limit } => {
                let after = self.timeline.newer_after();
                self.newer.extend(after.map(|after| (after, self.log.page_after(after.0, limit, self.head))));
            }
            Step::NewerArrives => {
                if let Some((after, page)) = self.newer.pop_front() {
                    self.timeline.insert_newer(after, page);
                }
            }
            Step::Reset { limit } => {
                assert_eq!(self.timeline.apply(&reset(self.head)), Applied::Reset);
                self.newest = Some(self.log.page(u64::MAX, limit, self.head));
                self.was_reset = true;
            }
            Step::ResetPageArrives { seen } => match (self.newest.take(), seen) {
                (Some(page), Some(seen)) => self.timeline.reset_reading(page, Seq(seen)),
                (Some(page), None) => self.timeline.reset_to(page),
                (None, _) => {}
            },
            Step::AskStale { limit } => {
                let before = self.timeline.stale_before();
                self.older.extend(before.map(|before| (before, self.log.page(before.0, limit, self.head))));
            }
            Step::Trim { max } => self.was_trimmed |= self.timeline.trim_oldest(max),
        }
    }

    fn publish(&mut self, count: u64, written_here: bool) {
        for seq in self.head + 1..=(self.head + count).min(self.log.head()) {
            let Some(message) = self.log.frame(seq).and_then(ServerFrame::message) else { continue };
            if message.client_id.is_some() {
                self.own.push(seq);
                if written_here {
                    self.timeline.push_pending(client_id(seq), format!("text {seq}"), Default::default(), seq);
                    self.timeline.mark_sending(client_id(seq));
                }
            }
        }
        self.head = (self.head + count).min(self.log.head());
    }

    fn deliver(&mut self, seq: u64, frame: &ServerFrame) {
        let cursor = self.timeline.cursor().0;
        let waiting = self.timeline.awaits_page();
        match self.timeline.apply(frame) {
            Applied::Applied => assert!(seq == cursor + 1 && self.timeline.cursor().0 >= seq && !waiting),
            Applied::Duplicate => assert!(seq <= cursor && self.timeline.cursor().0 == cursor),
            Applied::Held => {
                assert!(seq > cursor + 1 && self.timeline.cursor().0 == cursor);
                let missing = self.timeline.missing().expect("something is held");
                assert!(missing.contains(&Seq(cursor + 1)) && !missing.contains(&Seq(seq)));
            }
            Applied::AwaitingPage => assert!(waiting),
            other => panic!("{other:?}"),
        }
    }

    fn replay(&mut self, count: usize) {
        for frame in self.log.replay(self.timeline.cursor().0, self.head).iter().take(count) {
            let (_, seq) = frame.log_position().expect("a replay is made of changes");
            self.deliver(seq.0, frame);
        }
    }

    /// What must hold at every moment.
    fn check(&mut self, cursor_before: Seq) {
        let rows = self.timeline.rows();
        for (position, row) in self.timeline.take_changes() {
            let known = self.shown.remove(&position);
            assert!(row.is_some() || known.is_some(), "what goes was there");
            self.shown.extend(row.map(|row| (position, row)));
        }
        assert!(self.shown.values().eq(&rows), "the changes lead to the rows");
        let keys: BTreeSet<RowKey> = rows.iter().map(Row::key).collect();
        assert_eq!(keys.len(), rows.len(), "a key twice");
        let stored: Vec<Seq> = rows.iter().filter_map(seq_of).collect();
        assert!(stored.is_sorted_by(|a, b| a < b), "out of order, or a seq twice: {stored:?}");
        assert!(self.timeline.cursor() >= cursor_before, "the cursor went back");
        for row in &rows {
            assert_eq!(self.timeline.row(row.key()).as_ref(), Some(row), "found by its key");
            if let Some(message) = row.message() {
                assert!(message.deleted || !self.tombs.contains(&message.key), "a deleted message came back");
                self.tombs.extend(message.deleted.then_some(message.key));
                if let Some(seq) = message.seq {
                    assert_eq!(*self.keys.entry(seq).or_insert(message.key), message.key, "a row changed its key");
                }
            }
        }
    }

    /// The connection comes back for good and everything that is asked for arrives.
    fn quiesce(&mut self) {
        self.publish(u64::MAX / 2, true);
        if self.timeline.awaits_page() {
            self.timeline.reset_to(self.log.page(u64::MAX, 3, self.head));
        }
        assert_eq!(
            self.timeline.behind(Seq(self.head)),
            self.timeline.cursor().0 < self.head && self.timeline.missing().is_none()
        );
        self.replay(usize::MAX);
        // What was stored in a skipped range the outbox sends again; otherwise the broadcast alone has to do.
        for seq in self.own.iter().filter(|_| self.was_reset) {
            let _ = self.timeline.apply(&ServerFrame::Ack(ack(*seq)));
        }
        let live = ServerFrame::Live { group_id: id(GROUP), head: Seq(self.head), epoch: epoch() };
        assert_eq!(self.timeline.apply(&live), Applied::Applied);
        assert_eq!(self.timeline.subscribe_from(), (Seq(self.head), epoch()));
    }

    fn load_everything(&mut self) {
        while let Some(after) = self.timeline.newer_after() {
            assert!(
                self.timeline.insert_newer(after, self.log.page_after(after.0, 4, self.head)),
                "asked for and refused"
            );
            assert_ne!(self.timeline.newer_after(), Some(after), "loading does not get on");
        }
        while let Some(before) = self.timeline.stale_before() {
            assert!(self.timeline.insert_older(before, self.log.page(before.0, 4, self.head)), "asked for and refused");
            assert_ne!(self.timeline.stale_before(), Some(before), "loading does not get on");
        }
        while let Some(before) = self.timeline.gap_before().or(self.timeline.older_before()) {
            assert!(self.timeline.insert_older(before, self.log.page(before.0, 4, self.head)), "asked for and refused");
            let next = self.timeline.gap_before().or(self.timeline.older_before());
            assert!(next.is_none_or(|next| next != before), "loading does not get on");
        }
    }

    /// The message rows are those of the log, from `floor` on.
    fn compare(&self, floor: Seq) {
        let expected: Vec<MessageRow> = self
            .log
            .messages(self.head)
            .into_values()
            .filter(|message| message.seq >= floor)
            .map(|message| MessageRow::stored(id(ME), message))
            .collect();
        let rows = self.timeline.rows();
        let shown: Vec<MessageRow> = rows.iter().filter_map(Row::message).cloned().collect();
        assert_eq!(shown, expected);
        assert!(shown.iter().all(|message| message.status == SendState::Sent));
    }

    fn notices(&self) -> usize {
        self.timeline.rows().iter().filter(|row| matches!(row, Row::Notice(_))).count()
    }
}

fn seq_of(row: &Row) -> Option<Seq> {
    match row {
        Row::Message(message) => message.seq,
        Row::Notice(notice) => Some(notice.seq),
        Row::Gap => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_network_does_the_rows_end_up_as_the_log_says(
        events in prop::collection::vec(event(), 1..60),
        start in any::<prop::sample::Index>(),
        limit in 1..9_usize,
        middle in prop::option::weighted(0.4, any::<prop::sample::Index>()),
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let mut scene = Scene::new(&events, start, limit, middle);
        let start = scene.head;
        for step in steps {
            let cursor = scene.timeline.cursor();
            scene.take(step);
            scene.check(cursor);
        }
        scene.quiesce();
        if scene.timeline.gap_before().or(scene.timeline.stale_before()).is_none() {
            scene.compare(scene.timeline.older_before().unwrap_or_default());
        }
        if !scene.was_reset && !scene.was_trimmed {
            prop_assert_eq!(scene.notices(), scene.log.joins_after(start));
        }
        scene.load_everything();
        scene.check(Seq::ZERO);
        scene.compare(Seq::ZERO);
    }
}
