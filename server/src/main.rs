//! `tertulia`: reads the command line and does what it says, which is mostly to serve until it is told to stop.

use std::process::ExitCode;

use clap::Parser as _;
use server::{
    commands,
    config::{Cli, Command},
    logs, serve,
};

/// A message is some hundreds of small allocations, mostly the store's, which live for a moment. glibc's allocator takes a fifth more time for
/// them in all, and now and then tidies up for tens of milliseconds (docs/performance.md).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Stack of every thread of the runtime. SurrealDB's parser and planner recurse deeper than the usual 2 MiB allow; only the
/// pages that are touched take memory.
const STACK: usize = 16 * 1024 * 1024;

/// With one worker a store call that computes for long would hold up every socket. More than the cores are no use: the
/// embedded store does its blocking work on threads of its own (the advice to have four is about RocksDB, which blocks workers).
const WORKERS_MIN: usize = 2;

fn main() -> ExitCode {
    let command = Cli::parse().into_command();
    match &command {
        Command::Serve(config) => logs::init(&config.log),
        _ => logs::init_for_command(),
    }
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
    let code = runtime.block_on(run(command));
    // Whatever still runs has had its time: waiting for it here could pass the five seconds that a stop may take.
    runtime.shutdown_background();
    code
}

async fn run(command: Command) -> ExitCode {
    match command {
        Command::Serve(config) => match serve::run(*config).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                tracing::error!("{error}");
                ExitCode::FAILURE
            }
        },
        Command::Verify(args) => commands::verify::run(args).await,
        Command::Backup(args) => commands::backup::run(args).await,
        Command::Restore(args) => commands::restore::run(args).await,
    }
}
