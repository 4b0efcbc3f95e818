//! What an append without a lock can rest on, on both engines of this process: rows of several tables go in together, put as records or
//! with one statement, and where one of their ids exists, or comes into being meanwhile, nothing of them is stored.

use std::sync::Arc;

use futures::future::join_all;
use surrealdb::types::{Object, SurrealValue, Value};
use uuid::Uuid;

use super::{Insertion, Store, rows::record, testing, vars};
use crate::config::StoreConfig;

/// Who append to one log at once.
const WRITERS: usize = 8;
/// How many places they fight for, all of them for each.
const PLACES: i64 = 150;

fn row(fields: Vec<(&str, Value)>) -> Value {
    Value::Object(Object::from_iter(fields.into_iter().map(|(name, value)| (name.to_owned(), value))))
}

/// Tries to be the one who takes a place, and leaves a row of its own with it. Whether it was. What other programs and the functions of the
/// store append goes in by statement.
async fn take(store: &Store, group: Uuid, place: i64, writer: Uuid, by_statement: bool) -> bool {
    let event = record("event", vec![group.into_value(), place.into_value()]);
    let trace = record("sent", vec![group.into_value(), writer.into_value(), Uuid::new_v4().into_value()]);
    let rows = vec![
        row(vec![("id", trace.into_value()), ("number", place.into_value())]),
        row(vec![
            ("id", event.into_value()),
            ("kind", "added".to_owned().into_value()),
            ("user", writer.into_value()),
            ("at", 0_i64.into_value()),
            ("messages", 0_i64.into_value()),
        ]),
    ];
    let inserted = if by_statement { store.insert_by_statement(rows).await } else { store.insert_rows(rows).await };
    inserted.expect("is stored, or taken") == Insertion::Done
}

async fn one_wins_each_place(store: Arc<Store>) {
    let (group, writers) = (Uuid::new_v4(), (0..WRITERS).map(|n| (Uuid::new_v4(), n % 2 == 1)));
    let race = |(writer, by_statement): (Uuid, bool)| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut won = Vec::new();
            for place in 1..=PLACES {
                if take(&store, group, place, writer, by_statement).await {
                    won.push((place, writer));
                }
            }
            won
        })
    };
    let won = join_all(writers.map(race)).await.into_iter().flat_map(|won| won.expect("ran"));
    let mut won: Vec<(i64, Uuid)> = won.collect();
    won.sort_unstable();
    assert_eq!(won.iter().map(|(place, _)| *place).collect::<Vec<_>>(), (1..=PLACES).collect::<Vec<_>>(), "one each");

    let (lo, hi) = (1, PLACES);
    let events = store.whole_events(group.into(), lo, hi).await.expect("reads");
    assert_eq!(
        events.iter().map(|event| (event.seq, event.user)).collect::<Vec<_>>(),
        won,
        "and what was said is stored"
    );
    let sql = "SELECT VALUE [number, record::id(id)[1]] FROM sent:[$g, NONE]..[$g, ..]";
    let mut traces: Vec<(i64, Uuid)> = store.attempt(sql, vars! { "g": group }).await.expect("reads");
    traces.sort_unstable();
    assert_eq!(traces, won, "no row of a loser stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_append_at_once_on_disk_one_wins_each_place_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    one_wins_each_place(Store::open(&StoreConfig::default(), folder.path()).await.expect("opens")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_append_at_once_in_memory_one_wins_each_place_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    one_wins_each_place(testing::open(folder.path()).await).await;
}
