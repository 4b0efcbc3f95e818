//! `tertulia`: reads the configuration and serves until it is told to stop.

use std::process::ExitCode;

use clap::Parser as _;
use server::{config::Cli, logs, serve};

/// Stack of every thread of the runtime. SurrealDB's parser and planner recurse deeper than the usual 2 MiB allow; only the
/// pages that are touched take memory.
const STACK: usize = 16 * 1024 * 1024;

/// With one worker a store call that computes for long would hold up every socket. More than the cores are no use: the
/// embedded store does its blocking work on threads of its own (the advice to have four is about RocksDB, which blocks workers).
const WORKERS_MIN: usize = 2;

fn main() -> ExitCode {
    let config = Cli::parse().into_serve();
    logs::init(&config.log);
    let workers = std::thread::available_parallelism().map_or(WORKERS_MIN, |cores| cores.get().max(WORKERS_MIN));
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .thread_stack_size(STACK)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "the runtime does not start");
            return ExitCode::FAILURE;
        }
    };
    // Holds the closed chat beyond the runtime: when it is dropped, a task of the SDK would close the store a second time and
    // log that this failed.
    let outcome = runtime.block_on(serve::run(config));
    // Whatever still runs has had its time: waiting for it here could pass the five seconds that a stop may take.
    runtime.shutdown_background();
    match outcome {
        Ok(_closed) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
