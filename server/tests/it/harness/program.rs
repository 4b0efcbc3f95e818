//! The program itself, started as its users start it.

use std::{
    net::SocketAddr,
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    task::JoinHandle,
};

use super::{Answer, Person, client_id, person::PASSWORD, soon};

/// A running program and what it has written so far.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<String>>,
    /// Ends when the program has ended and everything was read.
    reading: JoinHandle<()>,
}

impl Program {
    pub(crate) async fn start(data: &Path, filter: &str) -> Self {
        Self::start_limited(data, filter, 4096).await
    }

    /// With at most so many open files.
    pub(crate) async fn start_limited(data: &Path, filter: &str, files: u32) -> Self {
        Self::spawn(&mut Self::command(data, filter, files)).await
    }

    /// How it is started; its data folder is `data` below the given one.
    pub(crate) fn command(data: &Path, filter: &str, files: u32) -> Command {
        let site = data.join("site");
        std::fs::create_dir_all(&site).expect("a folder");
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("ulimit -n {files} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_tertulia")])
            .args([
                "--addr",
                "127.0.0.1:0",
                "--log",
                filter,
                "--limits",
                "off,sockets=off,address_connections=off",
                "--data",
            ])
            .arg(data.join("data"))
            .env("LEPTOS_SITE_ROOT", &site)
            .env_remove("TERTULIA_DB")
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Starts it and waits until it listens.
    pub(crate) async fn spawn(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let address = soon("the program to listen", async {
            while let Ok(Some(line)) = lines.next_line().await {
                let event: Value = serde_json::from_str(&line).unwrap_or_default();
                if event["message"].as_str().is_some_and(|text| text.starts_with("listening")) {
                    return event["address"].as_str().and_then(|text| text.parse().ok());
                }
            }
            None
        })
        .await
        .expect("an address in the log");
        let copy = Arc::clone(&log);
        let reading = tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let mut log = copy.lock().expect("not poisoned");
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self { child, address, log, reading }
    }

    pub(crate) async fn sign_up(&self, name: &str) -> Person {
        let http = reqwest::Client::new();
        let email = format!("{}@example.org", client_id());
        let body = json!({ "email": email, "password": PASSWORD, "full_name": name });
        let grant =
            Answer::of(http.post(format!("http://{}/api/v1/accounts", self.address)).json(&body)).await.expect(201);
        Person::at(self.address, http, &grant)
    }

    /// The same person after a restart, whose program listens elsewhere.
    pub(crate) fn again(&self, person: &Person) -> Person {
        Person { address: self.address, ..person.clone() }
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id().expect("running")
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let done = std::process::Command::new("kill").args(["-s", name, &id]).status().expect("kill");
        assert!(done.success());
    }

    pub(crate) async fn ended(&mut self) -> Option<i32> {
        soon("the program's end", self.child.wait()).await.expect("waited").code()
    }

    /// Everything that was logged by a program that has ended.
    pub(crate) async fn whole_log(&mut self) -> String {
        soon("the log's end", &mut self.reading).await.expect("read");
        self.log()
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("not poisoned").clone()
    }
}
