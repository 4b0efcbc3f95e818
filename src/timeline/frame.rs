//! What the socket says.

use std::{ops::RangeInclusive, sync::Arc};

use crate::{
    api::Message,
    clock::Timestamp,
    ids::{Epoch, Seq},
    protocol::ServerFrame,
};

use super::{HELD_MAX, MessageRow, Notice, NoticeKind, Row, RowKey, Timeline};

/// What became of a frame, and what the caller has to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a missing range or a reset has to be acted upon"]
pub enum Applied {
    /// The timeline changed, or is confirmed to be complete (`live`).
    Applied,
    /// It was known already.
    Duplicate,
    /// Changes are missing before it: subscribe again from the cursor, unless that has been done since the cursor moved last.
    Held {
        /// From the one after the cursor to the one before the first change that is there.
        missing: RangeInclusive<Seq>,
    },
    /// The server cannot replay: load the newest page and hand it to [`Timeline::reset_to`]; the subscription goes on meanwhile.
    Reset,
    /// Kept until the page that answers a reset is there.
    AwaitingPage,
    /// It says nothing about the rows (presence, typing, pings), or nothing about this timeline.
    Ignored,
}

/// A change of a stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Its own place in the log.
    pub(super) seq: Seq,
    pub(super) kind: ChangeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ChangeKind {
    /// No content: a replayed edit of a message that was deleted since; the deletion follows in the log.
    Edited {
        content: Option<String>,
        timestamp: Timestamp,
    },
    Deleted,
}

impl ChangeKind {
    fn change(&self, row: &mut MessageRow) {
        match self {
            // Deleted is deleted, whatever an older edit says.
            Self::Edited { .. } if row.deleted => {}
            Self::Edited { content: None, .. } => {}
            Self::Edited { content, timestamp } => {
                row.content.clone_from(content);
                row.edited_at = Some(*timestamp);
            }
            Self::Deleted => {
                row.deleted = true;
                row.content = None;
                row.edited_at = None;
            }
        }
    }
}

impl Timeline {
    /// Takes in one frame of this group. Any order and any number of repetitions is fine.
    pub fn apply(&mut self, frame: &ServerFrame) -> Applied {
        match frame {
            ServerFrame::Ack(ack) => self.acknowledged(*ack),
            ServerFrame::Error(problem) => self.refused(problem),
            ServerFrame::Live { head, epoch, .. } => self.live(*head, *epoch),
            ServerFrame::Reset { epoch, .. } => self.reset(*epoch),
            _ => match frame.log_position() {
                Some((_, seq)) => self.take_turn(seq, frame),
                None => Applied::Ignored,
            },
        }
    }

    /// Applies a durable change if it is the next one, and whatever was held for it.
    fn take_turn(&mut self, seq: Seq, frame: &ServerFrame) -> Applied {
        if self.awaited.is_some() {
            self.hold(seq, frame);
            return Applied::AwaitingPage;
        }
        if seq <= self.cursor {
            return Applied::Duplicate;
        }
        if seq > self.cursor.next() {
            self.hold(seq, frame);
            return self.report_missing(seq);
        }
        self.commit(seq, frame);
        self.release_held();
        Applied::Applied
    }

    fn hold(&mut self, seq: Seq, frame: &ServerFrame) {
        self.held.insert(seq, frame.clone());
        if self.held.len() > HELD_MAX {
            self.held.pop_last();
        }
    }

    /// The first missing range, knowing that the log reaches `seq`.
    fn report_missing(&self, seq: Seq) -> Applied {
        Applied::Held { missing: self.missing().unwrap_or(self.cursor.next()..=seq.previous()) }
    }

    /// Applies what is held and has become the next.
    pub(super) fn release_held(&mut self) {
        self.held = self.held.split_off(&self.cursor.next());
        while let Some(frame) = self.held.remove(&self.cursor.next()) {
            self.commit(self.cursor.next(), &frame);
        }
    }

    fn live(&mut self, head: Seq, epoch: Epoch) -> Applied {
        if self.awaited.is_some() {
            Applied::AwaitingPage
        } else if epoch != self.epoch {
            self.reset(epoch)
        } else if head > self.cursor {
            self.report_missing(head.next())
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

    /// Moves the cursor onto `seq` and makes its change.
    fn commit(&mut self, seq: Seq, frame: &ServerFrame) {
        self.cursor = seq;
        match frame {
            ServerFrame::NewMessage { message, .. } => self.store(message.clone(), seq),
            ServerFrame::MemberAdded { user_id, name, timestamp, .. } => {
                let kind = NoticeKind::Added;
                self.notice(Notice { seq, user_id: *user_id, name: name.clone(), timestamp: *timestamp, kind });
            }
            ServerFrame::MemberRemoved { user_id, name, timestamp, .. } => {
                let kind = NoticeKind::Removed;
                self.notice(Notice { seq, user_id: *user_id, name: name.clone(), timestamp: *timestamp, kind });
            }
            ServerFrame::MessageEdited { message_seq, content, timestamp, .. } => {
                let kind = ChangeKind::Edited { content: content.clone(), timestamp: *timestamp };
                self.change(*message_seq, Change { seq, kind });
            }
            ServerFrame::MessageDeleted { message_seq, .. } => {
                self.change(*message_seq, Change { seq, kind: ChangeKind::Deleted });
            }
            _ => {}
        }
    }

    fn notice(&mut self, notice: Notice) {
        self.stored.insert(notice.seq, super::Stored { as_of: notice.seq, row: Row::Notice(Arc::new(notice)) });
    }

    /// Takes in a stored message that is known as of `as_of`; the own unsent row with its client id becomes it.
    pub(super) fn store(&mut self, message: Message, as_of: Seq) {
        let seq = message.seq;
        let mut row = MessageRow::stored(self.me, message);
        if let Some(client_id) = row.client_id {
            self.take_pending(client_id);
        }
        if let Some(known) = self.stored.get(&seq) {
            if known.as_of > as_of {
                return;
            }
            row.key = known.row.key();
            if known.row.message().is_some_and(|message| message.deleted) {
                ChangeKind::Deleted.change(&mut row);
            }
        }
        self.insert(seq, Row::Message(Arc::new(row)), as_of);
        self.catch_up(seq);
    }

    /// Makes the change that came before its message was loaded.
    pub(super) fn catch_up(&mut self, message_seq: Seq) {
        if let Some(change) = self.unloaded.remove(&message_seq) {
            self.change(message_seq, change);
        }
    }

    /// Changes a loaded message; never makes a row.
    fn change(&mut self, message_seq: Seq, change: Change) {
        match self.stored.get_mut(&message_seq) {
            Some(stored) if stored.as_of >= change.seq => {}
            Some(stored) => {
                if let Row::Message(row) = &mut stored.row {
                    change.kind.change(Arc::make_mut(row));
                    stored.as_of = change.seq;
                }
            }
            None if message_seq < self.floor || self.gap.is_some() => {
                self.unloaded.insert(message_seq, change);
            }
            None => {}
        }
    }

    /// Whether a stored row has this key.
    pub(super) fn has_stored(&self, key: RowKey) -> bool {
        self.places.contains_key(&key)
    }
}
