//! The newest page of a group with 200 messages and of one with 200 000, and a page from the middle: they must take alike,
//! because a page is read by a window of keys. On SurrealKV in a temporary folder, every commit synced.
//!
//! `cargo bench --features engine --bench page`

use std::{net::Ipv4Addr, time::Duration};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use futures::{StreamExt as _, stream};
use tertulia::{
    api::{NewAccount, NewGroup, NewMessage, PAGE_DEFAULT, PageQuery},
    engine::{Config, Engine, Identity, Limits},
    ids::{ClientId, GroupId, Seq},
};

/// Messages in the two groups.
const LENGTHS: [u64; 2] = [200, 200_000];
/// Sends under way at once while a group is filled: as many as the writer commits together.
const TOGETHER: usize = 128;

async fn open(folder: &std::path::Path) -> (Engine, Identity) {
    let config = Config { limits: Limits::OFF, ..Config::in_folder(folder) };
    let engine = Engine::open(config).await.expect("opens");
    let new = NewAccount {
        email: "ana@example.org".to_owned(),
        password: "correct horse battery".to_owned(),
        full_name: "Ana".to_owned(),
        last_name: "Ruiz".to_owned(),
    };
    let grant = engine.sign_up(Ipv4Addr::LOCALHOST.into(), new).await.expect("signs up");
    let ana = engine.authenticate(&grant.token).await.expect("signed in");
    (engine, ana)
}

async fn fill(engine: &Engine, ana: &Identity, messages: u64) -> GroupId {
    let new = NewGroup { name: format!("{messages} messages"), description: String::new() };
    let group = engine.create_group(ana, new).await.expect("creates").id;
    let content = "Una frase de longitud corriente, como las que se escriben en un chat de estudio.";
    stream::iter(0..messages)
        .for_each_concurrent(TOGETHER, |_| async {
            let client_id = Some(ClientId::random());
            let new = NewMessage { content: content.to_owned(), client_id, reply_to: None, sender_id: None };
            engine.send(ana, group, new).await.expect("is stored");
        })
        .await;
    group
}

fn pages(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let (engine, ana) = runtime.block_on(open(folder.path()));
    let mut bench = criterion.benchmark_group("page of 50");
    bench.measurement_time(Duration::from_secs(10));
    for messages in LENGTHS {
        let group = runtime.block_on(fill(&engine, &ana, messages));
        for (name, query) in [("newest", PageQuery::Newest), ("middle", PageQuery::Before(Seq(messages / 2)))] {
            bench.bench_with_input(BenchmarkId::new(name, messages), &query, |bencher, query| {
                bencher.to_async(&runtime).iter(|| async {
                    let page = engine.page(&ana, group, *query, PAGE_DEFAULT).await.expect("a page");
                    assert_eq!(page.messages.len(), 50);
                    page
                });
            });
        }
    }
    bench.finish();
    runtime.block_on(engine.close());
}

criterion_group!(benches, pages);
criterion_main!(benches);
