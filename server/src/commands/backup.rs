//! `tertulia backup`

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use engine::backup::{ArchiveError, BackupError, Contents, backup, inspect};
use tokio::fs::{File, OpenOptions};
use uuid::Uuid;

use super::{cannot, say};
use crate::{
    config::{Backup, Database},
    control,
};

/// Writes everything into one file.
pub async fn run(args: Backup) -> ExitCode {
    let part = match replaceable(&args.file) {
        Ok(()) => part_of(&args.file),
        Err(error) => return cannot(BackupError::File(error)),
    };
    let written = write(&args.database, &part).await;
    match written.and_then(|contents| move_into_place(&part, &args.file).map(|()| contents).map_err(BackupError::from))
    {
        Ok(Contents { accounts, groups, messages, .. }) => {
            say(format!("{}: {accounts} accounts, {groups} groups, {messages} messages", args.file.display()));
            ExitCode::SUCCESS
        }
        Err(BackupError::Archive(error @ ArchiveError::Refused { .. })) => {
            // All that there is was written, and it is the only copy: better than none, and somebody can mend the line.
            let kept = move_into_place(&part, &args.file);
            cannot(format!(
                "{error}: restoring it will be refused. The file is {}",
                if kept.is_ok() { "kept" } else { "lost" }
            ))
        }
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            cannot(error)
        }
    }
}

/// What stands at the place of the file may be an earlier backup. Anything else is not ours to replace: a link, whose target somebody might expect
/// to be written, a device, a folder.
fn replaceable(file: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(file) {
        Ok(there) if there.is_file() => Ok(()),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} is not a plain file; nothing was written", file.display()),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Beside the file, so that it can take its place, under a name that nobody can have prepared.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".{}.part", Uuid::new_v4().simple()));
    file.with_file_name(name)
}

/// From the running program if there is one, else from the database itself; and reads it again to the end.
async fn write(database: &Database, part: &Path) -> Result<Contents, BackupError> {
    let mut options = OpenOptions::new();
    // Never an existing file: its mode, its other names and where it leads are somebody else's choice.
    options.write(true).create_new(true);
    // It holds everybody's messages and the passwords' hashes.
    #[cfg(unix)]
    options.mode(0o600);
    let mut file: File = options.open(part).await?;
    let config = database.engine();
    match control::ask(database, control::Ask::Backup).await? {
        Some(mut answer) => {
            tokio::io::copy(&mut answer, &mut file).await?;
        }
        None => drop(backup(&config, &mut file).await?),
    }
    file.sync_all().await?;
    drop(file);
    inspect(part)
}

/// The whole file takes its place, also if the power fails now.
fn move_into_place(part: &Path, file: &Path) -> io::Result<()> {
    std::fs::rename(part, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder)?.sync_all()
}
