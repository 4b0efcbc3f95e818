//! One change of a group's log on its way to the sockets: serialised once for each form in which somebody reads it.

use std::sync::OnceLock;

use bytes::Bytes;

use super::connection::Dialect;
use crate::{
    ids::{GroupId, Seq, UserId},
    log_event::LogEvent,
    protocol::StudyGroupFrame,
};

/// A stored change, and its texts as they are asked for.
pub(super) struct Broadcast {
    event: LogEvent,
    /// For everybody: without the client id.
    common: OnceLock<Bytes>,
    /// For the author's own sockets: with it.
    author: OnceLock<Bytes>,
    /// For the second earlier system's clients.
    study_group: OnceLock<Bytes>,
}

impl Broadcast {
    /// A message in the event carries its client id.
    pub(super) fn new(event: LogEvent) -> Self {
        let (common, author, study_group) = Default::default();
        Self { event, common, author, study_group }
    }

    pub(super) const fn group(&self) -> GroupId {
        self.event.group_id
    }

    pub(super) const fn seq(&self) -> Seq {
        self.event.seq
    }

    /// The text for one reader.
    pub(super) fn text(&self, reader: UserId, dialect: Dialect) -> Bytes {
        match self.event.message() {
            Some(message) if dialect == Dialect::StudyGroups => {
                self.study_group.get_or_init(|| to_text(&StudyGroupFrame::from(message))).clone()
            }
            Some(message) if message.sender_id == reader => self.author.get_or_init(|| to_text(&self.event)).clone(),
            Some(_) => self.common.get_or_init(|| to_text(&self.event.clone().for_reader(reader))).clone(),
            None => self.common.get_or_init(|| to_text(&self.event)).clone(),
        }
    }
}

/// A frame as text. Frames hold no maps with non-text keys and no values that could fail, so the error has no cause to happen;
/// an empty text would be skipped by every client.
pub(super) fn to_text<T: serde::Serialize>(frame: &T) -> Bytes {
    serde_json::to_vec(frame).map(Bytes::from).unwrap_or_default()
}
