//! The rows of the conversation as signals: one per row, so that a new message renders itself and nothing else.

use std::sync::Arc;

use leptos::prelude::*;
use tertulia::{
    ids::Seq,
    outbox::revisions::{Revision, Revisions},
    timeline::{
        MessageRow, Row, RowKey, Timeline,
        presentation::{Presented, present},
    },
};

use crate::calendar::{Zone, day_number};

/// One row: its name for life, and what it shows now.
#[derive(Clone, Debug)]
pub struct Line {
    /// Names the element.
    pub key: RowKey,
    /// Changes while the element stays.
    pub shown: ArcRwSignal<Shown>,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The row, and what begins with it.
    pub presented: Presented,
    /// Whether the line "new messages" stands above it.
    pub first_unread: bool,
    /// What its author, or a moderator, is making of it; shown instead of what the log says.
    pub revision: Option<Revision>,
}

/// What became of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Nothing.
    Same,
    /// Some show something else.
    Shown,
    /// Some came, went or moved.
    Moved,
}

/// All rows in the order of the screen.
#[derive(Debug, Default)]
pub struct Lines {
    all: Vec<Line>,
}

impl Lines {
    /// The rows of a timeline.
    pub fn of(timeline: &Timeline, divider: Option<Seq>, zone: Zone) -> Self {
        let mut lines = Self::default();
        lines.follow(timeline, divider, &Revisions::default(), zone);
        lines
    }

    /// The rows, to be iterated by key.
    pub fn all(&self) -> &[Line] {
        &self.all
    }

    /// Takes over what changed. A row that only shows something else tells so itself.
    pub fn follow(&mut self, timeline: &Timeline, divider: Option<Seq>, revisions: &Revisions, zone: Zone) -> Followed {
        let presented = present(&timeline.rows(), |at| day_number(at, zone));
        let same_order = presented.len() == self.all.len()
            && presented.iter().zip(&self.all).all(|(presented, line)| presented.row.key() == line.key);
        if same_order {
            let changed = presented
                .into_iter()
                .zip(&self.all)
                .filter(|(presented, line)| show(&line.shown, Shown::new(presented.clone(), divider, revisions)))
                .count();
            return if changed == 0 { Followed::Same } else { Followed::Shown };
        }
        // Rows keep their order but for few, so the next one is nearly always the last of those that are left.
        let mut known: Vec<Line> = self.all.drain(..).rev().collect();
        self.all = presented
            .into_iter()
            .map(|presented| {
                let key = presented.row.key();
                let shown = Shown::new(presented, divider, revisions);
                match known.iter().rposition(|line| line.key == key) {
                    Some(at) => {
                        let line = known.remove(at);
                        show(&line.shown, shown);
                        line
                    }
                    None => Line { key, shown: ArcRwSignal::new(shown) },
                }
            })
            .collect();
        Followed::Moved
    }
}

impl Shown {
    fn new(presented: Presented, divider: Option<Seq>, revisions: &Revisions) -> Self {
        let seq = presented.row.message().and_then(|message| message.seq);
        let first_unread = divider.is_some() && seq == divider;
        // Below the line "new messages" one should not have to look above it for the author.
        let starts_run = presented.starts_run || first_unread;
        let revision = seq.and_then(|seq| revisions.get(seq)).cloned();
        Self { presented: Presented { starts_run, ..presented }, first_unread, revision }
    }

    /// The message, if the row is one.
    pub fn message(&self) -> Option<&Arc<MessageRow>> {
        match &self.presented.row {
            Row::Message(message) => Some(message),
            Row::Notice(_) | Row::Gap => None,
        }
    }
}

/// Says whether it shows something else than before.
fn show(signal: &ArcRwSignal<Shown>, shown: Shown) -> bool {
    let changed = signal.with_untracked(|now| *now != shown);
    if changed {
        signal.set(shown);
    }
    changed
}

/// Where the line "new messages" stands for as long as the page is open: above the first message of somebody else's beyond
/// the reading position.
pub fn divider(timeline: &Timeline, read: Seq) -> Option<Seq> {
    let rows = timeline.rows();
    let mut others = rows.iter().filter_map(Row::message).filter(|message| !message.mine && !message.deleted);
    others.find_map(|message| message.seq.filter(|seq| *seq > read))
}

#[cfg(test)]
mod tests {
    use tertulia::{
        api::{Message, Page},
        clock::Timestamp,
        ids::{ClientMessageId, Epoch, GroupId, MessageId, UserId},
        log_event::LogEvent,
        protocol::ServerFrame,
        timeline::Delivery,
    };

    use super::*;

    const MINUTE: i64 = 60_000;

    fn message(seq: u64, sender_id: UserId, client_id: Option<ClientMessageId>) -> Message {
        let name = "Ana Ruiz".to_owned();
        let minutes = i64::try_from(seq).expect("small");
        Message {
            seq: Seq(seq),
            id: MessageId::random(),
            sender_id,
            sender: name.clone(),
            sender_name: name,
            content: Some(format!("mensaje {seq}")),
            timestamp: Timestamp::from_millis(minutes * MINUTE),
            reply_to: None,
            client_id,
            edited_at: None,
            deleted: false,
        }
    }

    fn timeline(me: UserId, messages: Vec<Message>) -> Timeline {
        let head = messages.last().map_or(Seq::ZERO, |message| message.seq);
        Timeline::from_page(me, Page { messages, head, epoch: Epoch::random(), has_more: false, has_newer: false })
    }

    fn arrives(timeline: &mut Timeline, message: Message) {
        let _ = timeline.apply(&ServerFrame::Event(LogEvent::of_message(GroupId::random(), message)));
    }

    #[test]
    fn the_row_that_was_written_becomes_the_row_that_is_stored() {
        let (me, client_id) = (UserId::random(), ClientMessageId::random());
        let mut timeline = timeline(me, vec![message(1, UserId::random(), None)]);
        timeline.push_pending(client_id, "hola".to_owned(), None, 0);
        let mut lines = Lines::of(&timeline, None, Zone::Utc);
        let written = lines.all()[1].clone();

        arrives(&mut timeline, message(2, me, Some(client_id)));
        assert_eq!(
            lines.follow(&timeline, None, &Revisions::default(), Zone::Utc),
            Followed::Shown,
            "no row came, went or moved"
        );
        assert_eq!(lines.follow(&timeline, None, &Revisions::default(), Zone::Utc), Followed::Same);
        assert_eq!(lines.all()[1].key, written.key);
        let status = written.shown.with_untracked(|shown| shown.presented.row.message().map(|message| message.status));
        assert_eq!(status, Some(Delivery::Sent));
    }

    #[test]
    fn a_new_message_leaves_the_other_rows_alone() {
        let (me, ana) = (UserId::random(), UserId::random());
        let mut timeline = timeline(me, vec![message(1, ana, None), message(2, ana, None)]);
        let mut lines = Lines::of(&timeline, None, Zone::Utc);
        let before: Vec<Shown> = lines.all().iter().map(|line| line.shown.get_untracked()).collect();
        let kept: Vec<Line> = lines.all().to_vec();

        arrives(&mut timeline, message(3, ana, None));
        assert_eq!(lines.follow(&timeline, None, &Revisions::default(), Zone::Utc), Followed::Moved);
        assert_eq!(lines.all().len(), 3);
        let after: Vec<Shown> = kept.iter().map(|line| line.shown.get_untracked()).collect();
        assert_eq!(after, before);
    }

    #[test]
    fn a_change_that_is_being_made_shows_in_its_row_alone() {
        let (me, ana) = (UserId::random(), UserId::random());
        let timeline = timeline(me, vec![message(1, me, None), message(2, ana, None)]);
        let mut lines = Lines::of(&timeline, None, Zone::Utc);
        let mut revisions = Revisions::default();
        revisions.put(Seq(1), Some("mejor".to_owned()));
        assert_eq!(lines.follow(&timeline, None, &revisions, Zone::Utc), Followed::Shown);
        let text = |line: &Line| line.shown.with_untracked(|shown| shown.revision.as_ref()?.content.clone());
        assert_eq!((text(&lines.all()[0]), text(&lines.all()[1])), (Some("mejor".to_owned()), None));
    }

    #[test]
    fn the_divider_stands_above_the_first_unread_message_of_somebody_else() {
        let (me, ana) = (UserId::random(), UserId::random());
        let timeline = timeline(me, vec![message(1, ana, None), message(2, me, None), message(3, ana, None)]);
        assert_eq!(divider(&timeline, Seq(1)), Some(Seq(3)));
        assert_eq!(divider(&timeline, Seq(3)), None);
        let lines = Lines::of(&timeline, Some(Seq(3)), Zone::Utc);
        let marked: Vec<bool> =
            lines.all().iter().map(|line| line.shown.with_untracked(|shown| shown.first_unread)).collect();
        assert_eq!(marked, [false, false, true]);
    }

    #[test]
    fn only_messages_of_others_count_as_unseen() {
        let (me, ana) = (UserId::random(), UserId::random());
        let messages = vec![message(1, ana, None), message(2, ana, None), message(3, me, None), message(4, ana, None)];
        let timeline = timeline(me, messages);
        let second = timeline.message_at(Seq(2)).map(|row| row.key);
        assert_eq!(timeline.unseen(Seq(1)), (2, second));
        assert_eq!(timeline.unseen(Seq(4)), (0, None));
    }

    #[test]
    fn the_first_unseen_message_may_be_missing() {
        let (me, ana) = (UserId::random(), UserId::random());
        let mut timeline = timeline(me, vec![message(1, ana, None), message(2, ana, None)]);
        let (head, epoch) = (Seq(900), timeline.subscribe_from().1);
        let messages = vec![message(899, ana, None), message(900, ana, None)];
        timeline.reset_reading(Page { messages, head, epoch, has_more: true, has_newer: false }, Seq(2));
        let key = |seq| timeline.message_at(Seq(seq)).map(|row| row.key);
        assert_eq!(timeline.unseen(Seq(1)), (3, key(2)), "above the gap something waits too");
        assert_eq!(timeline.unseen(Seq(2)), (2, Some(RowKey::Gap)));
        assert_eq!(timeline.unseen(Seq(898)), (2, key(899)), "she went past the gap");
        assert_eq!(timeline.unseen(Seq(900)), (0, None));
    }
}
