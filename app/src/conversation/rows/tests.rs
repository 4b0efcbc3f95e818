use tertulia::{
    api::{Message, Page},
    client::take_changes,
    clock::Timestamp,
    ids::{ClientMessageId, Epoch, GroupId, MessageId, UserId},
    log_event::LogEvent,
    outbox::revisions::Revisions,
    protocol::ServerFrame,
    timeline::{SendState, Timeline},
};

use super::{segment::SEGMENT_MAX, *};

const MINUTE: i64 = 60_000;

/// What is known, and how it is shown.
struct Scene {
    timeline: Timeline,
    revisions: Revisions,
    rows: Rows,
    me: UserId,
    ana: UserId,
}

impl Scene {
    /// The messages from `first` to `last`, of which the reader wrote those that `mine` names; there are older ones unless the first is 1.
    fn new(seqs: std::ops::RangeInclusive<u64>, mine: &[u64]) -> Self {
        Self::reading(seqs, mine, None)
    }

    fn reading(seqs: std::ops::RangeInclusive<u64>, mine: &[u64], read: Option<Seq>) -> Self {
        let (me, ana) = (UserId::random(), UserId::random());
        let author = |seq| if mine.contains(&seq) { me } else { ana };
        let page = page(seqs.clone(), *seqs.end(), Epoch::random(), author);
        let mut timeline = Timeline::from_page(me, page);
        let rows = Rows::new(take_changes(&mut timeline, &Revisions::default()), read);
        Self { timeline, revisions: Revisions::default(), rows, me, ana }
    }

    fn follow(&mut self) -> Followed {
        self.rows.apply(take_changes(&mut self.timeline, &self.revisions))
    }

    fn arrives(&mut self, message: Message) {
        let _ = self.timeline.apply(&ServerFrame::Event(LogEvent::of_message(GroupId::random(), message)));
    }

    fn older(&mut self, seqs: std::ops::RangeInclusive<u64>) {
        let before = self.timeline.gap_before().or(self.timeline.older_before()).expect("there are older ones");
        let (head, epoch, ana) = (self.timeline.cursor().0, self.timeline.subscribe_from().1, self.ana);
        assert!(self.timeline.insert_older(before, page(seqs, head, epoch, |_| ana)));
    }

    /// How many rows each segment has, by its name.
    fn shape(&self) -> Vec<(usize, usize)> {
        self.rows.segments.iter().map(|segment| (segment.list.id, segment.rows.len())).collect()
    }

    /// What a reader of the document finds in it.
    fn check(&self) {
        let keys: Vec<RowKey> =
            self.rows.segments.iter().flat_map(|segment| &segment.rows).map(|row| row.key).collect();
        assert_eq!(keys, self.timeline.rows().iter().map(Row::key).collect::<Vec<_>>());
        let rows: Vec<Row> = self.rows.segments.iter().flat_map(|segment| &segment.rows).map(RowSignal::row).collect();
        assert_eq!(rows, self.timeline.rows());
        for segment in &self.rows.segments {
            assert!(!segment.rows.is_empty());
            let shown = segment.list.rows.get_untracked();
            assert_eq!(shown.len(), if segment.is_mounted() { segment.rows.len() } else { 0 });
        }
    }
}

fn message(seq: u64, sender_id: UserId, client_id: Option<ClientMessageId>) -> Message {
    let name = "Ana Ruiz".to_owned();
    let minutes = i64::try_from(seq).expect("small");
    let (id, text) = (MessageId::random(), Some(format!("mensaje {seq}")));
    Message { client_id, ..Message::new(Seq(seq), id, sender_id, name, text, Timestamp::from_millis(minutes * MINUTE)) }
}

fn page(seqs: std::ops::RangeInclusive<u64>, head: u64, epoch: Epoch, author: impl Fn(u64) -> UserId) -> Page {
    let has_more = *seqs.start() > 1;
    let messages = seqs.map(|seq| message(seq, author(seq), None)).collect();
    Page { messages, head: Seq(head), epoch, has_more, has_newer: false }
}

#[test]
fn the_row_that_was_written_becomes_the_row_that_is_stored() {
    let mut scene = Scene::new(1..=1, &[]);
    let client_id = ClientMessageId::random();
    scene.timeline.push_pending(client_id, "hola".to_owned(), Default::default(), 0);
    assert_eq!(scene.follow(), Followed::Moved);
    let written = scene.rows.mounted().last().cloned().expect("it was written");

    scene.arrives(message(2, scene.me, Some(client_id)));
    scene.follow();
    let stored = scene.rows.mounted().last().expect("it is stored");
    assert_eq!(stored.key, written.key);
    let status = written.shown.with_untracked(|shown| shown.message().map(|message| message.status));
    assert_eq!(status, Some(SendState::Sent), "the element that was there shows it");
    assert_eq!(scene.follow(), Followed::Same);
    scene.check();
}

#[test]
fn what_was_written_keeps_its_segment_when_it_is_stored() {
    let mut scene = Scene::new(1..=50, &[]);
    let written = [ClientMessageId::random(), ClientMessageId::random()];
    for (number, client_id) in written.into_iter().enumerate() {
        scene.timeline.push_pending(client_id, "hola".to_owned(), Default::default(), number as u64);
    }
    scene.follow();
    assert_eq!(scene.shape(), [(0, 50), (1, 2)]);
    scene.timeline.trim_oldest(10);
    for (seq, client_id) in (51..).zip(written) {
        scene.arrives(message(seq, scene.me, Some(client_id)));
        scene.follow();
        assert_eq!(scene.shape(), [(0, 10), (1, 2)], "{seq}");
        scene.check();
    }
}

#[test]
fn a_new_message_leaves_the_other_rows_alone() {
    let mut scene = Scene::new(1..=2, &[]);
    let kept: Vec<RowSignal> = scene.rows.mounted().cloned().collect();
    let shown = |rows: &[RowSignal]| rows.iter().map(|row| row.shown.get_untracked()).collect::<Vec<_>>();
    let before = shown(&kept);
    scene.arrives(message(3, scene.ana, None));
    assert_eq!(scene.follow(), Followed::Moved);
    assert_eq!((shown(&kept), scene.rows.mounted().count()), (before, 3));
}

#[test]
fn a_change_that_is_being_made_shows_in_its_row_alone() {
    let mut scene = Scene::new(1..=2, &[1]);
    scene.revisions.put(Seq(1), Some("mejor".to_owned()));
    scene.timeline.touch(Seq(1));
    assert_eq!(scene.follow(), Followed::Shown);
    let text = |row: &RowSignal| row.shown.with_untracked(|shown| shown.revision.clone());
    let texts: Vec<_> = scene.rows.mounted().map(|row| text(row).and_then(|revision| revision.content)).collect();
    assert_eq!(texts, [Some("mejor".to_owned()), None]);
}

#[test]
fn a_row_begins_a_run_or_does_not_as_the_one_before_it_changes() {
    let mut scene = Scene::new(51..=60, &[]);
    let first = scene.rows.mounted().next().cloned().expect("a row");
    let starts_run = |row: &RowSignal| row.shown.with_untracked(|shown| shown.presented.starts_run);
    assert!(starts_run(&first));
    scene.older(1..=50);
    scene.follow();
    assert!(!starts_run(&first), "it goes on what the same person said a minute before");
    scene.timeline.trim_oldest(10);
    scene.follow();
    assert!(starts_run(&first));
    scene.check();
}

#[test]
fn the_divider_stands_above_the_first_unread_message_of_somebody_else() {
    let marked = |read: Option<Seq>| -> Vec<bool> {
        let scene = Scene::reading(1..=3, &[2], read);
        scene.rows.mounted().map(|row| row.shown.with_untracked(|shown| shown.first_unread)).collect()
    };
    assert_eq!(marked(Some(Seq(1))), [false, false, true]);
    assert_eq!(marked(Some(Seq(3))), [false; 3]);
    assert_eq!(marked(None), [false; 3], "history has none");
}

#[test]
fn only_messages_of_others_are_unseen_and_the_gap_stands_for_a_missing_one() {
    let mut scene = Scene::new(1..=4, &[3]);
    let key = |scene: &Scene, seq| scene.timeline.message_at(Seq(seq)).map(|row| row.key);
    for seen in 0..=4 {
        assert_eq!(scene.rows.first_unseen(Seq(seen), false), scene.timeline.unseen(Seq(seen)).1, "{seen}");
    }
    assert_eq!(scene.rows.first_unseen(Seq(2), false), key(&scene, 4));
    let (epoch, ana) = (scene.timeline.subscribe_from().1, scene.ana);
    scene.timeline.reset_reading(page(899..=900, 900, epoch, |_| ana), Seq(4));
    scene.follow();
    for seen in [0, 3, 4, 500, 898, 899, 900] {
        let seen = Seq(seen);
        assert_eq!(
            scene.rows.first_unseen(seen, scene.timeline.gap_follows(seen)),
            scene.timeline.unseen(seen).1,
            "{seen}"
        );
    }
}

#[test]
fn older_rows_are_a_segment_of_their_own_and_the_others_stay_where_they_are() {
    let mut scene = Scene::new(101..=150, &[]);
    scene.older(51..=100);
    scene.follow();
    assert_eq!(scene.shape(), [(1, 50), (0, 50)]);
    scene.older(1..=50);
    scene.arrives(message(151, scene.ana, None));
    scene.follow();
    assert_eq!(scene.shape(), [(2, 50), (1, 50), (0, 50), (3, 1)]);
    scene.arrives(message(152, scene.ana, None));
    scene.follow();
    assert_eq!(scene.shape(), [(2, 50), (1, 50), (0, 50), (3, 2)]);
    scene.timeline.trim_oldest(90);
    scene.follow();
    assert_eq!(scene.shape(), [(1, 38), (0, 50), (3, 2)]);
    scene.check();
}

#[test]
fn the_gap_has_a_segment_for_itself_and_keeps_it_while_it_is_filled_from_either_side() {
    let mut scene = Scene::new(1..=50, &[]);
    let (epoch, ana) = (scene.timeline.subscribe_from().1, scene.ana);
    scene.timeline.reset_reading(page(901..=950, 950, epoch, |_| ana), Seq(50));
    scene.follow();
    assert_eq!(scene.shape(), [(0, 50), (1, 1), (2, 50)]);
    scene.older(851..=900);
    scene.follow();
    assert_eq!(scene.shape(), [(0, 50), (1, 1), (3, 50), (2, 50)]);
    let newer = Page { has_newer: true, has_more: true, ..page(51..=100, 950, epoch, |_| ana) };
    assert!(scene.timeline.insert_newer(Seq(50), newer));
    scene.follow();
    assert_eq!(scene.shape(), [(0, 50), (4, 50), (1, 1), (3, 50), (2, 50)]);
    scene.check();
    scene.older(101..=850);
    scene.follow();
    assert!(scene.rows.segments.iter().all(|segment| !segment.is_gap() && segment.rows.len() <= SEGMENT_MAX));
    scene.check();
}

/// Four hundred rows in eight segments.
fn long() -> Scene {
    let mut scene = Scene::new(351..=400, &[]);
    for number in (0..7).rev() {
        scene.older(number * 50 + 1..=number * 50 + 50);
        scene.follow();
    }
    scene
}

fn ids(scene: &Scene) -> Vec<usize> {
    scene.rows.ids().collect()
}

#[test]
fn what_is_far_leaves_the_document_and_its_height_stays() {
    let mut scene = long();
    let nothing_is_open = |_| false;
    assert!(scene.rows.surplus(nothing_is_open).is_empty(), "nobody knows yet where the reader is");
    let ids = ids(&scene);
    for (at, id) in ids.iter().enumerate() {
        assert!(!scene.rows.came(*id, at < 2));
    }
    assert_eq!(
        scene.rows.surplus(nothing_is_open),
        [ids[7], ids[6]],
        "the farthest first, and no more than are too many"
    );
    let last = scene.rows.segments[7].rows[0].key;
    assert_eq!(scene.rows.surplus(|key| key == last), [ids[6], ids[5]], "what is open stays");
    scene.rows.unmount(ids[7], 1234.5);
    let list = scene.rows.segments[7].list.clone();
    assert_eq!((list.height.get_untracked(), list.rows.get_untracked().len()), (Some(1234.5), 0));
    scene.arrives(message(401, scene.ana, None));
    scene.follow();
    scene.check();

    assert!(scene.rows.came(ids[7], true), "the reader comes back");
    scene.rows.mount(ids[7]);
    assert_eq!((list.height.get_untracked(), list.rows.get_untracked().len()), (None, 50));
    scene.check();
}

#[test]
fn a_row_is_brought_into_the_document_with_those_beside_it() {
    let scene = long();
    ids(&scene).into_iter().for_each(|id| scene.rows.unmount(id, 1234.5));
    assert_eq!(scene.rows.mounted().count(), 0);
    let key = scene.timeline.message_at(Seq(120)).map(|row| row.key).expect("loaded");
    scene.rows.mount_row(key);
    assert_eq!(
        scene.rows.mounted().filter_map(RowSignal::seq).collect::<Vec<_>>(),
        (101..=150).map(Seq).collect::<Vec<_>>()
    );
    scene.rows.mount_end();
    assert_eq!(scene.rows.mounted().count(), 150);
    scene.rows.mount_all();
    assert_eq!(scene.rows.mounted().count(), 400);
    scene.check();
}
