//! Where the database is, and how much of it is kept in memory and in the write-ahead log.

use std::path::{Path, PathBuf};

use crate::{config::StoreConfig, error::OpenError, sync_names};

const MIB: u64 = 1024 * 1024;
/// A shorter write-ahead log would be emptied too often to be worth it.
const LOG_MIN: u64 = 4 * MIB;
/// Bytes of the table in memory for one byte of the log that fills it: a small record takes about twice its size there, and
/// what is written while a checkpoint is waiting must find room too.
const TABLE_FACTOR: u64 = 4;
/// Address space is all that an empty table takes. SurrealKV knows none above 4 GiB.
const TABLE_MIN: u64 = 64 * MIB;
const TABLE_MAX: u64 = 4096 * MIB - 1;

/// Where the database is, to open it and to open it again.
#[derive(Clone)]
pub(super) enum Address {
    /// A SurrealDB server; the URL may hold a password.
    Remote(String),
    /// In this process, gone with it.
    Memory,
    /// In this process, on disk.
    Disk(Disk),
}

/// An embedded database on disk.
#[derive(Clone)]
pub(super) struct Disk {
    pub(super) url: String,
    folder: PathBuf,
    memory: u64,
}

impl Address {
    /// The database that `config` names, or SurrealKV below `data`.
    pub(super) fn new(config: &StoreConfig, data: &Path) -> Result<Self, OpenError> {
        let url = match &config.url {
            Some(url) => url.clone(),
            None => format!("surrealkv://{}?sync=every", data.join("db").display()),
        };
        if url.starts_with("wss://") {
            return Err(OpenError::Database("wss:// is not supported yet; use ws:// on a trusted network".to_owned()));
        }
        if url.starts_with("ws://") {
            return Ok(Self::Remote(url));
        }
        if url == "mem://" {
            return Ok(Self::Memory);
        }
        let path = url.strip_prefix("surrealkv://").map(|rest| rest.split('?').next().unwrap_or(rest));
        let Some(folder) = path.map(PathBuf::from) else {
            return Err(OpenError::Database("its address begins with surrealkv://, ws:// or mem://".to_owned()));
        };
        Ok(Self::Disk(Disk { url, folder, memory: config.memory }))
    }

    pub(super) const fn is_remote(&self) -> bool {
        matches!(self, Self::Remote(_))
    }

    /// Whether it is a folder that is not there: opening it would make it.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Disk(disk) if !disk.folder.join("manifest").is_dir())
    }

    /// Makes the name of its folder last through a power failure; what is in the folder is the database's own care.
    pub(super) fn sync_name(&self) -> Result<(), OpenError> {
        let Self::Disk(disk) = self else { return Ok(()) };
        let failed = |source| OpenError::Data { path: disk.folder.display().to_string(), source };
        sync_names(&disk.folder).map_err(failed)
    }

    /// Whether there is a write-ahead log with something in it: closing the database would have emptied it.
    pub(super) fn has_log(&self) -> bool {
        matches!(self, Self::Disk(disk) if disk.log_bytes() > 0)
    }

    /// Whether the write-ahead log is so long that a checkpoint is due.
    pub(super) fn log_has_grown(&self) -> bool {
        matches!(self, Self::Disk(disk) if disk.log_bytes() > disk.log_limit())
    }
}

impl Disk {
    /// A quarter of the memory is for what is read. The logs that are in use are in memory themselves (`StoreConfig::log_bytes`).
    pub(super) const fn cache_bytes(&self) -> u64 {
        self.memory / 4
    }

    /// The table in memory, which must never be full: see [`Store::checkpoint`](super::Store). It is as large as the log may
    /// become, or has become with other settings, and half of the memory is not exceeded by what is really in it.
    pub(super) fn table_bytes(&self) -> u64 {
        (self.log_limit().max(self.log_bytes()) * TABLE_FACTOR).clamp(TABLE_MIN, TABLE_MAX)
    }

    /// Whether large values are kept in files of their own. Only where they are already, in a database that an earlier version made:
    /// when the power fails while SurrealKV (0.21.4) begins such a file, the database does not open again.
    pub(super) fn has_value_log(&self) -> bool {
        std::fs::read_dir(self.folder.join("vlog")).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// How long the write-ahead log may become, in bytes.
    fn log_limit(&self) -> u64 {
        (self.memory / (2 * TABLE_FACTOR)).clamp(LOG_MIN, TABLE_MAX / TABLE_FACTOR)
    }

    /// How long it is. A folder that cannot be read counts as empty: writing to it will say why.
    fn log_bytes(&self) -> u64 {
        let entries = std::fs::read_dir(self.folder.join("wal")).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
    }
}
