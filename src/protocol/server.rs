//! What the server sends.

mod event;
mod reading;

use serde::{Deserialize, Serialize};

use crate::{
    api::{Message, Present},
    clock::Timestamp,
    ids::{ClientMessageId, Epoch, GroupId, MessageId, Seq, UserId},
    log_event::LogEvent,
    problem::ErrorCode,
};

/// A frame from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// The answer to `subscribe`; replay and live frames follow.
    Subscribed { group_id: GroupId, head: Seq, epoch: Epoch, online: Vec<Present> },
    /// The client's own message is stored.
    Ack(Ack),
    /// Replay is complete: what follows is live.
    Live { group_id: GroupId, head: Seq, epoch: Epoch },
    /// Replay is not possible (too far behind, or another epoch): load a page, then go on from `head`.
    Reset { group_id: GroupId, head: Seq, epoch: Epoch },
    /// A person's first socket arrived.
    UserJoined { group_id: GroupId, user_id: UserId, name: String },
    /// A person's last socket has been gone for 15 s.
    UserLeft { group_id: GroupId, user_id: UserId, name: String },
    /// Somebody is writing; shown for 7 s.
    Typing { group_id: GroupId, user_id: UserId, name: String },
    /// The person's reading position moved, in another tab.
    Read { group_id: GroupId, seq: Seq },
    /// Every 25 s; answer with `pong`. A head above the cursor shows that the tail was lost.
    Ping { heads: Vec<Head> },
    /// Answers `ping`.
    Pong,
    /// Something was refused.
    Error(Refusal),
    /// A durable change: `new_message`, `member_added` and so on.
    #[serde(untagged)]
    Event(LogEvent),
}

/// A subscribed group's newest seq.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub group_id: GroupId,
    pub head: Seq,
}

/// A message is stored; `duplicate` when it already was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    pub group_id: GroupId,
    pub client_id: ClientMessageId,
    pub id: MessageId,
    pub seq: Seq,
    pub timestamp: Timestamp,
    pub duplicate: bool,
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: ErrorCode,
    /// One English sentence for whoever reads the traffic.
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

impl ServerFrame {
    /// The group that it is about; none where it is about the socket, as far as the server could tell.
    pub const fn group_id(&self) -> Option<GroupId> {
        match self {
            Self::Subscribed { group_id, .. }
            | Self::Live { group_id, .. }
            | Self::Reset { group_id, .. }
            | Self::UserJoined { group_id, .. }
            | Self::UserLeft { group_id, .. }
            | Self::Typing { group_id, .. }
            | Self::Read { group_id, .. }
            | Self::Ack(Ack { group_id, .. })
            | Self::Event(LogEvent { group_id, .. }) => Some(*group_id),
            Self::Error(problem) => problem.group_id,
            Self::Ping { .. } | Self::Pong => None,
        }
    }

    /// The place in its group's log of a durable change; none for everything else.
    pub fn log_position(&self) -> Option<(GroupId, Seq)> {
        self.event().map(|event| (event.group_id, event.seq))
    }

    /// The durable change that it tells.
    pub const fn event(&self) -> Option<&LogEvent> {
        match self {
            Self::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The message whose storing it tells.
    pub fn message(&self) -> Option<&Message> {
        self.event().and_then(LogEvent::message)
    }
}
