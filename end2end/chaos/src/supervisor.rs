//! The server's life: started, killed, stopped, its disk taken away, and started again on what it left.

mod disk;
mod verdict;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use common::{Result, RunError, api::Api, server::Server};
use tertulia::{api::NewMessage, ids::ClientMessageId};
use tokio::{
    process::Command,
    sync::watch,
    time::{Instant, sleep, sleep_until},
};

use crate::{
    checker::Fault,
    participants::{GroupInfo, Person},
    plan::{Due, How, ServerFault},
    proxy::Proxy,
    trace::{Entry, Trace},
};

/// How often it is looked whether the server still runs.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How long it may refuse to store after its disk takes writes again, before it is started anew.
const RECOVERY: Duration = Duration::from_secs(3);

/// How often what happened to the server.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FaultCounts {
    /// SIGKILL, each one.
    pub(crate) kills: u32,
    /// Of these: after some time in which nothing that it said reached a client.
    pub(crate) unheard: u32,
    /// Of these: in the middle of a start.
    pub(crate) in_start: u32,
    pub(crate) stops: u32,
    /// Times in which the disk refused writes.
    pub(crate) disk: u32,
    /// Of these: ended by the server itself, which gave up; and after which it went on refusing, so that it was killed.
    pub(crate) disk_gave_up: u32,
    pub(crate) disk_stuck: u32,
    /// The slowest start.
    pub(crate) slowest_start: Duration,
}

/// Keeps the server.
#[derive(Debug)]
pub(crate) struct Supervisor {
    binary: PathBuf,
    folder: PathBuf,
    server: Option<Server>,
    address: watch::Sender<Option<SocketAddr>>,
    proxy: Arc<Proxy>,
    pub(crate) toll: FaultCounts,
    pub(crate) faults: Vec<Fault>,
    /// What it writes itself, to see whether the server stores.
    pub(crate) trace: Option<Trace>,
    probe: Option<(Person, Arc<GroupInfo>)>,
}

impl Supervisor {
    /// Starts a server in a folder, on an empty database.
    pub(crate) async fn start(binary: &Path, folder: &Path) -> Result<Self> {
        let (address, seen) = watch::channel(None);
        let proxy = Arc::new(Proxy::start(seen).await?);
        // The pages' files, which no part of this needs.
        std::fs::create_dir_all(folder.join("site")).map_err(RunError::system("the folder"))?;
        let (binary, folder) = (binary.to_owned(), folder.to_owned());
        let (toll, faults, trace, probe) = Default::default();
        let mut keeper = Self { binary, folder, server: None, address, proxy, toll, faults, trace, probe };
        keeper.launch().await?;
        Ok(keeper)
    }

    pub(crate) fn proxy(&self) -> Arc<Proxy> {
        Arc::clone(&self.proxy)
    }

    /// Where the server is, whenever that changes.
    pub(crate) fn address(&self) -> watch::Receiver<Option<SocketAddr>> {
        self.address.subscribe()
    }

    /// The server's HTTP interface, past the proxy.
    pub(crate) fn api(&self) -> Result<Api> {
        Api::new(self.server.as_ref().map_or("http://127.0.0.1:9", Server::url))
    }

    /// Who writes where to see whether the server stores.
    pub(crate) fn probe_with(&mut self, person: Person, place: Arc<GroupInfo>) {
        self.trace = Some(Trace::new("the keeper".to_owned(), person.id, false));
        self.probe = Some((person, place));
    }

    /// Does everything that is due, each at its moment or as soon as the one before it is over.
    pub(crate) async fn run(&mut self, begin: Instant, dues: &[Due<ServerFault>]) -> Result<()> {
        for due in dues {
            self.watch_until(begin + due.at).await?;
            self.suffer(due.fault).await?;
        }
        Ok(())
    }

    /// Waits; a server that ends by itself meanwhile is a fault, and is started again.
    pub(crate) async fn watch_until(&mut self, moment: Instant) -> Result<()> {
        while Instant::now() < moment {
            sleep_until(moment.min(Instant::now() + LOOK_EVERY)).await;
            if let Some(status) = self.server.as_mut().and_then(Server::ended) {
                self.faults.push(Fault::Crashed(status.to_string()));
                self.address.send_replace(None);
                self.launch().await?;
            }
        }
        Ok(())
    }

    async fn suffer(&mut self, fault: ServerFault) -> Result<()> {
        match fault {
            ServerFault::Kill => {
                self.kill().await;
                self.launch().await
            }
            ServerFault::KillUnheard(time) => {
                self.proxy.withhold(true);
                sleep(time).await;
                self.kill().await;
                self.toll.unheard += 1;
                // What it said last never arrives.
                self.proxy.cut_all(How::Rst);
                sleep(LOOK_EVERY).await;
                self.proxy.withhold(false);
                self.launch().await
            }
            ServerFault::KillTwice(time) => {
                self.kill().await;
                self.spawn()?;
                sleep(time).await;
                self.kill().await;
                self.toll.in_start += 1;
                self.launch().await
            }
            ServerFault::Stop => {
                if let Some(server) = &mut self.server {
                    let _ = server.stop().await?;
                }
                self.address.send_replace(None);
                self.toll.stops += 1;
                self.launch().await
            }
            ServerFault::DiskFull { time, room } => self.fill_disk(time, room).await,
        }
    }

    /// SIGKILL, and everybody finds the door closed.
    pub(crate) async fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().await;
            self.toll.kills += 1;
        }
        self.address.send_replace(None);
    }

    /// Starts it and waits until it is ready. It must be, whatever happened before.
    pub(crate) async fn launch(&mut self) -> Result<()> {
        let started = Instant::now();
        self.spawn()?;
        let Some(server) = &mut self.server else { return Ok(()) };
        let ready = server.ready().await;
        self.toll.slowest_start = self.toll.slowest_start.max(started.elapsed());
        ready.inspect_err(|trouble| self.faults.push(Fault::NotBack(trouble.to_string())))
    }

    /// SIGXFSZ would end it where a disk that is full only refuses, so it is ignored, which a program inherits.
    fn spawn(&mut self) -> Result<()> {
        let mut program = Command::new("sh");
        program.args(["-c", "trap '' XFSZ; exec \"$0\""]).arg(&self.binary);
        program.env("LEPTOS_SITE_ROOT", self.folder.join("site"));
        let server = Server::start(program, &self.folder)?;
        let address = server.url().trim_start_matches("http://").parse().ok();
        self.server = Some(server);
        self.address.send_replace(address);
        Ok(())
    }

    /// Whether it stores a message.
    async fn stores(&mut self) -> bool {
        let Some((person, place)) = self.probe.clone() else { return true };
        let Ok(api) = self.api() else { return false };
        let (group, client_id) = (place.id, ClientMessageId::random());
        let content = format!("is it stored? {client_id}");
        self.note(Entry::Wrote { group, client_id, content: content.clone(), is_kept: false });
        let message =
            NewMessage { content, client_id: Some(client_id), reply_to: None, sender_id: None, question: false };
        let Ok((stored, duplicate)) = api.post(&person.token, group, &message).await else { return false };
        self.note(Entry::Acknowledged { group, client_id, seq: stored.seq, id: stored.id, duplicate });
        true
    }

    fn note(&mut self, entry: Entry) {
        self.trace.iter_mut().for_each(|trace| trace.entries.push(entry.clone()));
    }

    /// Prints the last lines of what the server said.
    pub(crate) fn show_log(&self) {
        self.server.iter().for_each(Server::show_log);
    }
}
