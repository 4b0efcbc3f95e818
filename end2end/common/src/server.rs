//! A server of one's own: on a free port, asked whether it is ready, stopped or killed.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use tokio::{
    io::AsyncRead,
    process::{Child, Command},
    signal::unix::{SignalKind, signal},
    time::{Instant, sleep, timeout},
};

use crate::run_error::{Result, RunError};

/// How long a start may take: the first one makes the database.
const START_TIME: Duration = Duration::from_secs(60);
/// How long a stop may take; five seconds are promised.
const STOP_TIME: Duration = Duration::from_secs(10);
/// How often it is asked whether it is ready.
const ASK_EVERY: Duration = Duration::from_millis(50);

/// No rates, and room for thousands of sockets of some people at one address.
pub const LIMITS: &str =
    "off,sockets=off,subscriptions=off,connections=off,address_connections=off,members=off,groups=off";

/// A running server, which ends with this value.
#[derive(Debug)]
pub struct Server {
    child: Child,
    url: String,
    log: PathBuf,
}

impl Server {
    /// Starts `program`, which becomes the server: on a free port of the loopback, with [`LIMITS`], with its data in
    /// `folder/data` and what it says appended to `folder/log`.
    ///
    /// # Errors
    /// The system refused.
    pub fn start(mut program: Command, folder: &Path) -> Result<Self> {
        let address = free_address().map_err(RunError::system("a free port"))?;
        let path = folder.join("log");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&path);
        let log = log.map_err(RunError::system("the server's log"))?;
        let errors = log.try_clone().map_err(RunError::system("the server's log"))?;
        program.env("TERTULIA_ADDR", &address).env("TERTULIA_DATA", folder.join("data")).env_remove("TERTULIA_DB");
        program.env("TERTULIA_LIMITS", LIMITS).stdin(Stdio::null()).kill_on_drop(true);
        // Through pipes: a limit on the size of the server's files must not keep it from saying what happens.
        program.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().map_err(RunError::system("the server does not start"))?;
        keep(child.stdout.take(), log);
        keep(child.stderr.take(), errors);
        Ok(Self { child, url: format!("http://{address}"), log: path })
    }

    /// Where it is: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits until it takes requests.
    ///
    /// # Errors
    /// It ended, or takes too long.
    pub async fn ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_TIME;
        while Instant::now() < deadline {
            if let Some(status) = self.ended() {
                return Err(RunError::Asked(format!("the server ended at once: {status}")));
            }
            if self.is_ready().await {
                return Ok(());
            }
            sleep(ASK_EVERY).await;
        }
        Err(RunError::Late { what: "starting the server", limit: START_TIME })
    }

    /// Whether it says that it is ready.
    pub async fn is_ready(&self) -> bool {
        let answer = timeout(Duration::from_secs(5), reqwest::get(format!("{}/readyz", self.url))).await;
        answer.is_ok_and(|answer| answer.is_ok_and(|answer| answer.status().is_success()))
    }

    /// SIGTERM, by the shell's own `kill`; SIGKILL if it does not listen.
    ///
    /// # Errors
    /// It did not stop in its time.
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        if let Some(pid) = self.child.id() {
            let _ = Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &pid.to_string()]).status().await;
        }
        match timeout(STOP_TIME, self.child.wait()).await {
            Ok(ended) => ended.map_err(RunError::system("waiting for the server")),
            Err(_) => {
                self.kill().await;
                Err(RunError::Late { what: "stopping the server", limit: STOP_TIME })
            }
        }
    }

    /// SIGKILL; waits until it is gone.
    pub async fn kill(&mut self) {
        let _ = self.child.kill().await;
    }

    /// Prints the last lines of what the server said.
    pub fn show_log(&self) {
        const LINES: usize = 20;
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines[lines.len().saturating_sub(LINES)..] {
            eprintln!("server: {line}");
        }
    }
}

/// Resolves at the first SIGINT or SIGTERM: whoever started a server must end it.
pub async fn interrupted() {
    let (Ok(mut int), Ok(mut term)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = int.recv() => {}
        _ = term.recv() => {}
    }
}

/// Appends what comes out of a pipe to a file, until the pipe ends.
fn keep(pipe: Option<impl AsyncRead + Send + Unpin + 'static>, file: std::fs::File) {
    if let Some(mut pipe) = pipe {
        let mut file = tokio::fs::File::from_std(file);
        tokio::spawn(async move { tokio::io::copy(&mut pipe, &mut file).await });
    }
}

/// A loopback port that was free a moment ago.
fn free_address() -> std::io::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}
