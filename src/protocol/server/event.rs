//! Log events as frames: how each kind is written. Reading is in `reading.rs`.

use serde::{Serialize, Serializer};

use crate::{
    api::{Mention, Message},
    clock::Timestamp,
    group::Role,
    ids::{GroupId, Seq, UserId},
    log_event::{Change, LogEvent},
};

/// What stands on the wire. Each has `group_id`, `seq` and `timestamp`: by these three a client that does not know the `type` counts it.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Wire<'a> {
    NewMessage {
        group_id: GroupId,
        #[serde(flatten)]
        message: &'a Message,
    },
    MessageEdited {
        group_id: GroupId,
        seq: Seq,
        message_seq: Seq,
        #[serde(skip_serializing_if = "Option::is_none")]
        content: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        html: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        excerpt: Option<&'a str>,
        #[serde(skip_serializing_if = "<[Mention]>::is_empty")]
        mentions: &'a [Mention],
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        everyone: bool,
        editor_id: UserId,
        timestamp: Timestamp,
    },
    MessageDeleted {
        group_id: GroupId,
        seq: Seq,
        message_seq: Seq,
        editor_id: UserId,
        timestamp: Timestamp,
    },
    MemberAdded {
        group_id: GroupId,
        seq: Seq,
        user_id: UserId,
        name: &'a str,
        timestamp: Timestamp,
    },
    MemberRemoved {
        group_id: GroupId,
        seq: Seq,
        user_id: UserId,
        name: &'a str,
        timestamp: Timestamp,
    },
    RoleChanged {
        group_id: GroupId,
        seq: Seq,
        user_id: UserId,
        name: &'a str,
        role: Role,
        actor_id: UserId,
        timestamp: Timestamp,
    },
    GroupChanged {
        group_id: GroupId,
        seq: Seq,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        invitation: bool,
        actor_id: UserId,
        timestamp: Timestamp,
    },
    Reaction {
        group_id: GroupId,
        seq: Seq,
        message_seq: Seq,
        user_id: UserId,
        name: &'a str,
        emoji: &'a str,
        on: bool,
        count: u32,
        names: &'a [String],
        timestamp: Timestamp,
    },
    MessagePinned(OnMessage),
    MessageUnpinned(OnMessage),
    QuestionAnswered(OnQuestion),
    QuestionReopened(OnQuestion),
    Unknown {
        group_id: GroupId,
        seq: Seq,
        timestamp: Timestamp,
    },
}

#[derive(Serialize)]
struct OnMessage {
    group_id: GroupId,
    seq: Seq,
    message_seq: Seq,
    user_id: UserId,
    timestamp: Timestamp,
}

#[derive(Serialize)]
struct OnQuestion {
    group_id: GroupId,
    seq: Seq,
    message_seq: Seq,
    answer_seq: Seq,
    user_id: UserId,
    timestamp: Timestamp,
}

impl Serialize for LogEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::from(self).serialize(serializer)
    }
}

impl<'a> From<&'a LogEvent> for Wire<'a> {
    fn from(event: &'a LogEvent) -> Self {
        let LogEvent { group_id, seq, at: timestamp, change } = event;
        let (group_id, seq, timestamp) = (*group_id, *seq, *timestamp);
        match change {
            Change::Message(message) => Self::NewMessage { group_id, message },
            Change::Edited { message_seq, content, html, excerpt, mentions, everyone, editor_id } => {
                Self::MessageEdited {
                    group_id,
                    seq,
                    message_seq: *message_seq,
                    content: content.as_deref(),
                    html: html.as_deref(),
                    excerpt: excerpt.as_deref(),
                    mentions,
                    everyone: *everyone,
                    editor_id: *editor_id,
                    timestamp,
                }
            }
            Change::Deleted { message_seq, editor_id } => {
                Self::MessageDeleted { group_id, seq, message_seq: *message_seq, editor_id: *editor_id, timestamp }
            }
            Change::Added { user_id, name } => Self::MemberAdded { group_id, seq, user_id: *user_id, name, timestamp },
            Change::Removed { user_id, name } => {
                Self::MemberRemoved { group_id, seq, user_id: *user_id, name, timestamp }
            }
            Change::RoleChanged { user_id, name, role, actor_id } => Self::RoleChanged {
                group_id,
                seq,
                user_id: *user_id,
                name,
                role: *role,
                actor_id: *actor_id,
                timestamp,
            },
            Change::GroupChanged { news } => Self::GroupChanged {
                group_id,
                seq,
                name: news.name.as_deref(),
                description: news.description.as_deref(),
                invitation: news.invitation,
                actor_id: news.actor_id,
                timestamp,
            },
            Change::Reaction { message_seq, user_id, name, emoji, on, count, names } => Self::Reaction {
                group_id,
                seq,
                message_seq: *message_seq,
                user_id: *user_id,
                name,
                emoji,
                on: *on,
                count: *count,
                names,
                timestamp,
            },
            Change::Pinned { message_seq, user_id, on } => {
                let body = OnMessage { group_id, seq, message_seq: *message_seq, user_id: *user_id, timestamp };
                if *on { Self::MessagePinned(body) } else { Self::MessageUnpinned(body) }
            }
            Change::Answered { message_seq, answer_seq, user_id, on } => {
                let (message_seq, answer_seq, user_id) = (*message_seq, *answer_seq, *user_id);
                let body = OnQuestion { group_id, seq, message_seq, answer_seq, user_id, timestamp };
                if *on { Self::QuestionAnswered(body) } else { Self::QuestionReopened(body) }
            }
            Change::Unknown => Self::Unknown { group_id, seq, timestamp },
        }
    }
}
