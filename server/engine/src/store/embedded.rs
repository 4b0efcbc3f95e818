//! The datastore in this process, and what is asked of it without a statement: putting new records, which is the write of every message.
//!
//! A statement of SurrealQL costs several times what its records do, most of it before the first one (docs/performance.md): it is planned, its
//! permissions, fields and events are looked up, and a document is computed for each row. For rows that are made and typed here nothing of
//! that is needed. So they are encoded and put through the layer of SurrealDB that statements write through too, `surrealdb-datastore`, in one
//! transaction, with its check that no record of that id is there, and its conflicts. That the records are those that `INSERT` stores is
//! tested (`embedded/tests.rs`), for this version of SurrealDB, which is pinned.

#[cfg(test)]
mod tests;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use surrealdb::{Surreal, engine::local::Db};
use surrealdb_core::kvs::Datastore;
use surrealdb_datastore::{
    Error as StorageError, Transaction, TransactionType,
    catalog::{
        DatabaseId, NamespaceId, Record,
        providers::{DatabaseProvider as _, TableProvider as _},
    },
    storage_error,
    val::Value,
};

use super::Insertion;

/// How long closing may take, and how often it is looked whether it is done.
const CLOSE_TIME: Duration = Duration::from_secs(30);
const CLOSE_PAUSE: Duration = Duration::from_millis(1);

/// An open datastore, and how it calls the database in it.
pub(super) struct Embedded {
    pub(super) db: Surreal<Db>,
    datastore: Arc<Datastore>,
    namespace: NamespaceId,
    database: DatabaseId,
}

/// Why records were not put, beyond that one was there.
#[derive(Debug)]
pub(super) enum PutError {
    /// They cannot be stored.
    Refused(String),
    /// The disk did not take them: see [`Store::fail`](super::Store).
    Commit(String),
}

impl Embedded {
    /// Over a datastore where the database of this name is defined, in the namespace of the same name.
    pub(super) async fn new(db: Surreal<Db>, datastore: Arc<Datastore>, name: &str) -> Result<Self, String> {
        let transaction = datastore.transaction(TransactionType::Read).await.map_err(|error| error.to_string())?;
        let found = transaction.expect_db_by_name(name, name).await.map_err(|error| error.to_string());
        transaction.cancel().await.map_err(|error| error.to_string())?;
        let found = found?;
        let (namespace, database) = (found.namespace_id, found.database_id);
        Ok(Self { db, datastore, namespace, database })
    }

    /// Stores records in one transaction, each an object with its `id`: all of them, or none where one of the ids is taken. As in a statement
    /// a field that is `NONE` is not stored; other than there, nobody checks the fields.
    pub(super) async fn put(&self, rows: Vec<surrealdb::types::Value>) -> Result<Insertion, PutError> {
        let transaction = (self.datastore.transaction(TransactionType::Write).await)
            .map_err(|error| PutError::Refused(error.to_string()))?;
        for row in rows {
            if let Err(error) = self.put_one(&transaction, row).await {
                if let Err(error) = transaction.cancel().await {
                    tracing::warn!(%error, "a transaction was not given up");
                }
                return error.map_or(Ok(Insertion::Taken), |refused| Err(PutError::Refused(refused)));
            }
        }
        match transaction.commit().await {
            Ok(()) => Ok(Insertion::Done),
            Err(error) => match storage_error(&error) {
                Some(StorageError::TransactionConflict(_)) => Ok(Insertion::Taken),
                _ => Err(PutError::Commit(error.to_string())),
            },
        }
    }

    /// The error is none where the record is there already.
    async fn put_one(&self, transaction: &Transaction, row: surrealdb::types::Value) -> Result<(), Option<String>> {
        let Value::Object(mut fields) = Value::from(row) else { return Err(Some("a row is no object".to_owned())) };
        fields.retain(|_, value| !matches!(value, Value::None));
        let Some(Value::RecordId(id)) = fields.get("id").cloned() else {
            return Err(Some("a row has no id".to_owned()));
        };
        let record = Record::new(Value::Object(fields)).into_read_only();
        let put = transaction.put_record(self.namespace, self.database, &id.table, &id.key, record).await;
        put.map_err(|error| match storage_error(&error) {
            Some(StorageError::TransactionKeyAlreadyExists | StorageError::TransactionConflict(_)) => None,
            _ => Some(error.to_string()),
        })
    }

    /// Closes it by giving it up: with its last handle the SDK stops its tasks and closes the datastore. (Closing that first would
    /// have it done twice, the second time with an error in the log.) Waits until nothing of it is left.
    pub(super) async fn close(self) {
        let Self { db, datastore, .. } = self;
        let left = Arc::downgrade(&datastore);
        drop((db, datastore));
        let started = Instant::now();
        while left.strong_count() > 0 {
            if started.elapsed() > CLOSE_TIME {
                tracing::warn!("the database is not closed after {CLOSE_TIME:?}");
                return;
            }
            tokio::time::sleep(CLOSE_PAUSE).await;
        }
    }
}
