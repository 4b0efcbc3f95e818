//! SurrealDB: where everything is kept. All SurrealQL of the program is here, in `store/sql/*.surql` and in one file per noun.
//!
//! Everything that must hold together is one stored function, called as one statement: that is one transaction, parsed once,
//! and a conflict shows as a typed error. Writes are idempotent or conflict on a record id, so they can be tried again.

mod accounts;
mod address;
#[cfg(test)]
mod append_race;
mod appending;
mod audit;
mod checkpoint;
#[cfg(test)]
mod clock_jumps;
mod connect;
mod doors;
mod embedded;
mod failure;
mod groups;
mod log;
mod mending;
mod messages;
mod migrate;
mod names;
mod orders;
mod refill;
mod roles;
mod rows;
mod sessions;
mod stored_message;
#[cfg(test)]
pub(super) mod testing;
mod whole;

use std::sync::Arc;

use surrealdb::{
    IndexedResults, Surreal,
    engine::any::Any,
    types::{QueryError, SurrealValue, Value, Variables},
};
use tokio::sync::{Notify, RwLock, RwLockReadGuard, Semaphore, watch};

use address::Address;
use embedded::Embedded;

pub(super) use accounts::{AccountRow, NewAccountRow};
pub(super) use appending::{Appended, Insertion, NewMessageRows};
pub(super) use audit::{Counts, GroupAudit, References};
pub(super) use doors::{Joining, Removal};
pub(super) use groups::{Listed, NewGroupRow, Unread, role, seq, stored};
pub(super) use log::{Ahead, Forward, LoadedLog, MentionsRow, NextPlace, Position};
pub(super) use names::{Names, NamesRow};
pub(super) use roles::Promotion;
pub(super) use sessions::StoredSession;
pub(super) use stored_message::{StoredMessage, WithQuoted, set_mentions};
pub(super) use whole::{GroupTail, Part, Rest};

use super::{
    error::{Error, OpenError, Result},
    pause::{CONFLICT, pause},
};

/// How often a write that conflicted with another is tried again before the caller is told to come back.
const ATTEMPTS_MAX: u32 = 16;

/// Statements that are read at the same time; others wait for their turn. They are work for the processor, so more would not be
/// quicker, and each takes some 100 KiB meanwhile: this bounds the memory when thousands of sockets come back at once.
const READS_MAX: usize = 8;

/// The two kinds of client that the SDK has: over a datastore in this process, and over a URL.
enum Client {
    Embedded(Embedded),
    Remote(Surreal<Any>),
}

/// The open database.
pub(super) struct Store {
    /// None when it was closed. Locked for writing only while it is closed, or closed and opened again by a checkpoint.
    client: RwLock<Option<Client>>,
    address: Address,
    /// Turns of those who read.
    reads: Semaphore,
    /// How people's groups stand.
    orders: orders::Orders,
    /// Wakes the task that makes checkpoints.
    grown: Arc<Notify>,
    looked: checkpoint::LastLook,
    state: watch::Sender<State>,
}

/// Whether anything can be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Closed,
    /// A commit of the embedded database failed: see [`Store::fail`].
    Failed,
}

impl Store {
    /// The database, for as long as this is held.
    async fn client(&self) -> Result<RwLockReadGuard<'_, Client>> {
        let client = self.client.read().await;
        if *self.state.borrow() != State::Open {
            return Err(Error::Unavailable);
        }
        RwLockReadGuard::try_map(client, Option::as_ref).map_err(|_| Error::Unavailable)
    }

    /// Runs statements once.
    async fn run(&self, sql: &'static str, vars: Variables) -> Result<surrealdb::Result<IndexedResults>> {
        match &*self.client().await? {
            Client::Embedded(Embedded { db, .. }) => Ok(db.query(sql).bind(vars).await),
            Client::Remote(db) => Ok(db.query(sql).bind(vars).await),
        }
    }

    /// The value of a single statement that only reads. Waits as long as an asker does: nothing is lost with the answer.
    async fn read<T: SurrealValue>(&self, sql: &'static str, vars: Variables) -> Result<T> {
        super::with_timeout(async {
            let _turn = self.reads.acquire().await.map_err(|_| Error::Unavailable)?;
            self.attempt(sql, vars).await
        })
        .await
    }

    /// The value of a single statement that writes. It waits for the end of it, however long that takes: only whoever
    /// asked for the write may lose patience, and must then not drop this future (see [`Engine::detached`](super::Engine)).
    ///
    /// After an error of [`Error::leaves_doubt`] the write may have happened all the same.
    async fn write<T: SurrealValue>(&self, sql: &'static str, vars: Variables) -> Result<T> {
        let written = self.attempt(sql, vars).await;
        self.written(written.as_ref().err());
        written
    }

    /// The value of a single statement that appends to a log at the place where it was known to end; none where that is taken: somebody
    /// else appended meanwhile. For the rest it is as [`write`](Self::write).
    async fn append<T: SurrealValue>(&self, sql: &'static str, vars: Variables) -> Result<Option<T>> {
        let appended = self.untaken(sql, vars, false).await;
        self.written(appended.as_ref().err());
        appended
    }

    /// What follows from a write, however it ended.
    fn written(&self, error: Option<&Error>) {
        if error.is_some_and(Error::leaves_doubt) {
            self.orders.forget_all();
        }
        self.look_at_log();
    }

    async fn attempt<T: SurrealValue>(&self, sql: &'static str, vars: Variables) -> Result<T> {
        self.untaken(sql, vars, true).await?.ok_or(Error::Unavailable)
    }

    /// A conflict with another transaction is tried again after a short random wait. So is, where `again` says so, a record that there
    /// is already: it came into being meanwhile, and the next attempt sees it. Otherwise it is none.
    async fn untaken<T: SurrealValue>(&self, sql: &'static str, vars: Variables, again: bool) -> Result<Option<T>> {
        let mut backoff = CONFLICT;
        for attempt in 0..ATTEMPTS_MAX {
            let answer = self.run(sql, vars.clone()).await?;
            match answer.and_then(|mut results| results.take::<Value>(0)) {
                Ok(value) => {
                    return T::from_value(value).map(Some).map_err(|error| {
                        tracing::error!(sql, %error, "the database answered in another shape");
                        Error::Internal
                    });
                }
                Err(error) if !again && is_taken(&error) => return Ok(None),
                Err(error) if is_conflict(&error) || is_taken(&error) => {
                    tracing::debug!(sql, attempt, "conflict");
                    pause(&mut backoff).await;
                }
                Err(error) => return Err(self.refused(sql, &error)),
            }
        }
        tracing::warn!(sql, "still in conflict after {ATTEMPTS_MAX} attempts");
        Err(Error::Unavailable)
    }

    /// What an error other than a conflict means for whoever asked.
    fn refused(&self, sql: &str, error: &surrealdb::Error) -> Error {
        if error.is_connection() {
            tracing::error!(sql, %error, "the database cannot be reached");
            Error::Unavailable
        } else if is_failed_commit(error) {
            self.fail(error);
            Error::Unavailable
        } else {
            tracing::error!(sql, %error, "the database refused");
            Error::Internal
        }
    }

    /// Whether other programs may write to the same database.
    pub(super) const fn is_remote(&self) -> bool {
        self.address.is_remote()
    }

    /// Whether the database answers.
    pub(super) async fn ping(&self) -> Result<()> {
        self.read::<i64>("RETURN 1", Variables::new()).await.map(drop)
    }

    /// Runs statements that must succeed.
    #[cfg(test)]
    pub(super) async fn raw(&self, sql: &str, vars: Variables) {
        let client = self.client.read().await;
        let Some(Client::Embedded(Embedded { db, .. })) = &*client else { panic!("an embedded database is open") };
        db.query(sql).bind(vars).await.expect("answers").check().expect("succeeds");
    }

    /// Finishes what is being written and gives the folder's lock back.
    pub(super) async fn close(&self) {
        let mut client = self.client.write().await;
        self.state.send_if_modified(|state| std::mem::replace(state, State::Closed) == State::Open);
        if let Some(client) = client.take() {
            client.close().await;
        }
    }
}

/// Two transactions wrote the same record: the later one may try again.
fn is_conflict(error: &surrealdb::Error) -> bool {
    matches!(error.query_details(), Some(QueryError::TransactionConflict))
}

/// A record was to be created that there is already.
fn is_taken(error: &surrealdb::Error) -> bool {
    error.is_already_exists()
}

/// The statements ran, and then their transaction could not be committed, for another reason than a conflict.
fn is_failed_commit(error: &surrealdb::Error) -> bool {
    matches!(error.query_details(), Some(QueryError::NotExecuted))
}

/// Parameters of a statement.
macro_rules! vars {
    ($($name:literal: $value:expr),* $(,)?) => {{
        let mut vars = surrealdb::types::Variables::new();
        $(vars.insert($name, $value);)*
        vars
    }};
}
pub(super) use vars;
