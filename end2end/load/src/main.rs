//! `load`: what a running Tertulia does under many talking people and many readers, and what many silent sockets cost it.
//!
//! It is a client like any other, over HTTP and sockets, and judges what it sees: exit code 0 when everything that was
//! promised held, 1 when something was lost, doubled, reordered or refused, 2 when it could not be tried.
//!
//! # Layout
//!
//! * [`args`]: the command line.
//! * [`talk`]: people who send at a steady rate; how long until the others have it. [`schedule`] says when.
//! * [`saturate`]: people who send as soon as they are answered; how many messages and deliveries a second that makes.
//! * [`conversation`]: what both are made of. [`checker`]: whether every reader saw one gap-free log.
//! * [`page`]: the newest page of a group over HTTP; how long it takes.
//! * [`idle`]: sockets that only stay; what each takes.
//! * [`window`]: the part of a run that is measured. [`process`] reads a program's memory and processor time.
//! * [`start`]: a server of one's own for the time of a run.
//! * [`people`], [`socket`], [`text`]: the client: groups full of people, sockets, and what is sent.
//! * [`report`]: what comes out, as a table or JSON.
//!
//! The crate `common` has what the chaos program needs too: HTTP, a server's process, chance.

mod args;
mod checker;
mod conversation;
mod idle;
mod page;
mod people;
mod process;
mod report;
mod saturate;
mod schedule;
mod socket;
mod start;
mod talk;
mod text;
mod window;

use std::process::ExitCode;

use clap::Parser as _;
use common::{Result, RunError};

use self::{
    args::{Cli, Command},
    report::Report,
};

/// Something that was promised did not hold.
const BROKEN: u8 = 1;
/// The run could not be made.
const IMPOSSIBLE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.wants_json();
    match run(cli.command) {
        Ok(report) => {
            print(&report, json);
            if report.faults().is_empty() { ExitCode::SUCCESS } else { ExitCode::from(BROKEN) }
        }
        Err(trouble) => {
            eprintln!("load: {trouble}");
            ExitCode::from(IMPOSSIBLE)
        }
    }
}

fn run(command: Command) -> Result<Report> {
    if let Command::Start(args) = &command {
        start::keep_off_the_servers_core(args)?;
    }
    let runtime = tokio::runtime::Runtime::new().map_err(RunError::system("the runtime"))?;
    runtime.block_on(async {
        match command {
            Command::Start(args) => start::run(args).await,
            other => measure(other).await,
        }
    })
}

/// Measures a server that runs.
async fn measure(command: Command) -> Result<Report> {
    match command {
        Command::Talk(args) => talk::run(&args).await.map(Report::Talk),
        Command::Saturate(args) => saturate::run(&args).await.map(Report::Saturate),
        Command::Page(args) => page::run(&args).await.map(Report::Pages),
        Command::Idle(args) => idle::run(&args).await.map(Report::Idle),
        Command::Start(_) => Err(RunError::Asked("start starts one server: give it another subcommand".to_owned())),
    }
}

/// The result goes to the standard output, progress and faults to the standard error.
#[allow(clippy::print_stdout, reason = "printing the result is what this program is for")]
fn print(report: &Report, json: bool) {
    println!("{}", if json { report.json() } else { report.table() });
    for fault in report.faults() {
        eprintln!("broken: {fault}");
    }
}
