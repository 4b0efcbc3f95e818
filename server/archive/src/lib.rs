//! What a backup looks like as a file, and reading one that anybody may have written: every line is checked by the parsers that
//! everything else goes through, in an amount of memory that the file does not decide.
//!
//! The file is gzip over JSON lines: a header, the rows, and an end that counts the lines and has their SHA-256. The sum finds damage, not malice:
//! whoever changes a line can compute it anew.
//!
//! The rows are those of the database too, by the feature `surrealdb`: without it nothing here compiles a database.
//!
//! # Layout
//!
//! * `record`: the lines; `event`: those of logs, and what they say; `state`: what stands with a message beside its text. `reader`: bytes to lines.
//! * `check`: what a row may say; `group`: what the rows of one group must say together. `hash`: which password hashes are ours.

mod check;
mod event;
mod group;
mod hash;
mod reader;
mod record;
mod state;
#[cfg(test)]
mod tests;

use std::io;

pub use check::RowProblem;
pub use event::{CountChange, EventRecord, StoredChange};
pub use hash::{HashProblem, MEMORY_MAX, check_hash};
pub use reader::{Reader, inspect};
pub use record::{AccountRecord, BanRecord, FORMAT, GroupRecord, MemberRecord, MessageRecord, Record, VERSION};
pub use state::{List, MentionRecord, MessageState, REACTIONS_MAX, ReactionRecord};

use serde::Serialize;

/// What is in a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contents {
    /// Accounts.
    pub accounts: u64,
    /// Groups.
    pub groups: u64,
    /// Entries of all groups' logs.
    pub events: u64,
    /// Messages, deleted ones included.
    pub messages: u64,
}

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It cannot be read.
    #[error("the file: {0}")]
    File(#[from] io::Error),
    /// It is no backup, is not whole, or was changed.
    #[error("this is no whole backup: {0}")]
    Damaged(String),
    /// A row says what this program would never have stored.
    #[error("line {line} of the backup: {problem}")]
    Refused {
        /// Which, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: RowProblem,
    },
}
