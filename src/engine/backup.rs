//! A whole chat in one file, and back.
//!
//! A backup is taken while people write. Each group is in it as it was at one moment: its log is copied in windows up to the head,
//! and the last step reads, in one transaction, the group's record, its members, the events that came meanwhile and the
//! messages that those changed. Accounts come last, so that everybody who is named has one.
//!
//! The file is gzip over JSON lines: a header, the rows, and an end that counts the lines and has their SHA-256. Without its end, or with
//! anything changed, it is refused as a whole before anything is restored.
//!
//! Sessions and the signing secret are not in it. After a restore everybody signs in again: a session that was revoked since, of a
//! lost phone say, must not come back to life.
//!
//! # Layout
//!
//! * `record`: the lines. `writer`, `reader`: lines to bytes, and back with every check.
//! * `take`, `restore`: the two ways.

mod reader;
mod record;
mod restore;
mod take;
#[cfg(test)]
mod tests;
mod writer;

use std::io;

use serde::Serialize;

pub use reader::inspect;
pub use restore::restore;
pub use take::backup;

use super::error::{Error, OpenError};

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

/// A backup was not made, or not restored. Printed to whoever asked for it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be read or written.
    #[error("the file: {0}")]
    File(#[from] io::Error),
    /// It is no backup, is not whole, or was changed.
    #[error("this is no whole backup: {0}")]
    Damaged(String),
    /// There is something in the folder already.
    #[error("the folder {0} is not empty; a backup is restored into an empty one")]
    NotEmpty(String),
    /// The database does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database does not answer.
    #[error("the database: {0}")]
    Store(#[from] Error),
    /// What was restored does not keep the promise: it was wrong already when the backup was made.
    #[error("what was restored has {0} problems, the first of them: {1}; nothing was kept")]
    Unsound(u64, String),
}
