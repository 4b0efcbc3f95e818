//! Emptying the write-ahead log, without SurrealKV's own way to do it.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use super::{State, Store};

/// How long nobody looks again at the length of the log, which means reading a folder. What is written meanwhile finds room in the table in
/// memory beyond what the log's length stands for ([`Disk::table_bytes`](super::address::Disk)): tens of megabytes at least.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// When the length of the log was looked at.
pub(super) struct LastLook(Mutex<Instant>);

impl LastLook {
    pub(super) fn now() -> Self {
        Self(Mutex::new(Instant::now()))
    }

    /// Whether it is time to look again, which is then done.
    fn is_over(&self) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = last.elapsed() >= LOOK_AGAIN;
        if is_over {
            *last = Instant::now();
        }
        is_over
    }
}

impl Store {
    /// Makes checkpoints for as long as there is a store.
    pub(super) fn spawn_checkpoints(self: &Arc<Self>) {
        let (store, grown) = (Arc::downgrade(self), Arc::clone(&self.grown));
        tokio::spawn(async move {
            loop {
                grown.notified().await;
                let Some(store) = Weak::upgrade(&store) else { return };
                store.checkpoint().await;
            }
        });
    }

    /// Something was written: has a checkpoint made if the log has become long.
    pub(super) fn look_at_log(&self) {
        if self.looked.is_over() && self.address.log_has_grown() {
            self.grown.notify_one();
        }
    }

    /// Closes the database and opens it again, which brings everything from the write-ahead log into the tables. Calls wait.
    ///
    /// SurrealKV does that by itself when its table in memory is full, but not safely (0.21.4): the transaction for which there
    /// was no room is in the old segment of the log and in the new table. The old segment is deleted with the old table, and
    /// from then until the new table is written out too, a crash loses an acknowledged transaction. So the table in memory is
    /// made larger than the log ever becomes, and the log is emptied here, where nothing is under way.
    async fn checkpoint(&self) {
        let mut client = self.client.write().await;
        if *self.state.borrow() != State::Open || !self.address.log_has_grown() {
            return;
        }
        let started = Instant::now();
        if let Some(old) = client.take() {
            old.close().await;
        }
        match self.address.open().await {
            Ok(new) => {
                *client = Some(new);
                tracing::info!(elapsed = ?started.elapsed(), "made a checkpoint of the database");
            }
            Err(error) => {
                self.state.send_replace(State::Failed);
                tracing::error!(%error, "the database did not open again after a checkpoint");
            }
        }
    }
}
