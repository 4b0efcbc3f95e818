//! One change of a group's log on its way to the sockets: serialised once for each form in which somebody reads it.

use std::sync::OnceLock;

use bytes::Bytes;

use super::{connection::Dialect, store::ReplayedEvent};
use crate::{
    ids::{GroupId, Seq, UserId},
    protocol::{ServerFrame, StudyGroupFrame},
};

/// A stored change, and its texts as they are asked for.
pub(super) struct Broadcast {
    pub(super) group: GroupId,
    pub(super) seq: Seq,
    frame: ServerFrame,
    /// For everybody: without the client id.
    common: OnceLock<Bytes>,
    /// For the author's own sockets: with it.
    author: OnceLock<Bytes>,
    /// For the second earlier system's clients.
    study_group: OnceLock<Bytes>,
}

impl Broadcast {
    /// From a frame that stands in the log; a message in it carries its client id.
    pub(super) fn new(group: GroupId, seq: Seq, frame: ServerFrame) -> Self {
        let (common, author, study_group) = Default::default();
        Self { group, seq, frame, common, author, study_group }
    }

    /// The change as it is told to somebody who was away.
    pub(super) fn from_replayed(group: GroupId, event: ReplayedEvent) -> Self {
        let (seq, frame) = match event {
            ReplayedEvent::Message(message) => {
                (message.seq, ServerFrame::NewMessage { group_id: group, message: *message })
            }
            ReplayedEvent::Edited { seq, message_seq, content, editor_id, at } => (
                seq,
                ServerFrame::MessageEdited { group_id: group, seq, message_seq, content, editor_id, timestamp: at },
            ),
            ReplayedEvent::Deleted { seq, message_seq, editor_id, at } => {
                (seq, ServerFrame::MessageDeleted { group_id: group, seq, message_seq, editor_id, timestamp: at })
            }
            ReplayedEvent::Added { seq, user, name, at } => {
                (seq, ServerFrame::MemberAdded { group_id: group, seq, user_id: user, name, timestamp: at })
            }
            ReplayedEvent::Removed { seq, user, name, at } => {
                (seq, ServerFrame::MemberRemoved { group_id: group, seq, user_id: user, name, timestamp: at })
            }
        };
        Self::new(group, seq, frame)
    }

    /// The text for one reader.
    pub(super) fn text(&self, reader: UserId, dialect: Dialect) -> Bytes {
        match &self.frame {
            ServerFrame::NewMessage { message, .. } if dialect == Dialect::StudyGroups => {
                self.study_group.get_or_init(|| to_text(&StudyGroupFrame::from(message))).clone()
            }
            ServerFrame::NewMessage { message, .. } if message.sender_id == reader => {
                self.author.get_or_init(|| to_text(&self.frame)).clone()
            }
            _ => self.common.get_or_init(|| to_text(&without_client_id(&self.frame))).clone(),
        }
    }
}

/// Only the author learns what its client called the message.
fn without_client_id(frame: &ServerFrame) -> ServerFrame {
    let mut frame = frame.clone();
    if let ServerFrame::NewMessage { message, .. } = &mut frame {
        message.client_id = None;
    }
    frame
}

/// A frame as text. Frames hold no maps with non-text keys and no values that could fail, so the error has no cause to happen;
/// an empty text would be skipped by every client.
pub(super) fn to_text<T: serde::Serialize>(frame: &T) -> Bytes {
    serde_json::to_vec(frame).map(Bytes::from).unwrap_or_default()
}
