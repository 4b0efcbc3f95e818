//! The lines of a backup.

use serde::{Deserialize, Serialize};
#[cfg(feature = "engine")]
use surrealdb::types::SurrealValue;
use uuid::Uuid;

use crate::clock::Timestamp;

/// Names the format in the first line.
pub const FORMAT: &str = "tertulia-backup";
/// The version that is written; earlier ones are read. Since 2 every text stands in the form of the rules in [`text`](crate::text);
/// version 1 has no bans, and no group in it is closed.
pub const VERSION: u32 = 2;

/// A line. Times are milliseconds since 1970-01-01T00:00:00Z but for the header's.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "snake_case")]
pub enum Record {
    /// The first line.
    Header {
        /// [`FORMAT`]
        format: String,
        /// [`VERSION`] at the time.
        version: u32,
        /// When the backup began.
        created_at: Timestamp,
    },
    /// An account.
    Account(AccountRecord),
    /// A group, after everything that belongs to it.
    Group(GroupRecord),
    /// A membership.
    Member(MemberRecord),
    /// Somebody whom a group keeps out.
    Ban(BanRecord),
    /// An entry of a log.
    Event(EventRecord),
    /// A message that stands there twice was changed between: the later line counts.
    Message(MessageRecord),
    /// The last line.
    End {
        /// How many stand before it.
        lines: u64,
        /// The SHA-256 of all their bytes, line ends included.
        sha256: String,
    },
}

/// A stored account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "engine", derive(SurrealValue))]
pub struct AccountRecord {
    /// Whose.
    pub user: Uuid,
    /// The address that opens it.
    pub email: String,
    /// In the PHC format.
    pub password_hash: String,
    /// Given names; may be empty.
    pub full_name: String,
    /// Last name; may be empty.
    pub last_name: String,
    /// Since when.
    pub created_at: i64,
}

/// A stored group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "engine", derive(SurrealValue))]
pub struct GroupRecord {
    /// Which.
    pub grp: Uuid,
    /// What it is called.
    pub name: String,
    /// What it is about; may be empty.
    pub description: String,
    /// Lets others join; none where the invitation is closed.
    pub invite_code: Option<String>,
    /// Which log it is; a restored group gets another.
    pub epoch: Uuid,
    /// The newest place of its log.
    pub seq: i64,
    /// How many messages the log holds.
    pub messages: i64,
    /// How many members it has.
    pub members: i64,
    /// Since when.
    pub created_at: i64,
    /// When the newest change was stored.
    pub active_at: i64,
}

/// A stored membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "engine", derive(SurrealValue))]
pub struct MemberRecord {
    /// Of which group.
    pub grp: Uuid,
    /// Whose.
    pub user: Uuid,
    /// What the member may do.
    pub role: String,
    /// Since when.
    pub joined_at: i64,
    /// Up to where she has read.
    pub read_seq: i64,
    /// How many messages stand up to there.
    pub read_number: i64,
    /// How many of the messages after that she wrote, without deleted ones. Version 1 did not have it: writing was reading then.
    #[serde(default)]
    pub own: i64,
}

/// Somebody whom a group keeps out, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "engine", derive(SurrealValue))]
pub struct BanRecord {
    /// Which group.
    pub grp: Uuid,
    /// Whom.
    pub user: Uuid,
    /// Who decided it.
    pub actor: Uuid,
    /// When.
    pub at: i64,
}

/// A stored event of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "engine", derive(SurrealValue))]
pub struct EventRecord {
    /// Of which group.
    pub grp: Uuid,
    /// Its place.
    pub seq: i64,
    /// What happened.
    pub kind: String,
    /// Who did it; with `added` and `removed`, to whom.
    pub user: Uuid,
    /// When.
    pub at: i64,
    /// How many messages there are up to here.
    pub messages: i64,
    /// The message that it is about.
    pub number: Option<i64>,
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "engine", derive(SurrealValue))]
pub struct MessageRecord {
    /// Of which group.
    pub grp: Uuid,
    /// Its place among the messages.
    pub number: i64,
    /// Its place in the log.
    pub seq: i64,
    /// Its name for ever.
    pub uuid: Uuid,
    /// Who wrote it.
    pub author: Uuid,
    /// The author's client's name for it.
    pub client_id: Uuid,
    /// The text; none when it was deleted.
    pub content: Option<String>,
    /// The place of what it answers.
    pub reply_to: Option<i64>,
    /// When it was stored.
    pub at: i64,
    /// When its text was last changed.
    pub edited_at: Option<i64>,
}
