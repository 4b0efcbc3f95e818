//! One entry of a group's log, as it is told. The store, the live broadcast, replays and the timeline all speak it.
//!
//! Every kind of change is named in [`Change`] and matched without a wildcard wherever something depends on it, so that the compiler
//! lists the places that a new kind concerns (docs/architecture.md, "To add a kind of event").

use crate::{
    api::{Mention, Message},
    clock::Timestamp,
    group::Role,
    ids::{GroupId, Seq, UserId},
};

/// A durable change of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// Whose log.
    pub group_id: GroupId,
    /// Its place there: 1, 2, 3 … without gaps.
    pub seq: Seq,
    /// When it was stored.
    pub at: Timestamp,
    /// What happened.
    pub change: Change,
}

/// What happened. Who did it stands with each kind, for earlier versions did not keep it for all: a removal says who was removed only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A message was stored. Its `seq` and `timestamp` are the event's; see [`LogEvent::of_message`].
    Message(Box<Message>),
    /// The message at `message_seq` has a new text. A replay carries the text as it is now: none where it was deleted since.
    Edited {
        /// Which message.
        message_seq: Seq,
        /// Its text.
        content: Option<String>,
        /// The text as HTML: [`Message::html`].
        html: Option<String>,
        /// The beginning of the text: [`Reply::excerpt`](crate::api::Reply), for those who show it as what they answer.
        excerpt: Option<String>,
        /// Whom the text means: [`Message::mentions`].
        mentions: Vec<Mention>,
        /// Whether it means everybody.
        everyone: bool,
        /// Who changed it.
        editor_id: UserId,
    },
    /// The message at `message_seq` was deleted.
    Deleted {
        /// Which message.
        message_seq: Seq,
        /// Who deleted it.
        editor_id: UserId,
    },
    /// Somebody became a member.
    Added {
        /// Who.
        user_id: UserId,
        /// The name shown.
        name: String,
    },
    /// Somebody left or was removed.
    Removed {
        /// Who.
        user_id: UserId,
        /// The name shown.
        name: String,
    },
    /// A member may do more, or less, than before. Handing a group over is two of these.
    RoleChanged {
        /// Whose role.
        user_id: UserId,
        /// The name shown.
        name: String,
        /// What the member may do from now on.
        role: Role,
        /// Who gave it.
        actor_id: UserId,
    },
    /// Something about the group itself is new.
    GroupChanged {
        /// What, and who did it.
        news: GroupNews,
    },
    /// Somebody reacted to the message at `message_seq`, or took that back.
    Reaction {
        /// Which message.
        message_seq: Seq,
        /// Who.
        user_id: UserId,
        /// The name shown.
        name: String,
        /// In Unicode's fully-qualified form.
        emoji: String,
        /// Whether it was given.
        on: bool,
        /// How many have reacted so by now, and the names of the first five: who applies it again ends with the same.
        count: u32,
        /// Their names.
        names: Vec<String>,
    },
    /// The message at `message_seq` was pinned, or is so no more.
    Pinned {
        /// Which message.
        message_seq: Seq,
        /// Who did it.
        user_id: UserId,
        /// Whether it is pinned.
        on: bool,
    },
    /// The question at `message_seq` has an answer, or has it no more.
    Answered {
        /// Which question.
        message_seq: Seq,
        /// Which message is, or was, the answer.
        answer_seq: Seq,
        /// Who did it.
        user_id: UserId,
        /// Whether it is answered.
        on: bool,
    },
    /// Of a kind that this version does not know: it has its place, and nothing follows from it.
    Unknown,
}

/// What of a group changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupNews {
    /// Its name, where it changed.
    pub name: Option<String>,
    /// Its description, where it changed.
    pub description: Option<String>,
    /// Whether the invitation was renewed. The code is never told.
    pub invitation: bool,
    /// Who did it.
    pub actor_id: UserId,
}

impl Change {
    /// The text that somebody wrote with it, which may be long.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Message(message) => message.content.as_deref(),
            Self::Edited { content, .. } => content.as_deref(),
            _ => None,
        }
    }

    /// Who is a member from now on, or is none any more.
    pub const fn membership(&self) -> Option<(UserId, bool)> {
        match self {
            Self::Added { user_id, .. } => Some((*user_id, true)),
            Self::Removed { user_id, .. } => Some((*user_id, false)),
            _ => None,
        }
    }
}

impl LogEvent {
    /// That a message was stored.
    pub fn of_message(group_id: GroupId, message: Message) -> Self {
        Self { group_id, seq: message.seq, at: message.timestamp, change: Change::Message(Box::new(message)) }
    }

    /// The message that was stored with it.
    pub fn message(&self) -> Option<&Message> {
        match &self.change {
            Change::Message(message) => Some(message),
            _ => None,
        }
    }

    /// As one reader is told it: only the author learns what its client called a message.
    #[must_use]
    pub fn for_reader(mut self, reader: UserId) -> Self {
        if let Change::Message(message) = &mut self.change
            && message.sender_id != reader
        {
            message.client_id = None;
        }
        self
    }
}
