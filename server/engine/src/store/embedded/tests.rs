//! What is put without a statement is what a statement would have stored.

use std::sync::Arc;

use surrealdb::types::{RecordId, SurrealValue, Value as Row};
use surrealdb_datastore::{
    TransactionType,
    catalog::{Record, providers::TableProvider as _},
    val::Value,
};
use tertulia::{
    clock::Timestamp,
    ids::{ClientMessageId, GroupId, Seq, UserId},
};
use uuid::Uuid;

use crate::{
    error::Error,
    store::{Client, Insertion, NewMessageRows, NextPlace, Store, rows::record, testing, vars},
};

/// Messages of every shape that there is.
fn messages(group: GroupId) -> Vec<NewMessageRows> {
    let mut next = NextPlace { group, seq: 2, messages: 0, at: Timestamp::from_millis(1_795_000_000_123) };
    let mut message = |text: String, reply_to| {
        let client_id = ClientMessageId::from(Uuid::from_u128(u128::try_from(next.seq).expect("is positive")));
        next.message(UserId::from(Uuid::from_u128(7)), client_id, text, reply_to)
    };
    vec![
        message("¿Y si x² < 0?".to_owned(), None),
        message(String::new(), Some(Seq(2))),
        message("'; DELETE message; --\u{0}\u{202e}👩‍🔬\n\t\"".to_owned(), Some(Seq(u64::from(u32::MAX)))),
        // Longer than what is kept beside its key.
        message("á".repeat(10_000), None),
    ]
}

fn ids(rows: &[Row]) -> Vec<RecordId> {
    let id = |row: &Row| match row {
        Row::Object(fields) => RecordId::from_value(fields.get("id").expect("has an id").clone()).expect("is one"),
        row => panic!("{row:?}"),
    };
    rows.iter().map(id).collect()
}

/// The records as the datastore keeps them.
async fn stored(store: &Store, ids: &[RecordId]) -> Vec<Arc<Record>> {
    let client = store.client().await.expect("is open");
    let Client::Embedded(embedded) = &*client else { panic!("is embedded") };
    let transaction = embedded.datastore.transaction(TransactionType::Read).await.expect("begins");
    let mut records = Vec::new();
    for id in ids {
        let Value::RecordId(id) = Value::from(id.clone().into_value()) else { panic!("{id:?}") };
        let (namespace, database) = (embedded.namespace, embedded.database);
        records.push(transaction.get_record(namespace, database, &id.table, &id.key, None).await.expect("reads"));
    }
    transaction.cancel().await.expect("ends");
    records
}

#[tokio::test]
async fn what_is_put_is_what_a_statement_stores() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (testing::open(folder.path()).await, testing::open(folder.path()).await);
    let messages = messages(GroupId::random());
    let rows: Vec<Row> = messages.iter().flat_map(NewMessageRows::rows).collect();
    assert_eq!(one.insert_rows(rows.clone()).await, Ok(Insertion::Done));
    assert_eq!(other.insert_by_statement(rows.clone()).await, Ok(Insertion::Done), "and by a schema that checks it");

    let ids = ids(&rows);
    let (put, inserted) = (stored(&one, &ids).await, stored(&other, &ids).await);
    assert!(put.iter().all(|record| record.metadata.is_none() && !matches!(record.data, Value::None)));
    for ((put, inserted), id) in put.iter().zip(&inserted).zip(&ids) {
        assert_eq!(put, inserted, "{id:?}");
    }
    assert_eq!(put.len(), messages.len() * 3);
}

#[tokio::test]
async fn where_one_is_taken_nothing_is_put() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = testing::open(folder.path()).await;
    let messages = messages(GroupId::random());
    assert_eq!(store.insert(&[&messages[1]]).await, Ok(Insertion::Done));
    let before = store.audit_counts().await.expect("counts");
    assert_eq!(store.insert(&[&messages[0], &messages[1], &messages[2]]).await, Ok(Insertion::Taken));
    assert_eq!(store.audit_counts().await.expect("counts"), before);
    assert_eq!(store.insert(&[&messages[0], &messages[2]]).await, Ok(Insertion::Done), "and nothing is in the way");
}

#[tokio::test]
async fn rows_that_are_none_are_refused_and_nothing_is_put() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = testing::open(folder.path()).await;
    let id = record("sent", vec![1_i64.into_value()]);
    let row =
        |id: Row| Row::Object([("id".to_owned(), id), ("number".to_owned(), 1_i64.into_value())].into_iter().collect());
    for bad in [Row::None, 1_i64.into_value(), row(Row::None), row("sent:1".to_owned().into_value())] {
        let rows = vec![row(id.clone().into_value()), bad];
        assert_eq!(store.insert_rows(rows).await, Err(Error::Internal));
    }
    let left: Option<i64> = store.read("SELECT VALUE number FROM ONLY $id", vars! { "id": id }).await.expect("reads");
    assert_eq!(left, None);
    assert!(!store.has_failed());
}
