//! The bodies of the HTTP interface, and the nouns that the socket shares with it.

mod doors;
mod group_list;
mod made_for;
mod message;
mod requests;

use serde::{Deserialize, Serialize};

pub use doors::{Ban, Bans, Invitation, InvitationView, NewInvitation};
pub use group_list::{GROUPS_DEFAULT, GROUPS_MAX, GroupCursor, Groups};
pub use made_for::{as_person, split_person};
pub use message::{Mention, Message, REACTION_NAMES_MAX, Reaction, Reply};
pub use requests::{
    Credentials, JoinGroup, MarkedAnswer, MessageEdit, NewAccount, NewGroup, NewMessage, PasswordChange, RoleChange,
};

use crate::{
    clock::Timestamp,
    group::Role,
    ids::{Epoch, GroupId, Seq, UserId},
};

/// Messages in a page when the caller names no limit.
pub const PAGE_DEFAULT: u32 = 50;
/// Most messages in a page.
pub const PAGE_MAX: u32 = 100;

/// A page of a group's messages, oldest first. Seqs can have holes where other changes stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page {
    /// Oldest first.
    pub messages: Vec<Message>,
    /// The group's newest seq when the page was read.
    pub head: Seq,
    /// Which log the seqs belong to.
    pub epoch: Epoch,
    /// Whether there are more messages in the direction asked for (older ones for the newest page, `before` and `around`).
    pub has_more: bool,
    /// Whether the group has newer messages than these.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_newer: bool,
}

/// `GET …/pins`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pins {
    /// The one that was pinned last first.
    pub messages: Vec<Message>,
}

/// `GET …/questions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Questions {
    /// Newest first.
    pub messages: Vec<Message>,
    /// Whether there are older ones; ask with `before` = the last message's `seq`.
    pub has_more: bool,
}

/// Which questions are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionState {
    /// Those without an answer.
    Open,
    /// Those with one.
    Answered,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageQuery {
    /// The newest messages.
    #[default]
    Newest,
    /// Messages with a lower seq, nearest first to it.
    Before(Seq),
    /// Messages with a higher seq, nearest first to it.
    After(Seq),
    /// Messages on both sides, the named one included if it is a message.
    Around(Seq),
}

/// A person, to herself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The address that the person signs in with.
    pub email: String,
    /// Given names; may be empty.
    pub full_name: String,
    /// Last name; may be empty.
    pub last_name: String,
    /// The name shown to others: full name and last name, the id where there is neither.
    pub name: String,
}

/// A new session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionGrant {
    /// Whose.
    pub user: User,
    /// The bearer token (a JWT). Secret.
    pub token: String,
    /// When the session ends by itself.
    pub expires_at: Timestamp,
}

/// A group, to one of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// What it is about; may be empty.
    pub description: String,
    /// What the caller may do in it.
    pub role: Role,
    /// Lets others join.
    pub invite_code: String,
    /// How many members it has.
    pub member_count: u32,
    /// Its newest seq.
    pub head: Seq,
    /// Which log its seqs belong to.
    pub epoch: Epoch,
    /// Messages that the caller has not read, without her own and without deleted ones (those are left in where over 10 000
    /// are unread).
    pub unread: u64,
    /// Those of them that mean the caller, or everybody (of the newest 1000 of the group that mean anybody).
    #[serde(default)]
    pub unread_mentions: u64,
    /// The caller's reading position.
    pub read: Seq,
    /// When the newest change was stored.
    pub active_at: Timestamp,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// The name shown.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// Whether a socket of the member's is open in this group now.
    pub online: bool,
}

/// Somebody who is here now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// Who.
    pub user_id: UserId,
    /// The name shown.
    pub name: String,
}

/// `GET …/members`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Members {
    /// By name.
    pub members: Vec<Member>,
}

/// The page of messages in the second earlier system's form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StudyGroupPage {
    /// Oldest first.
    pub messages: Vec<StudyGroupMessage>,
    /// Whether older ones exist; ask with `before` = the first message's `seq`.
    pub has_more: bool,
}

/// A message in the second earlier system's form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StudyGroupMessage {
    /// The author's shown name.
    pub sender: String,
    /// The author.
    pub sender_id: UserId,
    /// The text; empty when the message was deleted.
    pub content: String,
    /// When the server stored it.
    pub timestamp: Timestamp,
    /// Its place in the log; the earlier system had none, and readers of its form may ignore it.
    pub seq: Seq,
}

impl From<Message> for StudyGroupMessage {
    fn from(message: Message) -> Self {
        Self {
            sender: message.sender,
            sender_id: message.sender_id,
            content: message.content.unwrap_or_default(),
            timestamp: message.timestamp,
            seq: message.seq,
        }
    }
}
