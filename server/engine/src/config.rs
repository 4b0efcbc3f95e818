//! What the engine needs to know before it starts.

use std::path::PathBuf;

use super::limits::Limits;

/// How the engine is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the signing secret and, unless `store` says otherwise, the database live. Created if missing.
    pub data: PathBuf,
    /// The database.
    pub store: StoreConfig,
    /// Rate limits.
    pub limits: Limits,
}

/// Which database, and how much memory it may take.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `surrealkv://PATH?sync=every` (embedded, on disk), `ws://USER:PASSWORD@HOST:PORT` (a SurrealDB server; not over TLS yet), `mem://`
    /// (tests). None: SurrealKV in `db` below the data folder, every commit synced.
    pub url: Option<String>,
    /// Upper bound in bytes for the embedded store's block cache and memtables and for the logs of groups in memory, together. SurrealDB's own
    /// default takes half the machine.
    pub memory: u64,
}

impl StoreConfig {
    /// 256 MiB.
    pub const MEMORY_DEFAULT: u64 = 256 * 1024 * 1024;

    /// A quarter of it is for logs in memory.
    pub(super) fn log_bytes(&self) -> usize {
        usize::try_from(self.memory / 4).unwrap_or(usize::MAX)
    }
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self { url: None, memory: Self::MEMORY_DEFAULT }
    }
}

impl Config {
    /// On disk below `data`, with the usual limits.
    pub fn in_folder(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into(), store: StoreConfig::default(), limits: Limits::default() }
    }
}
