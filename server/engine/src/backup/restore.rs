//! Restoring a backup.

use std::{
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use archive::{AccountRecord, BanRecord, EventRecord, GroupRecord, MemberRecord, MessageRecord, Reader, Record};
use uuid::Uuid;

use super::{BackupError, Contents, inspect};
use crate::{StoreConfig, create_folder, store::Store, verify::Verifier};

/// Rows of a kind that are stored together.
const BATCH: usize = 200;
/// Bytes of the file that wait to be stored, at most and a row.
const BYTES_MAX: u64 = 1024 * 1024;
/// Where a database is built before it is known to be good, below the data folder.
const UNDER_WAY: &str = "db.restoring";

/// Restores a backup into an empty data folder, which is made if it is not there. Every group gets a new epoch, so that clients
/// that were ahead of the backup load anew. Everything is checked before the database takes its place: whatever goes wrong, the folder
/// is as empty as before.
///
/// # Errors
/// [`BackupError`]
pub async fn restore(file: &Path, data: &Path, memory: u64) -> Result<Contents, BackupError> {
    let contents = inspect(file)?;
    create_folder(data)?;
    if std::fs::read_dir(data)?.next().is_some() {
        return Err(BackupError::NotEmpty(data.display().to_string()));
    }
    let place = data.join(UNDER_WAY);
    match build(file, &place, memory).await.and_then(|()| move_into_place(&place, data).map_err(BackupError::from)) {
        Ok(()) => Ok(contents),
        Err(error) => {
            if let Err(error) = std::fs::remove_dir_all(&place) {
                tracing::error!(%error, "what was restored so far cannot be removed: {}", place.display());
            }
            Err(error)
        }
    }
}

/// Stores everything below `place`, and checks it.
async fn build(file: &Path, place: &Path, memory: u64) -> Result<(), BackupError> {
    let url = Some(format!("surrealkv://{}?sync=every", place.display()));
    let store = Store::open(&StoreConfig { url, memory }, &PathBuf::new()).await?;
    let checked = fill_and_check(&store, file).await;
    store.close().await;
    checked
}

async fn fill_and_check(store: &Store, file: &Path) -> Result<(), BackupError> {
    fill(store, file).await?;
    // What a backup of an earlier version holds by the rules of its time, and what no backup holds because logs and names tell it.
    store.mend_text().await?;
    check(store).await
}

/// The database takes its place, also if the power fails now.
fn move_into_place(place: &Path, data: &Path) -> io::Result<()> {
    let database = data.join("db");
    std::fs::rename(place, &database)?;
    crate::sync_names(&database)
}

async fn check(store: &Store) -> Result<(), BackupError> {
    let mut first = None;
    let mut found = |problem: crate::verify::Inconsistency| {
        first.get_or_insert(problem.to_string());
    };
    let summary = Verifier::new(store, &mut found).run().await?;
    first.map_or(Ok(()), |first| Err(BackupError::Unsound(summary.problems, first)))
}

async fn fill(store: &Store, file: &Path) -> Result<(), BackupError> {
    let mut reader = Reader::open(BufReader::new(File::open(file)?))?;
    let mut rows = RowBatch::default();
    while let Some((record, bytes)) = reader.next_row()? {
        rows.push(record, bytes);
        rows.store_full(store, if rows.bytes < BYTES_MAX { BATCH } else { 1 }).await?;
    }
    rows.store_full(store, 1).await
}

/// Rows that wait to be stored.
#[derive(Default)]
struct RowBatch {
    accounts: Vec<AccountRecord>,
    groups: Vec<GroupRecord>,
    members: Vec<MemberRecord>,
    bans: Vec<BanRecord>,
    events: Vec<EventRecord>,
    messages: Vec<MessageRecord>,
    /// How much of the file they were, since all kinds were stored last.
    bytes: u64,
}

impl RowBatch {
    fn push(&mut self, record: Record, bytes: u64) {
        self.bytes += bytes;
        match record {
            Record::Account(row) => self.accounts.push(row),
            Record::Group(row) => self.groups.push(GroupRecord { epoch: Uuid::new_v4(), ..row }),
            Record::Member(row) => self.members.push(row),
            Record::Ban(row) => self.bans.push(row),
            Record::Event(row) => self.events.push(row),
            Record::Message(row) => self.messages.push(row),
            // The reader keeps them to itself.
            Record::Header { .. } | Record::End { .. } => {}
        }
    }

    /// Stores each kind of which there are at least so many.
    async fn store_full(&mut self, store: &Store, least: usize) -> Result<(), BackupError> {
        use std::mem::take;
        if self.accounts.len() >= least {
            store.refill_accounts(take(&mut self.accounts)).await?;
        }
        if self.groups.len() >= least {
            store.refill_groups(take(&mut self.groups)).await?;
        }
        if self.members.len() >= least {
            store.refill_members(take(&mut self.members)).await?;
        }
        if self.bans.len() >= least {
            store.refill_bans(take(&mut self.bans)).await?;
        }
        if self.events.len() >= least {
            store.refill_events(take(&mut self.events)).await?;
        }
        if self.messages.len() >= least {
            store.refill_messages(take(&mut self.messages)).await?;
        }
        if least == 1 {
            self.bytes = 0;
        }
        Ok(())
    }
}
