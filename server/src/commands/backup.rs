//! `tertulia backup`

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use tertulia::engine::backup::{BackupError, Contents, backup, inspect};
use tokio::fs::{File, OpenOptions};

use super::{cannot, say};
use crate::{
    config::{Backup, Database},
    control,
};

/// Writes everything into one file.
pub async fn run(args: Backup) -> ExitCode {
    let part = part_of(&args.file);
    let written = write(&args.database, &part).await;
    match written.and_then(|contents| settle(&part, &args.file).map(|()| contents).map_err(BackupError::from)) {
        Ok(Contents { accounts, groups, messages, .. }) => {
            say(format!("{}: {accounts} accounts, {groups} groups, {messages} messages", args.file.display()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            cannot(error)
        }
    }
}

/// Beside the file, so that it can take its place.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().map(OsString::from).unwrap_or_default();
    name.push(".part");
    file.with_file_name(name)
}

/// From the running program if there is one, else from the database itself; and reads it again to the end.
async fn write(database: &Database, part: &Path) -> Result<Contents, BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
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
fn settle(part: &Path, file: &Path) -> io::Result<()> {
    std::fs::rename(part, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder)?.sync_all()
}
