//! SurrealDB: where everything is kept. All SurrealQL of the program is here, in `store/sql/*.surql` and in one file per noun.
//!
//! Everything that must hold together is one stored function, called as one statement: that is one transaction, parsed once,
//! and a conflict shows as a typed error. Writes are idempotent or conflict on a record id, so they can be tried again.

mod accounts;
#[cfg(test)]
mod clock_jumps;
mod connect;
mod groups;
mod log;
mod message_row;
mod messages;
mod migrate;
mod names;
mod sessions;

use std::{sync::Arc, time::Duration};

use surrealdb::{
    IndexedResults, Surreal,
    engine::{any::Any, local::Db},
    types::{QueryError, SurrealValue, Variables},
};
use surrealdb_core::kvs::Datastore;

pub(super) use accounts::NewAccountRow;
pub(super) use groups::{NewGroupRow, Removal};
pub(super) use log::{Replay, ReplayedEvent};
pub(super) use messages::{Revision, SendItem, SendOutcome};

use super::error::{Error, OpenError, Result};

/// How often a write that conflicted with another is tried again before the caller is told to come back.
const ATTEMPTS_MAX: u32 = 16;
/// Longest wait for one call: after it the outcome is unknown and the caller is told so. A healthy store answers in
/// milliseconds; a disk that stalls must not hold requests for ever.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);

/// The two kinds of client that the SDK has: over a datastore in this process, and over a URL.
enum Client {
    Embedded { db: Surreal<Db>, datastore: Arc<Datastore> },
    Remote(Surreal<Any>),
}

/// The open database.
pub(super) struct Store {
    client: Client,
}

impl Store {
    /// Runs statements once.
    async fn run(&self, sql: &'static str, vars: Variables) -> surrealdb::Result<IndexedResults> {
        match &self.client {
            Client::Embedded { db, .. } => db.query(sql).bind(vars).await,
            Client::Remote(db) => db.query(sql).bind(vars).await,
        }
    }

    /// The value of a single statement; a conflict with another transaction is tried again after a short random wait.
    async fn call<T: SurrealValue>(&self, sql: &'static str, vars: Variables) -> Result<T> {
        for attempt in 0..ATTEMPTS_MAX {
            let tried = tokio::time::timeout(CALL_TIMEOUT, self.run(sql, vars.clone())).await;
            let Ok(answer) = tried else {
                tracing::error!(sql, "the database did not answer in {CALL_TIMEOUT:?}");
                return Err(Error::Unavailable);
            };
            match answer.and_then(|mut results| results.take::<surrealdb::types::Value>(0)) {
                Ok(value) => {
                    return T::from_value(value).map_err(|error| {
                        tracing::error!(sql, %error, "the database answered in another shape");
                        Error::Internal
                    });
                }
                Err(error) if is_conflict(&error) => {
                    tracing::debug!(sql, attempt, "conflict");
                    tokio::time::sleep(pause(attempt)).await;
                }
                Err(error) if error.is_connection() => {
                    tracing::error!(sql, %error, "the database cannot be reached");
                    return Err(Error::Unavailable);
                }
                Err(error) => {
                    tracing::error!(sql, %error, "the database refused");
                    return Err(Error::Internal);
                }
            }
        }
        tracing::warn!(sql, "still in conflict after {ATTEMPTS_MAX} attempts");
        Err(Error::Unavailable)
    }

    /// Whether the database answers.
    pub(super) async fn ping(&self) -> Result<()> {
        self.call::<i64>("RETURN 1", Variables::new()).await.map(drop)
    }

    /// Finishes what is being written and gives the folder's lock back.
    pub(super) async fn close(&self) {
        if let Client::Embedded { datastore, .. } = &self.client
            && let Err(error) = datastore.shutdown().await
        {
            tracing::error!(%error, "the database did not close cleanly");
        }
    }
}

/// Two transactions that wrote the same record, or created it: the later one may try again.
fn is_conflict(error: &surrealdb::Error) -> bool {
    matches!(error.query_details(), Some(QueryError::TransactionConflict)) || error.is_already_exists()
}

/// 0 to 2ⁿ ms at random, at most 64: those who conflicted come back at different times.
fn pause(attempt: u32) -> Duration {
    let most = 1_u64 << attempt.min(6);
    Duration::from_micros(rand::random_range(0..=most * 1000))
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
