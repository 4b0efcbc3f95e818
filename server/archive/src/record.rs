//! The lines of a backup.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, de::Error as _};
#[cfg(feature = "surrealdb")]
use surrealdb::types::SurrealValue;
use tertulia::{clock::Timestamp, json};
use uuid::Uuid;

use super::{event::EventRecord, state::MessageState};

/// Names the format in the first line.
pub const FORMAT: &str = "tertulia-backup";
/// The version that is written; earlier ones are read. Since 2 every text stands in the form of the rules in [`text`](tertulia::text);
/// version 1 has no bans, and no group in it is closed. Since 3 roles that change and news of the group are events. Since 4 messages have a
/// state, which a program of before would lose.
pub const VERSION: u32 = 4;

/// A line. Times are milliseconds since 1970-01-01T00:00:00Z but for the header's.
#[derive(Debug, Serialize)]
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

impl Record {
    /// Reads a line: first which row it is, then that row. (A tagged enum's own reading collects the row before it knows which it
    /// is, and would take an array for it: see [`json`].)
    ///
    /// # Errors
    /// What is wrong with it, and where
    pub fn read(line: &[u8]) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Tag<'a> {
            #[serde(borrow)]
            row: Cow<'a, str>,
        }
        #[derive(Deserialize)]
        struct Header {
            format: String,
            version: u32,
            created_at: Timestamp,
        }
        #[derive(Deserialize)]
        struct End {
            lines: u64,
            sha256: String,
        }
        Ok(match json::from_slice::<Tag<'_>>(line)?.row.as_ref() {
            "header" => {
                let Header { format, version, created_at } = json::from_slice(line)?;
                Self::Header { format, version, created_at }
            }
            "account" => Self::Account(json::from_slice(line)?),
            "group" => Self::Group(json::from_slice(line)?),
            "member" => Self::Member(json::from_slice(line)?),
            "ban" => Self::Ban(json::from_slice(line)?),
            "event" => Self::Event(json::from_slice(line)?),
            "message" => Self::Message(json::from_slice(line)?),
            "end" => {
                let End { lines, sha256 } = json::from_slice(line)?;
                Self::End { lines, sha256 }
            }
            _ => return Err(serde_json::Error::custom("there is no such row")),
        })
    }
}

/// A stored account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
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

/// A stored group. In a database `seq`, `messages` and `active_at` are written behind the log, all three as of one event of it; in a
/// backup that is the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
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
    /// The place in its log as of which this is written.
    pub seq: i64,
    /// How many messages the log holds up to there.
    pub messages: i64,
    /// How many members it has.
    pub members: i64,
    /// Since when.
    pub created_at: i64,
    /// When the change there was stored.
    pub active_at: i64,
}

/// A stored membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
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

/// How a membership follows its group's log. The store writes memberships behind the log, so whoever reads one looks forward from it by these.
impl MemberRecord {
    /// She wrote message `number`, at `seq`. Writing is not reading: the position moves on only where nothing unread stands before.
    pub fn wrote(&mut self, seq: i64, number: i64) {
        if seq <= self.read_seq {
            // From an earlier membership: this one begins after it.
        } else if self.read_number == number - 1 {
            (self.read_seq, self.read_number) = (seq, number);
        } else {
            self.own += 1;
        }
    }

    /// Her message `number` was deleted.
    pub const fn lost(&mut self, number: i64) {
        if self.read_number < number {
            self.own -= 1;
        }
    }
}

/// Somebody whom a group keeps out, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
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

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
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
    /// What stands with it beside its text, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageState>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_and_is_an_object() {
        let id = Uuid::new_v4();
        let ban = BanRecord { grp: id, user: id, actor: id, at: 1 };
        let header = Record::Header { format: FORMAT.to_owned(), version: VERSION, created_at: Timestamp::now() };
        for record in [header, Record::Ban(ban), Record::End { lines: 1, sha256: "00".to_owned() }] {
            let line = serde_json::to_string(&record).expect("serialises");
            let again = Record::read(line.as_bytes()).expect("reads");
            assert_eq!(serde_json::to_string(&again).expect("serialises"), line);
            let object: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            let values: Vec<_> = object.as_object().expect("an object").values().collect();
            assert!(Record::read(serde_json::json!(values).to_string().as_bytes()).is_err(), "an array of {line}");
        }
        for line in [r#"["end",1,"00"]"#, r#"["end",{"lines":1,"sha256":"00"}]"#, r#"{"row":"party"}"#, "{}", "7"] {
            assert!(Record::read(line.as_bytes()).is_err(), "{line}");
        }
    }
}
