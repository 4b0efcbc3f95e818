//! Emptying the write-ahead log, without SurrealKV's own way to do it.

use std::{
    sync::{Arc, Weak},
    time::Instant,
};

use super::{State, Store};

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
