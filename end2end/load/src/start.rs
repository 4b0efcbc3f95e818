//! A server of one's own for the time of a run: on a free port, with a temporary data folder, stopped at the end in any case.

use std::{
    fs::File,
    net::TcpListener,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use clap::Parser as _;
use tempfile::TempDir;
use tokio::{
    process::{Child, Command as Program},
    signal::unix::{SignalKind, signal},
    time::{Instant, sleep, timeout},
};

use crate::{
    args::{Cli, Command, StartArgs, Target},
    idle,
    report::Report,
    talk,
    trouble::{Result, Trouble},
};

/// How long the first start may take: it makes the database.
const START_TIME: Duration = Duration::from_secs(60);
/// How long a stop may take; the contract says five seconds.
const STOP_TIME: Duration = Duration::from_secs(10);
/// How often it is asked whether it is ready.
const ASK_EVERY: Duration = Duration::from_millis(50);

/// Leaves the first core to the server. Called before the runtime counts the cores.
pub(crate) fn keep_off_the_servers_core(args: &StartArgs) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if !args.pin || cores < 2 {
        return Ok(());
    }
    let mut taskset = std::process::Command::new("taskset");
    taskset.args(["--pid", "--cpu-list", &format!("1-{}", cores - 1), &std::process::id().to_string()]);
    let moved = taskset.stdout(Stdio::null()).status().map_err(Trouble::system("--pin needs taskset (util-linux)"))?;
    if moved.success() { Ok(()) } else { Err(Trouble::Asked("taskset could not move this program".to_owned())) }
}

/// Starts the server, runs the other subcommand against it, and stops it.
pub(crate) async fn run(args: StartArgs) -> Result<Report> {
    let words = std::iter::once("load".into()).chain(args.command.iter().cloned());
    // Explains itself and ends the program where the words make no sense.
    let command = Cli::parse_from(words).command;
    let mut server = Server::start(&args)?;
    let outcome = tokio::select! {
        outcome = server.serve(command) => outcome,
        () = interrupted() => Err(Trouble::Interrupted),
    };
    let stopped = server.stop().await;
    let report = outcome.inspect_err(|_| server.show_log())?;
    if !stopped?.success() {
        eprintln!("the server did not stop cleanly");
    }
    Ok(report)
}

async fn interrupted() {
    let (Ok(mut int), Ok(mut term)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = int.recv() => {}
        _ = term.recv() => {}
    }
}

struct Server {
    child: Child,
    target: Target,
    /// Deleted when dropped.
    folder: TempDir,
}

impl Server {
    fn start(args: &StartArgs) -> Result<Self> {
        let folder = args.folder.clone().unwrap_or_else(std::env::temp_dir);
        let folder = tempfile::Builder::new().prefix("tertulia-load-").tempdir_in(folder);
        let folder = folder.map_err(Trouble::system("the temporary folder"))?;
        let address = free_address().map_err(Trouble::system("a free port"))?;
        let log = File::create(folder.path().join("log")).map_err(Trouble::system("the server's log"))?;
        let errors = log.try_clone().map_err(Trouble::system("the server's log"))?;
        let mut program = if args.pin { pinned(&args.binary) } else { Program::new(&args.binary) };
        program.env("TERTULIA_ADDR", &address).env("TERTULIA_DATA", folder.path().join("data"));
        program.env("TERTULIA_LIMITS", "off").stdin(Stdio::null()).stdout(log).stderr(errors).kill_on_drop(true);
        let child = program.spawn().map_err(Trouble::system("the server does not start"))?;
        let target = Target { url: format!("http://{address}"), pid: child.id() };
        Ok(Self { child, target, folder })
    }

    async fn serve(&mut self, command: Command) -> Result<Report> {
        self.ready().await?;
        let target = self.target.clone();
        match command {
            Command::Talk(args) => talk::run(&crate::args::TalkArgs { target, ..args }).await.map(Report::Talk),
            Command::Idle(args) => idle::run(&crate::args::IdleArgs { target, ..args }).await.map(Report::Idle),
            Command::Start(_) => Err(Trouble::Asked("start starts one server: give it talk or idle".to_owned())),
        }
    }

    async fn ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_TIME;
        while Instant::now() < deadline {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Trouble::Asked(format!("the server ended at once: {status}")));
            }
            let answer = reqwest::get(format!("{}/readyz", self.target.url)).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            sleep(ASK_EVERY).await;
        }
        Err(Trouble::Late { what: "starting the server", limit: START_TIME })
    }

    /// SIGTERM, by the shell's own `kill`; SIGKILL if it does not listen.
    async fn stop(&mut self) -> Result<ExitStatus> {
        if let Some(pid) = self.child.id() {
            let _ = Program::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &pid.to_string()]).status().await;
        }
        match timeout(STOP_TIME, self.child.wait()).await {
            Ok(ended) => ended.map_err(Trouble::system("waiting for the server")),
            Err(_) => {
                let _ = self.child.kill().await;
                Err(Trouble::Late { what: "stopping the server", limit: STOP_TIME })
            }
        }
    }

    /// The last lines of what the server said.
    fn show_log(&self) {
        const LINES: usize = 20;
        let text = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines[lines.len().saturating_sub(LINES)..] {
            eprintln!("server: {line}");
        }
    }
}

/// `taskset` becomes the program that it starts, so that the process is the server's.
fn pinned(binary: &Path) -> Program {
    let mut program = Program::new("taskset");
    program.args(["--cpu-list", "0"]).arg(binary);
    program
}

/// A loopback port that was free a moment ago.
fn free_address() -> std::io::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}
