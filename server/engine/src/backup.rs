//! A whole chat in one file, and back.
//!
//! A backup is taken while people write. Each group is in it as it was at one moment: its log is copied in windows up to the head,
//! and the last step reads, in one transaction, the group's record, its members, the events that came meanwhile and the
//! messages that those changed. The record and the members are written behind the log, and stand in the backup as of its end. Accounts come last, so that everybody who is named has one.
//!
//! The file is an [`archive`]. Without its end, with anything changed, or with a row that this program would never have
//! stored, it is refused as a whole before anything is restored.
//!
//! Sessions and the signing secret are not in it. After a restore everybody signs in again: a session that was revoked since, of a
//! lost phone say, must not come back to life.
//!
//! # Layout
//!
//! * `writer`: lines to bytes. `take`, `restore`: the two ways. `memberships`: brought forward to the end of a log.

mod memberships;
mod restore;
mod take;
#[cfg(test)]
mod tests;
mod writer;

use std::{fs::File, io, path::Path};

pub use restore::restore;
pub use take::backup;

pub use archive::{ArchiveError, Contents};

use super::error::{Error, OpenError};

/// Reads a file to its end and says what is in it.
///
/// # Errors
/// [`BackupError::Archive`]
pub fn inspect(path: &Path) -> Result<Contents, BackupError> {
    let file = File::open(path).map_err(BackupError::File)?;
    Ok(archive::inspect(io::BufReader::new(file))?)
}

/// A backup was not made, or not restored. Printed to whoever asked for it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be read or written.
    #[error("the file: {0}")]
    File(#[from] io::Error),
    /// It is no backup, is not whole, or holds what this program would never have stored.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
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
