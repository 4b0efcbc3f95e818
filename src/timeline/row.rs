//! What one line of the conversation shows.

use std::sync::Arc;

use crate::{
    api::{Message, Reaction, Reply},
    clock::Timestamp,
    ids::{ClientMessageId, MessageId, Seq, UserId},
    markup::EXCERPT_MAX,
    problem::ErrorCode,
};

/// Names a row for its whole life, so that the row written a moment ago and the stored one are the same element of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// The reader's own message: the name that her client gave it, known before the server knows the message.
    Client(ClientMessageId),
    /// Somebody else's message, or an own one whose client id is not known.
    Message(MessageId),
    /// A change of membership, by its place in the log.
    Notice(Seq),
    /// The gap; there is at most one.
    Gap,
}

impl std::fmt::Display for RowKey {
    /// Fit for the `id` of an element.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Client(id) => write!(f, "client-{id}"),
            Self::Message(id) => write!(f, "message-{id}"),
            Self::Notice(seq) => write!(f, "notice-{seq}"),
            Self::Gap => f.write_str("gap"),
        }
    }
}

/// How far a message has come on its way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendState {
    /// Waits for its turn or for a connection.
    Queued,
    /// On its way; no answer yet.
    Sending,
    /// Stored.
    Sent,
    /// Refused for good, and why; the person decides what becomes of it.
    Failed(ErrorCode),
}

/// A line of the conversation. Cheap to clone: what is large is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A message, stored or not yet.
    Message(Arc<MessageRow>),
    /// Somebody came into the group or left it.
    Notice(Arc<Notice>),
    /// Between the rows above and the rows below something is not loaded, and the rows above may be out of date.
    Gap,
}

impl Row {
    /// The row's name.
    pub fn key(&self) -> RowKey {
        match self {
            Self::Message(message) => message.key,
            Self::Notice(notice) => RowKey::Notice(notice.seq),
            Self::Gap => RowKey::Gap,
        }
    }

    /// The message, if the row is one.
    pub fn message(&self) -> Option<&MessageRow> {
        match self {
            Self::Message(message) => Some(message),
            Self::Notice(_) | Self::Gap => None,
        }
    }

    /// When it was stored; for an own message that is not stored yet, when it was written by this device's clock.
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Message(message) => message.time(),
            Self::Notice(notice) => Some(notice.timestamp),
            Self::Gap => None,
        }
    }
}

/// A message as the page shows it. (A row as in a list, beside notices and the gap; the database's are records.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// The row's name.
    pub key: RowKey,
    /// Its place in the log, once stored.
    pub seq: Option<Seq>,
    /// The server's name for it, once stored.
    pub id: Option<MessageId>,
    /// The author's client's name for it; own messages only.
    pub client_id: Option<ClientMessageId>,
    /// Who wrote it.
    pub sender_id: UserId,
    /// The author's shown name; empty on an own message until its broadcast arrives (the page knows its reader's name).
    pub sender_name: String,
    /// Whether the reader wrote it.
    pub mine: bool,
    /// The text; absent when it was deleted.
    pub content: Option<String>,
    /// The text as HTML that is safe to insert, where the server made some.
    pub html: Option<String>,
    /// The seq of the message that it answers.
    pub reply_to: Option<Seq>,
    /// That message, in short.
    pub reply: Option<Box<Reply>>,
    /// What stands with it beside its text.
    pub marks: Marks,
    /// When the server stored it.
    pub timestamp: Option<Timestamp>,
    /// When it was written, by this device's clock in milliseconds since 1970; only while it is not stored.
    pub written_at_ms: Option<u64>,
    /// When its text was last changed; never set on a deleted message.
    pub edited_at: Option<Timestamp>,
    /// Whether it was deleted: the row stays, the text is gone.
    pub deleted: bool,
    /// How far it has come.
    pub status: SendState,
}

/// What stands with a message beside its text. A deleted one has nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Whether it means the reader, who did not write it.
    pub mentions_me: bool,
    /// How people reacted to it, in the order of first use.
    pub reactions: Vec<Reaction>,
    /// Whether it is a question.
    pub question: bool,
    /// The seq of the message that answers it.
    pub answer_seq: Option<Seq>,
    /// The seqs of the questions that it answers.
    pub answers: Vec<Seq>,
    /// Whether it stands at the top.
    pub pinned: bool,
}

impl Marks {
    /// Whether the reader reacted so.
    pub fn is_mine(&self, emoji: &str) -> bool {
        self.reactions.iter().any(|reaction| reaction.emoji == emoji && reaction.mine)
    }

    /// Who reacted so by now; `mine` is whether the reader did, where that changed.
    pub fn react(&mut self, emoji: &str, count: u32, names: &[String], mine: Option<bool>) {
        let at = self.reactions.iter().position(|reaction| reaction.emoji == emoji);
        let mine = mine.or(at.map(|at| self.reactions[at].mine)).unwrap_or_default();
        let now = Reaction { emoji: emoji.to_owned(), count, mine, names: names.to_vec() };
        match at {
            Some(at) if count == 0 => drop(self.reactions.remove(at)),
            Some(at) => self.reactions[at] = now,
            None if count > 0 => self.reactions.push(now),
            None => {}
        }
    }
}

impl MessageRow {
    /// A stored message as `me` sees it. Only the reader's own client ids count: they are unique per author, not per group.
    pub fn stored(me: UserId, message: Message) -> Self {
        let mine = message.sender_id == me;
        let client_id = message.client_id.filter(|_| mine);
        Self {
            key: client_id.map_or(RowKey::Message(message.id), RowKey::Client),
            seq: Some(message.seq),
            id: Some(message.id),
            client_id,
            sender_id: message.sender_id,
            sender_name: message.sender_name,
            mine,
            content: message.content.filter(|_| !message.deleted),
            html: message.html.filter(|_| !message.deleted),
            reply_to: message.reply_to,
            reply: message.reply,
            marks: Marks {
                mentions_me: !mine && (message.everyone || message.mentions.iter().any(|one| one.user_id == me)),
                reactions: message.reactions,
                question: message.question,
                answer_seq: message.answer_seq,
                answers: message.answers,
                pinned: message.pinned,
            },
            timestamp: Some(message.timestamp),
            written_at_ms: None,
            edited_at: message.edited_at.filter(|_| !message.deleted),
            deleted: message.deleted,
            status: SendState::Sent,
        }
    }

    /// As those show it who answer it, until the server says it better. Only what is stored can be answered.
    pub fn in_short(&self) -> Option<Reply> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let excerpt = self.content.as_deref().map(line).map(|line| line.chars().take(EXCERPT_MAX).collect());
        let (sender_id, sender_name) = (self.sender_id, self.sender_name.clone());
        Some(Reply { seq: self.seq?, sender_id, sender_name, excerpt, deleted: self.deleted })
    }

    /// When it was stored, or else when it was written.
    pub fn time(&self) -> Option<Timestamp> {
        let written = || self.written_at_ms.and_then(|ms| i64::try_from(ms).ok()).map(Timestamp::from_millis);
        self.timestamp.or_else(written)
    }
}

/// A change of membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its place in the log.
    pub seq: Seq,
    /// Who came or went.
    pub user_id: UserId,
    /// The name shown.
    pub name: String,
    /// When.
    pub timestamp: Timestamp,
    /// Which of the two.
    pub kind: NoticeKind,
}

/// What happened to a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Became a member.
    Added,
    /// Left or was removed.
    Removed,
}
