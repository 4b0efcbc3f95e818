//! A server of one's own for the time of a run: on a free port, with a temporary data folder, stopped at the end in any case.

use std::{path::Path, process::Stdio};

use clap::Parser as _;
use common::{
    Result, RunError,
    server::{Server, interrupted},
};
use tokio::process::Command as Program;

use crate::{
    args::{Cli, Command, StartArgs, Target},
    measure,
    report::Report,
};

/// Leaves the first core to the server. Called before the runtime counts the cores.
pub(crate) fn keep_off_the_servers_core(args: &StartArgs) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if !args.pin || cores < 2 {
        return Ok(());
    }
    let mut taskset = std::process::Command::new("taskset");
    taskset.args(["--pid", "--cpu-list", &format!("1-{}", cores - 1), &std::process::id().to_string()]);
    let moved = taskset.stdout(Stdio::null()).status().map_err(RunError::system("--pin needs taskset (util-linux)"))?;
    if moved.success() { Ok(()) } else { Err(RunError::Asked("taskset could not move this program".to_owned())) }
}

/// Starts the server, runs the other subcommand against it, and stops it.
pub(crate) async fn run(args: StartArgs) -> Result<Report> {
    let words = std::iter::once("load".into()).chain(args.command.iter().cloned());
    // Explains itself and ends the program where the words make no sense.
    let command = Cli::parse_from(words).command;
    let folder = args.folder.clone().unwrap_or_else(std::env::temp_dir);
    let folder = tempfile::Builder::new().prefix("tertulia-load-").tempdir_in(folder);
    let folder = folder.map_err(RunError::system("the temporary folder"))?;
    let program = if args.pin { pinned(&args.binary) } else { Program::new(&args.binary) };
    let mut server = Server::start(program, folder.path())?;
    let outcome = tokio::select! {
        outcome = serve(&mut server, command) => outcome,
        () = interrupted() => Err(RunError::Interrupted),
    };
    let stopped = server.stop().await;
    let report = outcome.inspect_err(|_| server.show_log())?;
    if !stopped?.success() {
        eprintln!("the server did not stop cleanly");
    }
    Ok(report)
}

async fn serve(server: &mut Server, mut command: Command) -> Result<Report> {
    server.ready().await?;
    if let Some(target) = command.target_mut() {
        *target = Target { url: server.url().to_owned(), pid: server.pid() };
    }
    measure(command).await
}

/// `taskset` becomes the program that it starts, so that the process is the server's.
fn pinned(binary: &Path) -> Program {
    let mut program = Program::new("taskset");
    program.args(["--cpu-list", "0"]).arg(binary);
    program
}
