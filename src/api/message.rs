//! A message, and what stands with it. (How one is read stands with frames: `protocol/server/reading.rs`.)

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    ids::{ClientMessageId, MessageId, Seq, UserId},
};

/// A stored message, as it is now (edits applied; deleted: without content, and without anything that others did to it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its place in the group's log.
    pub seq: Seq,
    /// Its name for ever.
    pub id: MessageId,
    /// Who wrote it.
    pub sender_id: UserId,
    /// The author's shown name; the same as `sender_name` (the two earlier systems each used one of them).
    pub sender: String,
    /// The author's shown name.
    pub sender_name: String,
    /// The text; absent when the message was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The text as HTML, made by the server and safe to insert: where it was asked for (`render=html`) and is more than the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// When the server stored it.
    pub timestamp: Timestamp,
    /// The seq of the message that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// The message that it answers, in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Box<Reply>>,
    /// The name that its author's client gave it; shown to the author only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
    /// When its text was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// Whom it means, in the order of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// Whether it means everybody.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub everyone: bool,
    /// How people reacted to it, in the order of first use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// Whether it is a question.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub question: bool,
    /// The seq of the message that answers this question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_seq: Option<Seq>,
    /// The seqs of the questions that this message answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Seq>,
    /// Whether it stands at the top.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

/// A message that another one answers, in short, as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reply {
    /// Its seq.
    pub seq: Seq,
    /// Who wrote it.
    pub sender_id: UserId,
    /// The author's shown name.
    pub sender_name: String,
    /// The beginning of its text, at most 140 characters, without Markdown and in one line; absent when it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// Whether it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// Somebody whom a message means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mention {
    /// Who.
    pub user_id: UserId,
    /// As it stands in the text, with its `@`.
    pub text: String,
}

/// One way in which people reacted to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// In Unicode's fully-qualified form.
    pub emoji: String,
    /// How many.
    pub count: u32,
    /// Whether the caller is one of them.
    #[serde(default)]
    pub mine: bool,
    /// The names of the first five.
    pub names: Vec<String>,
}

/// Names that a reaction tells, at most.
pub const REACTION_NAMES_MAX: usize = 5;

impl Message {
    /// With nothing beside its text. No `content`: it was deleted.
    pub fn new(
        seq: Seq,
        id: MessageId,
        sender_id: UserId,
        sender: String,
        content: Option<String>,
        timestamp: Timestamp,
    ) -> Self {
        Self {
            seq,
            id,
            sender_id,
            sender_name: sender.clone(),
            sender,
            deleted: content.is_none(),
            content,
            html: None,
            timestamp,
            reply_to: None,
            reply: None,
            client_id: None,
            edited_at: None,
            mentions: Vec::new(),
            everyone: false,
            reactions: Vec::new(),
            question: false,
            answer_seq: None,
            answers: Vec::new(),
            pinned: false,
        }
    }

    /// What was deleted has nothing left but its place, its author and what it answers.
    pub fn empty(&mut self) {
        (self.content, self.html, self.edited_at, self.deleted) = (None, None, None, true);
        (self.everyone, self.question, self.pinned, self.answer_seq) = (false, false, false, None);
        self.mentions.clear();
        self.reactions.clear();
        self.answers.clear();
    }
}
