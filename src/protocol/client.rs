//! What a client sends.

// A page writes these, and reads none.
#[cfg(not(target_family = "wasm"))]
mod reading;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClientMessageId, Epoch, GroupId, Seq},
    problem::ErrorCode,
};

/// A frame from a client. `group_id` may be left out on a socket that belongs to one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// Start receiving a group: what came after `after` first, if that is named, then everything live.
    Subscribe {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<Seq>,
        #[serde(skip_serializing_if = "Option::is_none")]
        epoch: Option<Epoch>,
    },
    /// Stop receiving a group.
    Unsubscribe {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
    },
    /// Store a message and tell everybody; answered by `ack` or `error`.
    SendMessage(SendMessage),
    /// Change the text of the message at `seq`.
    EditMessage {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        seq: Seq,
        content: String,
    },
    /// Delete the message at `seq`.
    DeleteMessage {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        seq: Seq,
    },
    /// React to the message at `seq`, or take that back.
    React {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        seq: Seq,
        emoji: String,
        on: bool,
    },
    /// Pin the message at `seq`, or do so no more.
    Pin {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        seq: Seq,
        on: bool,
    },
    /// Mark the message at `answer_seq` as the answer of the question at `seq`, or take that back.
    Answer {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        seq: Seq,
        #[serde(skip_serializing_if = "Option::is_none")]
        answer_seq: Option<Seq>,
        on: bool,
    },
    /// The person is writing; at most every 3 s.
    Typing {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
    },
    /// The person has read up to `seq`; only ever forward.
    Read {
        #[serde(skip_serializing_if = "Option::is_none")]
        group_id: Option<GroupId>,
        seq: Seq,
    },
    /// Answered by `pong`.
    Ping,
    /// Answers the server's `ping`; counts as a sign of life.
    Pong,
}

/// A message to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// Names the message; sending it again returns the first result. Left out only in the second earlier system's form,
    /// where the server makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
    pub content: String,
    /// The seq of the message answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// The second earlier system's clients name a sender. The session says who it is; another name is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_id: Option<String>,
    /// Whether it is a question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub question: bool,
}

/// Why a text is not a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// What kind of fault.
    pub problem: FrameProblem,
    /// The message that the frame was about, where it named one legibly.
    pub client_id: Option<ClientMessageId>,
}

/// The kinds of fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameProblem {
    /// Not JSON, not an object, or fields missing or of the wrong kind.
    #[error("the frame is not valid: {0}")]
    Invalid(String),
    /// Valid JSON with a `type` that nobody knows.
    #[error("unknown frame type")]
    UnknownType,
}

impl FrameProblem {
    /// The code that the socket answers with.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid(_) => ErrorCode::InvalidFrame,
            Self::UnknownType => ErrorCode::UnknownType,
        }
    }
}
