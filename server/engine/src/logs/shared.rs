//! A log in memory that a writer, readers and whoever brings the store after it hold at the same time.

use std::{
    sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, Instant},
};

use tertulia::ids::Seq;

use crate::log::Log;

/// How long a log of a remote database is believed without looking forward: other programs may append there.
const REMOTE_TRUST: Duration = Duration::from_secs(1);

/// A log that several hold.
pub(crate) struct SharedLog {
    log: RwLock<Log>,
    /// When it was known to reach the end.
    confirmed: Mutex<Instant>,
    /// Up to where it was told to those who receive the group: what it held when it was read needs nobody to tell it.
    published: Mutex<Seq>,
}

impl SharedLog {
    pub(super) fn new(log: Log, confirmed: Instant) -> Self {
        let published = Mutex::new(log.head());
        Self { log: RwLock::new(log), confirmed: Mutex::new(confirmed), published }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Log> {
        self.log.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Log> {
        self.log.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever holds it tells what follows.
    pub(crate) fn published(&self) -> MutexGuard<'_, Seq> {
        self.published.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn confirm(&self, at: Instant) {
        *self.confirmed.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    pub(super) fn is_believed(&self) -> bool {
        self.confirmed.lock().unwrap_or_else(PoisonError::into_inner).elapsed() < REMOTE_TRUST
    }
}
