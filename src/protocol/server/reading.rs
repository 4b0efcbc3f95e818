//! Reading a frame: by hand, because the browser pays for what it loads.
//!
//! What serde derives for an enum tagged inside, with a flattened variant, collects each frame in an intermediate form and
//! reads every variant from that: 48 kB of WASM. All frames share their few fields, so one flat structure with all of them
//! reads every frame, and the type says which must be there.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer, de::Error};

use super::{Ack, Head, Message, Present, Refusal, ServerFrame};
use crate::{
    api::{Mention, Reaction, Reply},
    clock::Timestamp,
    group::Role,
    ids::{ClientMessageId, Epoch, GroupId, MessageId, Seq, UserId},
    log_event::{Change, GroupNews, LogEvent},
    problem::ErrorCode,
};

/// Every field of every frame; unknown ones are ignored.
#[derive(Deserialize)]
struct Fields {
    #[serde(rename = "type")]
    kind: Option<Kind>,
    group_id: Option<GroupId>,
    head: Option<Seq>,
    epoch: Option<Epoch>,
    online: Option<Vec<Present>>,
    seq: Option<Seq>,
    id: Option<MessageId>,
    sender_id: Option<UserId>,
    sender: Option<String>,
    sender_name: Option<String>,
    content: Option<String>,
    html: Option<String>,
    timestamp: Option<Timestamp>,
    reply_to: Option<Seq>,
    client_id: Option<ClientMessageId>,
    edited_at: Option<Timestamp>,
    reply: Option<Box<Reply>>,
    #[serde(default)]
    mentions: Vec<Mention>,
    #[serde(default)]
    everyone: bool,
    #[serde(default)]
    reactions: Vec<Reaction>,
    #[serde(default)]
    question: bool,
    answer_seq: Option<Seq>,
    #[serde(default)]
    answers: Vec<Seq>,
    #[serde(default)]
    pinned: bool,
    emoji: Option<String>,
    count: Option<u32>,
    names: Option<Vec<String>>,
    excerpt: Option<String>,
    on: Option<bool>,
    #[serde(default)]
    deleted: bool,
    user_id: Option<UserId>,
    name: Option<String>,
    message_seq: Option<Seq>,
    editor_id: Option<UserId>,
    actor_id: Option<UserId>,
    role: Option<Role>,
    description: Option<String>,
    #[serde(default)]
    invitation: bool,
    duplicate: Option<bool>,
    heads: Option<Vec<Head>>,
    code: Option<ErrorCode>,
    message: Option<String>,
    retry_after_ms: Option<u64>,
}

/// The frame's `type`.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Subscribed,
    NewMessage,
    MemberAdded,
    MemberRemoved,
    MessageEdited,
    MessageDeleted,
    RoleChanged,
    GroupChanged,
    Reaction,
    MessagePinned,
    MessageUnpinned,
    QuestionAnswered,
    QuestionReopened,
    Ack,
    Live,
    Reset,
    UserJoined,
    UserLeft,
    Typing,
    Read,
    Ping,
    Pong,
    Error,
    /// Of a later version.
    #[serde(other)]
    Unknown,
}

impl<'de> Deserialize<'de> for ServerFrame {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Fields::deserialize(deserializer)?.frame().map_err(D::Error::missing_field)
    }
}

/// With what reads frames: a message has the same fields wherever it stands, and one reader of them is enough.
impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Fields::deserialize(deserializer)?.message().map_err(D::Error::missing_field)
    }
}

impl Fields {
    /// The frame, or the name of the field that it lacks.
    fn frame(self) -> Result<ServerFrame, &'static str> {
        let kind = self.kind.ok_or("type")?;
        let group_id = self.group_id.ok_or("group_id");
        let head = self.head.ok_or("head");
        let epoch = self.epoch.ok_or("epoch");
        Ok(match kind {
            Kind::Subscribed => ServerFrame::Subscribed {
                group_id: group_id?,
                head: head?,
                epoch: epoch?,
                online: self.online.ok_or("online")?,
            },
            Kind::Ack => ServerFrame::Ack(Ack {
                group_id: group_id?,
                client_id: self.client_id.ok_or("client_id")?,
                id: self.id.ok_or("id")?,
                seq: self.seq.ok_or("seq")?,
                timestamp: self.timestamp.ok_or("timestamp")?,
                duplicate: self.duplicate.ok_or("duplicate")?,
            }),
            Kind::Live => ServerFrame::Live { group_id: group_id?, head: head?, epoch: epoch? },
            Kind::Reset => ServerFrame::Reset { group_id: group_id?, head: head?, epoch: epoch? },
            Kind::UserJoined | Kind::UserLeft | Kind::Typing => self.presence(kind)?,
            Kind::Read => ServerFrame::Read { group_id: group_id?, seq: self.seq.ok_or("seq")? },
            Kind::Ping => ServerFrame::Ping { heads: self.heads.ok_or("heads")? },
            Kind::Pong => ServerFrame::Pong,
            Kind::Error => ServerFrame::Error(Refusal {
                code: self.code.ok_or("code")?,
                message: self.message.ok_or("message")?,
                group_id: self.group_id,
                client_id: self.client_id,
                retry_after_ms: self.retry_after_ms,
            }),
            Kind::NewMessage
            | Kind::MemberAdded
            | Kind::MemberRemoved
            | Kind::MessageEdited
            | Kind::MessageDeleted
            | Kind::RoleChanged
            | Kind::GroupChanged
            | Kind::Reaction
            | Kind::MessagePinned
            | Kind::MessageUnpinned
            | Kind::QuestionAnswered
            | Kind::QuestionReopened
            | Kind::Unknown => ServerFrame::Event(self.event(kind)?),
        })
    }

    /// Who comes, goes or writes.
    fn presence(self, kind: Kind) -> Result<ServerFrame, &'static str> {
        let group_id = self.group_id.ok_or("group_id")?;
        let (user_id, name) = (self.user_id.ok_or("user_id")?, self.name.ok_or("name")?);
        Ok(match kind {
            Kind::UserJoined => ServerFrame::UserJoined { group_id, user_id, name },
            Kind::UserLeft => ServerFrame::UserLeft { group_id, user_id, name },
            _ => ServerFrame::Typing { group_id, user_id, name },
        })
    }

    /// A message, in a frame or in a page.
    fn message(self) -> Result<Message, &'static str> {
        Ok(Message {
            seq: self.seq.ok_or("seq")?,
            id: self.id.ok_or("id")?,
            sender_id: self.sender_id.ok_or("sender_id")?,
            sender: self.sender.ok_or("sender")?,
            sender_name: self.sender_name.ok_or("sender_name")?,
            content: self.content,
            html: self.html,
            timestamp: self.timestamp.ok_or("timestamp")?,
            reply_to: self.reply_to,
            client_id: self.client_id,
            edited_at: self.edited_at,
            deleted: self.deleted,
            reply: self.reply,
            mentions: self.mentions,
            everyone: self.everyone,
            reactions: self.reactions,
            question: self.question,
            answer_seq: self.answer_seq,
            answers: self.answers,
            pinned: self.pinned,
        })
    }

    /// A durable change. What is of no known kind is one if it has a place in a log and a time.
    fn event(self, kind: Kind) -> Result<LogEvent, &'static str> {
        let group_id = self.group_id.ok_or("group_id")?;
        let (seq, at) = (self.seq.ok_or("seq")?, self.timestamp.ok_or("timestamp")?);
        let user_id = self.user_id.ok_or("user_id");
        let message_seq = self.message_seq.ok_or("message_seq");
        let editor_id = self.editor_id.ok_or("editor_id");
        let actor_id = self.actor_id.ok_or("actor_id");
        let change = match kind {
            Kind::NewMessage => return Ok(LogEvent::of_message(group_id, self.message()?)),
            Kind::MemberAdded => Change::Added { user_id: user_id?, name: self.name.ok_or("name")? },
            Kind::MemberRemoved => Change::Removed { user_id: user_id?, name: self.name.ok_or("name")? },
            Kind::MessageEdited => Change::Edited {
                message_seq: message_seq?,
                content: self.content,
                html: self.html,
                excerpt: self.excerpt,
                mentions: self.mentions,
                everyone: self.everyone,
                editor_id: editor_id?,
            },
            Kind::MessageDeleted => Change::Deleted { message_seq: message_seq?, editor_id: editor_id? },
            Kind::RoleChanged => Change::RoleChanged {
                user_id: user_id?,
                name: self.name.ok_or("name")?,
                role: self.role.ok_or("role")?,
                actor_id: actor_id?,
            },
            Kind::GroupChanged => {
                let (name, description, invitation) = (self.name, self.description, self.invitation);
                Change::GroupChanged { news: GroupNews { name, description, invitation, actor_id: actor_id? } }
            }
            Kind::Reaction => Change::Reaction {
                message_seq: message_seq?,
                user_id: user_id?,
                name: self.name.ok_or("name")?,
                emoji: self.emoji.ok_or("emoji")?,
                on: self.on.ok_or("on")?,
                count: self.count.ok_or("count")?,
                names: self.names.ok_or("names")?,
            },
            Kind::MessagePinned | Kind::MessageUnpinned => {
                Change::Pinned { message_seq: message_seq?, user_id: user_id?, on: matches!(kind, Kind::MessagePinned) }
            }
            Kind::QuestionAnswered | Kind::QuestionReopened => Change::Answered {
                message_seq: message_seq?,
                answer_seq: self.answer_seq.ok_or("answer_seq")?,
                user_id: user_id?,
                on: matches!(kind, Kind::QuestionAnswered),
            },
            _ => Change::Unknown,
        };
        Ok(LogEvent { group_id, seq, at, change })
    }
}
