//! `chaos`: a Tertulia of its own, people who use it, and everything that can go wrong meanwhile; then a checker that believes
//! nobody. Exit code 0 when every promise was kept, 1 when one was broken, 2 when it could not be tried.
//!
//! # Layout
//!
//! * [`args`]: the command line. [`plan`]: what a seed decides.
//! * [`run`]: one run. [`participants`]: who takes part.
//! * [`supervisor`]: the server's life. [`proxy`]: what happens to connections.
//! * [`actor`]: somebody with a [`device`], which drives the program's own client, with a [`socket`] and a [`local_store`]. [`record`]: what it saw and did.
//!   [`plant`]: a fault on purpose, in what one device receives.
//! * [`readback`]: what the database holds in the end. [`checker`]: whether every promise was kept.
//! * [`report`]: what came of it.

mod actor;
mod args;
mod checker;
mod device;
mod local_store;
mod participants;
mod plan;
mod plant;
mod proxy;
mod readback;
mod report;
mod run;
mod socket;
mod supervisor;
mod trace;

use std::process::ExitCode;

use clap::Parser as _;
use common::{Result, RunError};

use self::{args::Args, report::Report};

/// Something that was promised did not hold.
const BROKEN: u8 = 1;
/// The run could not be made.
const IMPOSSIBLE: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let seed = args.seed.unwrap_or_else(draw_seed);
    eprintln!("seed {seed}");
    match play(&args, seed) {
        Ok(report) => {
            print(&report);
            if report.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(BROKEN) }
        }
        Err(trouble) => {
            eprintln!("chaos: {trouble}");
            ExitCode::from(IMPOSSIBLE)
        }
    }
}

fn play(args: &Args, seed: u64) -> Result<Report> {
    let runtime = tokio::runtime::Runtime::new().map_err(RunError::system("the runtime"))?;
    runtime.block_on(run::run(args, seed))
}

/// Short enough to be typed.
fn draw_seed() -> u64 {
    u64::from(uuid::Uuid::new_v4().as_fields().0)
}

/// The result goes to the standard output, progress and violations to the standard error.
#[allow(clippy::print_stdout, reason = "printing the result is what this program is for")]
fn print(report: &Report) {
    println!("{}", report.markdown());
    for sentence in report.sentences() {
        eprintln!("broken: {sentence}");
    }
}
