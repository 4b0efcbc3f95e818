//! The harness: people, groups and sockets, in verbs.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use engine::{Config, Connection, Delivery, Engine, Error, Identity, Limits, Sent, StoreConfig};
use tempfile::TempDir;
use tertulia::{
    api::{Credentials, Group, NewAccount, NewGroup, NewMessage, Page, PageQuery},
    ids::{ClientMessageId, Epoch, GroupId, Seq},
    log_event::LogEvent,
    protocol::{CloseCode, ServerFrame},
};
use tokio::process::Command;

/// Where everybody calls from.
pub(crate) const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// Messages that a test which needs many sends at the same time: a machine that is busy with other things still stores these within the
/// ten seconds that each is given.
pub(crate) const AT_ONCE: usize = 50;
/// How long a test waits for something that must happen.
const TEST_TIMEOUT: Duration = Duration::from_secs(20);

/// A chat on disk, gone with the test.
pub(crate) struct Chat {
    pub(crate) engine: Engine,
    folder: TempDir,
}

impl Chat {
    /// Without rate limits.
    pub(crate) async fn open() -> Self {
        Self::with_limits(Limits::OFF).await
    }

    pub(crate) async fn with_limits(limits: Limits) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = open(&folder, limits).await;
        Self { engine, folder }
    }

    /// With so many bytes of memory for the store.
    pub(crate) async fn with_memory(memory: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = open_with_memory(folder.path(), memory).await;
        Self { engine, folder }
    }

    /// Copies its folder as [`copy`] does.
    pub(crate) async fn copy(&self) -> TempDir {
        copy(self.folder.path()).await
    }

    /// Closes the store and opens it again from the same folder, as a restart does.
    pub(crate) async fn reopen(self) -> Self {
        let Self { engine, folder } = self;
        engine.close().await;
        drop(engine);
        let engine = open(&folder, Limits::OFF).await;
        Self { engine, folder }
    }

    /// A new person, signed in. The address is the name in lower case.
    pub(crate) async fn person(&self, name: &str) -> Identity {
        let new = NewAccount {
            email: format!("{}@example.org", name.to_lowercase()),
            password: PASSWORD.to_owned(),
            full_name: name.to_owned(),
            last_name: String::new(),
        };
        let grant = self.engine.sign_up(ADDRESS, new).await.expect("signs up");
        self.engine.authenticate(&grant.token).await.expect("is signed in")
    }

    /// A group owned by the first person, joined by the others.
    pub(crate) async fn group(&self, people: &[&Identity]) -> Group {
        let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
        let group = self.engine.create_group(people[0], new).await.expect("creates");
        for person in &people[1..] {
            self.engine.join(ADDRESS, person, &group.invite_code).await.expect("joins");
        }
        self.engine.group(people[0], group.id).await.expect("is there")
    }

    /// Sends with a new client id.
    pub(crate) async fn send(&self, who: &Identity, group: GroupId, content: &str) -> Sent {
        self.try_send(who, group, message(content)).await.expect("is stored")
    }

    pub(crate) async fn try_send(&self, who: &Identity, group: GroupId, new: NewMessage) -> Result<Sent, Error> {
        self.engine.send(who, group, new).await
    }

    /// The newest page.
    pub(crate) async fn page(&self, who: &Identity, group: GroupId) -> Page {
        self.engine.page(who, group, PageQuery::Newest, 100).await.expect("is a member")
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<Identity, Error> {
        let credentials = Credentials { email: email.to_owned(), password: password.to_owned() };
        let grant = self.engine.sign_in(ADDRESS, credentials).await?;
        self.engine.authenticate(&grant.token).await
    }

    /// A socket that receives nothing yet.
    pub(crate) fn socket(&self, who: &Identity) -> Socket {
        Socket(self.engine.connect(who.clone()).expect("has not too many"))
    }

    /// A socket that receives the group from its head on.
    pub(crate) async fn listen(&self, who: &Identity, group: GroupId) -> Socket {
        let mut socket = self.socket(who);
        socket.subscribe(group, None, None).await.expect("is a member");
        socket
    }
}

/// Copies the files of a folder as they are at one moment, which is what a crash leaves. Copying takes longer than a moment: a copy during which
/// anything was written has files of before and of after it, as no crash leaves them, and is made anew.
pub(crate) async fn copy(folder: &Path) -> TempDir {
    let made = async {
        loop {
            let before = files(folder);
            let copy = tempfile::tempdir().expect("a folder");
            let done = Command::new("cp").arg("-a").arg(folder.join(".")).arg(copy.path()).output().await.expect("cp");
            if before == files(folder) {
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
                return copy;
            }
        }
    };
    tokio::time::timeout(TEST_TIMEOUT, made).await.expect("nothing is written for as long as a copy takes")
}

/// Every file below a folder with what changes when it is written: the file itself, its length and its time.
fn files(folder: &Path) -> BTreeMap<PathBuf, (u64, u64, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        // Gone since it was listed: the next look has it no more.
        let Ok(metadata) = entry.metadata() else { continue };
        let time = metadata.modified().expect("a time");
        found.insert(entry.path(), (metadata.ino(), metadata.len(), time));
        if metadata.is_dir() {
            found.extend(files(&entry.path()));
        }
    }
    found
}

/// Without rate limits, with so many bytes of memory for the store.
pub(crate) async fn open_with_memory(folder: &Path, memory: u64) -> Engine {
    let store = StoreConfig { memory, ..StoreConfig::default() };
    open_as(Config { limits: Limits::OFF, store, ..Config::in_folder(folder) }).await
}

async fn open(folder: &TempDir, limits: Limits) -> Engine {
    open_as(Config { limits, ..Config::in_folder(folder.path()) }).await
}

async fn open_as(config: Config) -> Engine {
    // What the engine logs stands in the output of a test that fails.
    let _ = tracing_subscriber::fmt()
        .with_test_writer()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .try_init();
    Engine::open(config).await.expect("opens")
}

/// A message with a new client id.
pub(crate) fn message(content: &str) -> NewMessage {
    NewMessage {
        content: content.to_owned(),
        client_id: Some(ClientMessageId::random()),
        reply_to: None,
        sender_id: None,
        question: false,
    }
}

/// The texts of a page.
pub(crate) fn texts(page: &Page) -> Vec<&str> {
    page.messages.iter().map(|message| message.content.as_deref().unwrap_or("(deleted)")).collect()
}

/// The places of a page's messages.
pub(crate) fn seqs(page: &Page) -> Vec<u64> {
    page.messages.iter().map(|message| message.seq.0).collect()
}

/// A socket, read as frames.
pub(crate) struct Socket(pub(crate) Connection);

impl Socket {
    pub(crate) async fn subscribe(
        &mut self,
        group: GroupId,
        after: Option<u64>,
        epoch: Option<Epoch>,
    ) -> Result<Vec<ServerFrame>, Error> {
        self.0.subscribe(group, after.map(Seq), epoch).await
    }

    pub(crate) async fn delivery(&mut self) -> Delivery {
        tokio::time::timeout(TEST_TIMEOUT, self.0.next()).await.expect("something must come")
    }

    /// The next frame.
    pub(crate) async fn frame(&mut self) -> ServerFrame {
        match self.delivery().await {
            Delivery::Frame(told) => told.frame().clone(),
            other => panic!("a frame was expected: {other:?}"),
        }
    }

    /// The next durable change: what comes and goes with people's sockets is passed over.
    pub(crate) async fn change(&mut self) -> LogEvent {
        loop {
            if let ServerFrame::Event(event) = self.frame().await {
                return event;
            }
        }
    }

    /// The code with which it ends.
    pub(crate) async fn closed(&mut self) -> CloseCode {
        loop {
            if let Delivery::Close(code) = self.delivery().await {
                return code;
            }
        }
    }
}
