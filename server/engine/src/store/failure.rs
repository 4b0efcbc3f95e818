//! What happens when the disk does not take a commit.

use super::{State, Store};

impl Store {
    /// A commit of the embedded database failed: the disk is full, or it refused to write or to sync. What is in memory may
    /// now differ from what is on the disk, in both directions: a transaction that could not be synced can be read, and one that
    /// could not be written lies in a buffer that the next commit writes out. So nothing is read and nothing is written any
    /// more; the database has to be opened again, which reads what is on the disk.
    ///
    /// A remote database minds its own disk.
    pub(super) fn fail(&self, error: &dyn std::fmt::Display) {
        if self.address.is_remote() {
            tracing::error!(%error, "the database could not commit");
        } else if self.state.send_replace(State::Failed) != State::Failed {
            tracing::error!(%error, "the database cannot write to its disk; it has to be opened again");
        }
    }

    /// Whether nothing can be read or written any more.
    pub(crate) fn has_failed(&self) -> bool {
        *self.state.borrow() == State::Failed
    }

    /// Resolves when nothing can be read or written any more.
    pub(crate) fn failure(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut state = self.state.subscribe();
        async move {
            // The store outlives whoever serves with it; if it does not, it cannot fail.
            if state.wait_for(|state| *state == State::Failed).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
