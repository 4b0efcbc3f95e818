//! The newest page of a group with 200 messages and of one with a million, and a page from the middle: they must take alike, because the newest
//! stands in memory and any other is read by a window of keys. How long the first page takes after a restart is printed, once for each. On
//! SurrealKV in a temporary folder, every commit synced.
//!
//! `cargo bench --bench page`

mod chat;

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use engine::{Config, Engine, Identity, Limits};
use futures::{StreamExt as _, stream};
use tertulia::{
    api::{PAGE_DEFAULT, PageQuery},
    ids::{GroupId, Seq},
};

/// Messages in the two groups.
const LENGTHS: [u64; 2] = [200, 1_000_000];
/// Sends under way at once while a group is filled: as many as the writer commits together.
const TOGETHER: usize = 128;

async fn fill(engine: &Engine, ana: &Identity, messages: u64) -> GroupId {
    let group = chat::create_group(engine, ana, format!("{messages} messages")).await;
    stream::iter(0..messages).for_each_concurrent(TOGETHER, |_| chat::send(engine, ana, group)).await;
    group
}

fn pages(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let (engine, ana) = runtime.block_on(chat::open(folder.path()));
    let groups = LENGTHS.map(|messages| (messages, runtime.block_on(fill(&engine, &ana, messages))));
    runtime.block_on(engine.close());
    let config = Config { limits: Limits::OFF, ..Config::in_folder(folder.path()) };
    let engine = runtime.block_on(Engine::open(config)).expect("opens again");
    for (messages, group) in groups {
        let started = Instant::now();
        runtime.block_on(engine.page(&ana, group, PageQuery::Newest, PAGE_DEFAULT)).expect("a page");
        eprintln!("the first page of {messages} messages: {:?}", started.elapsed());
    }
    let mut bench = criterion.benchmark_group("page of 50");
    bench.measurement_time(Duration::from_secs(10));
    for (messages, group) in groups {
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
