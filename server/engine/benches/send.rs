//! What storing a message takes: one at a time, and as many together as the writer commits in one transaction. On SurrealKV in
//! a temporary folder, every commit synced; `TMPDIR=/dev/shm` leaves the disk out and shows the processor's part.
//!
//! `cargo bench --bench send`

mod chat;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures::{StreamExt as _, stream};

/// Messages that are sent at once to one group.
const TOGETHER: [u64; 2] = [1, 128];

fn sends(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let (engine, ana) = runtime.block_on(chat::open(folder.path()));
    let group = runtime.block_on(chat::create_group(&engine, &ana, "Messages".to_owned()));
    let mut bench = criterion.benchmark_group("send");
    bench.measurement_time(Duration::from_secs(10));
    for messages in TOGETHER {
        bench.throughput(Throughput::Elements(messages));
        bench.bench_with_input(BenchmarkId::from_parameter(messages), &messages, |bencher, messages| {
            bencher
                .to_async(&runtime)
                .iter(|| stream::iter(0..*messages).for_each_concurrent(None, |_| chat::send(&engine, &ana, group)));
        });
    }
    bench.finish();
    runtime.block_on(engine.close());
}

criterion_group!(benches, sends);
criterion_main!(benches);
