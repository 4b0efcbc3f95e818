//! The lines of a backup.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    engine::store::{AccountRecord, BanRecord, EventRecord, GroupRecord, MemberRecord, MessageRecord},
};

/// Names the format in the first line.
pub(super) const FORMAT: &str = "tertulia-backup";
/// The version that is written. Version 1, which is read too, has no bans, and no group in it is closed.
pub(super) const VERSION: u32 = 2;
/// The oldest version that is read.
pub(super) const VERSION_MIN: u32 = 1;

/// A line. Times are milliseconds since 1970-01-01T00:00:00Z but for the header's.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "snake_case")]
pub(super) enum Record {
    /// The first line.
    Header {
        format: String,
        version: u32,
        created_at: Timestamp,
    },
    Account(AccountRecord),
    Group(GroupRecord),
    Member(MemberRecord),
    Ban(BanRecord),
    Event(EventRecord),
    /// A message that stands there twice was changed between: the later line counts.
    Message(MessageRecord),
    /// The last line: how many stand before it, and the SHA-256 of all their bytes, line ends included.
    End {
        lines: u64,
        sha256: String,
    },
}
