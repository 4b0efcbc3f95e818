//! The lines of a backup.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, de::Error as _};

use crate::{
    clock::Timestamp,
    engine::store::{AccountRecord, BanRecord, EventRecord, GroupRecord, MemberRecord, MessageRecord},
    json,
};

/// Names the format in the first line.
pub(super) const FORMAT: &str = "tertulia-backup";
/// The version that is written. Version 1, which is read too, has no bans, and no group in it is closed.
pub(super) const VERSION: u32 = 2;
/// The oldest version that is read.
pub(super) const VERSION_MIN: u32 = 1;

/// A line. Times are milliseconds since 1970-01-01T00:00:00Z but for the header's.
#[derive(Debug, Serialize)]
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

impl Record {
    /// Reads a line: first which row it is, then that row. (A tagged enum's own reading collects the row before it knows which it
    /// is, and would take an array for it: see [`json`].)
    pub(super) fn read(line: &[u8]) -> Result<Self, serde_json::Error> {
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
            other => return Err(serde_json::Error::custom(format!("there is no row of the kind {other:?}"))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(line: &str) -> bool {
        Record::read(line.as_bytes()).is_ok()
    }

    #[test]
    fn a_line_reads_back_and_is_an_object() {
        let header = Record::Header { format: FORMAT.to_owned(), version: VERSION, created_at: Timestamp::now() };
        let end = Record::End { lines: 1, sha256: "00".to_owned() };
        for record in [header, end] {
            let line = serde_json::to_string(&record).expect("serialises");
            let again = Record::read(line.as_bytes()).expect("reads");
            assert_eq!(serde_json::to_string(&again).expect("serialises"), line);
        }
        for line in [r#"["end",1,"00"]"#, r#"["end",{"lines":1,"sha256":"00"}]"#, r#"{"row":"party"}"#, "{}", "7"] {
            assert!(!reads(line), "{line}");
        }
    }
}
