//! `tertulia restore`

use std::process::ExitCode;

use engine::backup::restore;

use super::{cannot, say};
use crate::config::Restore;

/// Fills an empty data folder.
pub async fn run(args: Restore) -> ExitCode {
    let config = args.database.engine();
    if config.store.url.is_some() {
        return cannot(
            "a backup is restored into the embedded database of a data folder: leave --db (TERTULIA_DB) out",
        );
    }
    match restore(&args.file, &config.data, config.store.memory).await {
        Ok(contents) => {
            let (folder, accounts, groups) = (config.data.display(), contents.accounts, contents.groups);
            let messages = contents.messages;
            say(format!(
                "{folder}: {accounts} accounts, {groups} groups, {messages} messages, checked. Everybody signs in again."
            ));
            ExitCode::SUCCESS
        }
        Err(error) => cannot(error),
    }
}
