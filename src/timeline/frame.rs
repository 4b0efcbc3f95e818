//! What the socket says.

use crate::{
    ids::{Epoch, Seq},
    log_event::{Change, LogEvent},
    protocol::ServerFrame,
};

use super::{
    HELD_MAX, Notice, NoticeKind, Timeline,
    change::{RowChange, RowChangeKind},
};

/// What became of a frame, and what the caller has to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "missing changes or a reset have to be acted upon"]
pub enum Applied {
    /// The timeline changed, or is confirmed to be complete (`live`).
    Applied,
    /// It was known already.
    Duplicate,
    /// Changes are missing before it: subscribe again from the cursor, unless that has been done since the cursor moved last.
    Held,
    /// The server cannot replay: load the newest page and hand it to [`Timeline::reset_to`]; the subscription goes on meanwhile.
    Reset,
    /// Kept until the page that answers a reset is there.
    AwaitingPage,
    /// It says nothing about the rows (presence, typing, pings), or nothing about this timeline.
    Ignored,
}

impl Timeline {
    /// Takes in one frame of this group. Any order and any number of repetitions is fine.
    pub fn apply(&mut self, frame: &ServerFrame) -> Applied {
        match frame {
            ServerFrame::Ack(ack) => self.acknowledged(*ack),
            ServerFrame::Error(problem) => self.refused(problem),
            ServerFrame::Live { head, epoch, .. } => self.live(*head, *epoch),
            ServerFrame::Reset { epoch, .. } => self.reset(*epoch),
            ServerFrame::Event(event) => self.take_turn(event),
            ServerFrame::Subscribed { .. }
            | ServerFrame::UserJoined { .. }
            | ServerFrame::UserLeft { .. }
            | ServerFrame::Typing { .. }
            | ServerFrame::Read { .. }
            | ServerFrame::Ping { .. }
            | ServerFrame::Pong => Applied::Ignored,
        }
    }

    /// Applies a durable change if it is the next one, and whatever was held for it.
    fn take_turn(&mut self, event: &LogEvent) -> Applied {
        let seq = event.seq;
        if self.awaited.is_some() {
            self.hold(event);
            return Applied::AwaitingPage;
        }
        if seq <= self.cursor {
            return Applied::Duplicate;
        }
        if seq > self.cursor.next() {
            self.hold(event);
            return Applied::Held;
        }
        self.commit(event);
        self.release_held();
        Applied::Applied
    }

    fn hold(&mut self, event: &LogEvent) {
        self.held.insert(event.seq, event.clone());
        if self.held.len() > HELD_MAX {
            self.held.pop_last();
        }
    }

    /// Applies what is held and has become the next.
    pub(super) fn release_held(&mut self) {
        self.held.retain(|(seq, _)| *seq > self.cursor);
        while let Some(event) = self.held.remove(&self.cursor.next()) {
            self.commit(&event);
        }
    }

    fn live(&mut self, head: Seq, epoch: Epoch) -> Applied {
        if self.awaited.is_some() {
            Applied::AwaitingPage
        } else if epoch != self.epoch {
            self.reset(epoch)
        } else if head > self.cursor {
            Applied::Held
        } else {
            Applied::Applied
        }
    }

    /// What was held belongs before the jump; from now on the held changes are those after it.
    fn reset(&mut self, epoch: Epoch) -> Applied {
        self.awaited = Some(epoch);
        self.held.clear();
        Applied::Reset
    }

    /// Moves the cursor onto an event and makes its change. What shows nothing has its place all the same.
    fn commit(&mut self, event: &LogEvent) {
        let (seq, timestamp) = (event.seq, event.at);
        self.cursor = seq;
        match &event.change {
            Change::Message(message) => self.store((**message).clone(), seq),
            Change::Added { user_id, name } => {
                let kind = NoticeKind::Added;
                self.notice(Notice { seq, user_id: *user_id, name: name.clone(), timestamp, kind });
            }
            Change::Removed { user_id, name } => {
                let kind = NoticeKind::Removed;
                self.notice(Notice { seq, user_id: *user_id, name: name.clone(), timestamp, kind });
            }
            Change::Edited { message_seq, content, html, excerpt, mentions, everyone, .. } => {
                let mentions_me = *everyone || mentions.iter().any(|one| one.user_id == self.me);
                let (content, html) = (content.clone(), html.clone());
                let kind = RowChangeKind::Edited { content, html, timestamp, mentions_me };
                self.revise(*message_seq, RowChange { seq, kind });
                if excerpt.is_some() {
                    self.quote(*message_seq, seq, excerpt.as_deref());
                }
            }
            Change::Deleted { message_seq, .. } => {
                self.revise(*message_seq, RowChange { seq, kind: RowChangeKind::Deleted });
                self.quote(*message_seq, seq, None);
                self.answers_no_more(*message_seq, seq);
            }
            Change::Reaction { message_seq, user_id, emoji, on, count, names, .. } => {
                let mine = (*user_id == self.me).then_some(*on);
                let kind = RowChangeKind::Reaction { emoji: emoji.clone(), count: *count, names: names.clone(), mine };
                self.revise(*message_seq, RowChange { seq, kind });
            }
            Change::Pinned { message_seq, on, .. } => {
                self.revise(*message_seq, RowChange { seq, kind: RowChangeKind::Pinned(*on) });
            }
            Change::Answered { message_seq, answer_seq, on, .. } => {
                let (question, answer) = (*message_seq, *answer_seq);
                self.revise(question, RowChange { seq, kind: RowChangeKind::Answer(answer, *on) });
                self.revise(answer, RowChange { seq, kind: RowChangeKind::Answers(question, *on) });
            }
            Change::RoleChanged { .. } | Change::GroupChanged { .. } | Change::Unknown => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ids::Epoch;

    use super::super::model::{ANA, ME, deleted, edited, epoch, id, joined, message, new_message, page, reset};
    use super::*;

    fn timeline(head: u64) -> Timeline {
        Timeline::from_page(id(ME), page(1..=head, head, false))
    }

    fn text(timeline: &Timeline, seq: u64) -> Option<&str> {
        timeline.message_at(Seq(seq)).and_then(|row| row.content.as_deref())
    }

    #[test]
    fn a_later_change_is_held_until_the_range_before_it_is_there() {
        let mut timeline = timeline(2);
        assert_eq!(timeline.apply(&new_message(message(5, ANA))), Applied::Held);
        assert_eq!(timeline.apply(&new_message(message(7, ANA))), Applied::Held);
        assert_eq!(timeline.missing(), Some(Seq(3)..=Seq(4)), "the first missing range");
        assert_eq!((timeline.rows().len(), timeline.cursor()), (2, Seq(2)));
        assert_eq!(timeline.apply(&new_message(message(3, ANA))), Applied::Applied);
        assert_eq!(timeline.apply(&joined(4)), Applied::Applied);
        assert_eq!((timeline.rows().len(), timeline.cursor()), (5, Seq(5)));
        assert_eq!(timeline.missing(), Some(Seq(6)..=Seq(6)));
    }

    #[test]
    fn a_lost_tail_shows_at_a_ping_and_a_held_change_explains_it() {
        let mut timeline = timeline(2);
        assert!(!timeline.behind(Seq(2)) && timeline.behind(Seq(3)));
        let _ = timeline.apply(&new_message(message(4, ANA)));
        assert!(!timeline.behind(Seq(4)));
    }

    #[test]
    fn a_replay_that_ends_too_early_is_not_taken_for_complete() {
        let mut timeline = timeline(2);
        let live = |head, epoch| ServerFrame::Live { group_id: id(1), head: Seq(head), epoch };
        assert_eq!(timeline.apply(&live(2, epoch())), Applied::Applied);
        assert_eq!(timeline.apply(&live(4, epoch())), Applied::Held);
        assert_eq!(timeline.apply(&live(4, id::<Epoch>(99))), Applied::Reset);
    }

    #[test]
    fn a_change_is_applied_once() {
        let mut timeline = timeline(2);
        assert_eq!(timeline.apply(&edited(3, 1, "new", 7)), Applied::Applied);
        let before = timeline.clone();
        assert_eq!(timeline.apply(&edited(3, 1, "new", 7)), Applied::Duplicate);
        assert_eq!(timeline, before);
        assert_eq!(text(&timeline, 1), Some("new"));
    }

    #[test]
    fn a_deleted_message_leaves_a_tombstone_that_no_edit_raises() {
        let mut timeline = timeline(2);
        let _ = timeline.apply(&deleted(3, 1));
        let _ = timeline.apply(&edited(4, 1, "risen", 7));
        let row = timeline.message_at(Seq(1)).expect("the row stays");
        assert_eq!((row.deleted, &row.content, row.edited_at), (true, &None, None));
    }

    #[test]
    fn a_change_of_a_message_that_is_not_loaded_only_moves_the_cursor() {
        let mut timeline = Timeline::from_page(id(ME), page(8..=9, 9, true));
        let _ = timeline.apply(&edited(10, 3, "new", 7));
        let _ = timeline.apply(&deleted(11, 4));
        assert_eq!((timeline.rows().len(), timeline.cursor()), (2, Seq(11)));
    }

    #[test]
    fn what_is_held_is_bounded() {
        let mut timeline = timeline(1);
        for seq in 3..2000 {
            let _ = timeline.apply(&new_message(message(seq, ANA)));
        }
        assert_eq!(timeline.held.len(), HELD_MAX);
        let _ = timeline.apply(&new_message(message(2, ANA)));
        assert_eq!(timeline.cursor(), Seq(2 + HELD_MAX as u64), "the lowest are kept");
    }

    #[test]
    fn nothing_is_applied_between_a_reset_and_its_page() {
        let mut timeline = timeline(2);
        assert_eq!(timeline.apply(&reset(900)), Applied::Reset);
        assert_eq!(timeline.apply(&new_message(message(3, ANA))), Applied::AwaitingPage);
        assert_eq!(timeline.apply(&new_message(message(901, ANA))), Applied::AwaitingPage);
        assert_eq!((timeline.cursor(), timeline.rows().len(), timeline.behind(Seq(901))), (Seq(2), 2, false));
    }
}
