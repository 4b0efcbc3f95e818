//! The service behind the chat: accounts, groups, messages and live delivery over a SurrealDB store.
//!
//! It knows no HTTP, so a test or a benchmark drives the whole chat without a port. Every method that touches a group takes
//! the acting person's [`Identity`] and checks membership in the same transaction as the work.
//!
//! # Layout
//!
//! * [`config`], [`error`], [`identity`], [`limits`]: what goes in and what comes back.
//! * `store`: SurrealDB; all SurrealQL.
//! * `accounts`, `password`, `token`, `sessions`: who somebody is.
//! * `log`, `logs`: what is known of groups in memory, derived from their logs; the store is brought after it.
//! * `writers`, `writer`, `committer`: one task per active group collects what waits and checks it against the log; one for all stores it.
//! * `publisher`, `room`, `presence`, `mailbox`, [`connection`]: live fan-out, who is here, the bounded queue of one socket, and one
//!   socket's view of all that.
//! * [`verify`]: whether a database keeps the promise. [`backup`]: all of it in one file, and back.
//! * `groups`, `messages`: the rest of the methods of [`Engine`].

mod accounts;
mod act;
pub mod backup;
mod broadcast;
mod committer;
pub mod config;
pub mod connection;
pub mod error;
mod groups;
pub mod identity;
pub mod limits;
mod live;
mod log;
mod logs;
mod mailbox;
mod marks;
mod messages;
mod page_size;
mod password;
mod pause;
mod presence;
mod publisher;
mod room;
mod sessions;
mod store;
#[cfg(test)]
mod testing;
mod token;
pub mod verify;
mod writer;
mod writers;

use std::{path::Path, sync::Arc, time::Duration};

use tertulia::ids::GroupId;
use tokio::sync::oneshot;

pub use broadcast::{Broadcast, ENCODINGS};
pub use config::{Config, StoreConfig};
pub use connection::{Connection, Delivery};
pub use error::{Error, OpenError};
pub use identity::Identity;
pub use limits::Limits;
pub use messages::Sent;
pub use room::ConnectionId;

/// How long whoever asked waits for the store. A healthy one answers in milliseconds; a disk that stalls must not hold requests
/// for ever. A write goes on after that, and is told when it is done.
const STORE_TIMEOUT: Duration = Duration::from_secs(10);
/// How often rooms that nobody uses and rate limits that are full again are forgotten.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// The running chat. Cheap to clone; all clones are the same chat.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    desk: Arc<writer::Desk>,
    writers: writers::Writers,
    live: Arc<live::Live>,
    sessions: sessions::Sessions,
    hasher: password::Hasher,
    signer: token::Signer,
    gates: limits::Gates,
    limits: Arc<Limits>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine(…)")
    }
}

impl Engine {
    /// Opens the store, runs the migrations and makes the signing secret if there is none.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open(config: Config) -> std::result::Result<Self, OpenError> {
        create_folder(&config.data)?;
        let signer = token::Signer::open(&config.data)?;
        let store = store::Store::open(&config.store, &config.data).await?;
        let hasher = password::Hasher::new().map_err(|error| OpenError::Database(error.to_string()))?;
        let (limits, gates) = (Arc::new(config.limits), limits::Gates::new(&config.limits));
        let sessions = sessions::Sessions::new(store.is_remote());
        let logs = Arc::new(logs::Logs::new(Arc::clone(&store), config.store.log_bytes()));
        logs.spawn_forwarding();
        let (live, committer) = (Arc::new(live::Live::new()), committer::Committer::new(Arc::clone(&store)));
        let publisher = publisher::Publisher::new(Arc::clone(&live));
        let desk = Arc::new(writer::Desk { store, logs, committer, publisher });
        let writers = writers::Writers::new(Arc::clone(&desk));
        let inner = Inner { desk, writers, live, sessions, hasher, signer, gates, limits };
        let engine = Self { inner: Arc::new(inner) };
        engine.spawn_sweeper();
        Ok(engine)
    }

    /// Ends every connection with [`CloseCode::Restarting`](tertulia::protocol::CloseCode::Restarting), takes no new writes,
    /// finishes the waiting ones and closes the store.
    pub async fn close(&self) {
        self.live().end_all();
        self.inner.writers.close().await;
        self.logs().bring_forward().await;
        self.store().close().await;
    }

    /// Whether the store answers and the chat is not closing.
    ///
    /// # Errors
    /// [`Error::Unavailable`]
    pub async fn ready(&self) -> error::Result<()> {
        if self.live().is_closing() { Err(Error::Unavailable) } else { self.store().ping().await }
    }

    /// Resolves when the database in this process could not write to its disk, or not open again: from then on everything is
    /// answered with [`Error::Unavailable`], and only opening the chat anew helps. Never resolves for a remote database.
    pub fn failure(&self) -> impl Future<Output = ()> + Send + 'static {
        self.store().failure()
    }

    /// How large anything may become, for what the server bounds itself.
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// The rate limits, for the ones that the server applies before it knows who is calling.
    pub fn gates(&self) -> &limits::Gates {
        &self.inner.gates
    }

    /// How many sockets are connected and how many groups are live, for the metrics.
    pub fn live_counts(&self) -> (usize, usize) {
        self.live().counts()
    }

    fn store(&self) -> &Arc<store::Store> {
        &self.inner.desk.store
    }

    fn logs(&self) -> &Arc<logs::Logs> {
        &self.inner.desk.logs
    }

    fn live(&self) -> &Arc<live::Live> {
        &self.inner.live
    }

    fn sessions(&self) -> &sessions::Sessions {
        &self.inner.sessions
    }

    fn hasher(&self) -> &password::Hasher {
        &self.inner.hasher
    }

    fn signer(&self) -> &token::Signer {
        &self.inner.signer
    }

    /// Hands a command to the group's writer and waits for its answer, as long as an asker does.
    async fn append<T>(
        &self,
        group: GroupId,
        command: impl FnOnce(oneshot::Sender<error::Result<T>>) -> writer::Command,
    ) -> error::Result<T> {
        if self.live().is_closing() {
            return Err(Error::Unavailable);
        }
        let (reply, answer) = oneshot::channel();
        self.inner.writers.submit(group, command(reply))?;
        with_timeout(async { answer.await.map_err(|_| Error::Unavailable)? }).await
    }

    /// Runs a write in a task of its own: it goes on when the request that asked for it is dropped or loses patience.
    async fn detached<T: Send + 'static>(
        &self,
        write: impl Future<Output = error::Result<T>> + Send + 'static,
    ) -> error::Result<T> {
        if self.live().is_closing() {
            return Err(Error::Unavailable);
        }
        let write = tokio::spawn(write);
        with_timeout(async { write.await.map_err(|_| Error::Internal)? }).await
    }

    /// A socket left a room. When it was the person's last, somebody looks again after the grace.
    fn depart(&self, room: &Arc<room::Room>, id: room::ConnectionId) {
        if room.detach(id, self.live().now_ms()) {
            let (inner, room) = (Arc::downgrade(&self.inner), Arc::clone(room));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(presence::LEAVE_GRACE_MS + 10)).await;
                if let Some(inner) = inner.upgrade() {
                    room.expire(inner.live.now_ms());
                }
            });
        }
    }

    fn spawn_sweeper(&self) {
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let mut every = tokio::time::interval(SWEEP_EVERY);
            loop {
                every.tick().await;
                let Some(inner) = inner.upgrade() else { return };
                inner.live.sweep();
                inner.gates.forget_idle();
            }
        });
    }
}

/// Waits as long as whoever asked does.
async fn with_timeout<T>(answer: impl Future<Output = error::Result<T>>) -> error::Result<T> {
    let Ok(answer) = tokio::time::timeout(STORE_TIMEOUT, answer).await else {
        tracing::error!("the database did not answer in {STORE_TIMEOUT:?}");
        return Err(Error::Unavailable);
    };
    answer
}

/// The data folder, readable by its owner only.
fn create_folder(path: &Path) -> std::result::Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let created = builder.create(path).and_then(|()| close_to_others(path));
    created
        .and_then(|()| sync_names(path))
        .map_err(|source| OpenError::Data { path: path.display().to_string(), source })
}

/// Makes the name of a file or folder last through a power failure: syncing what it holds does not.
#[cfg(unix)]
fn sync_names(path: &Path) -> std::io::Result<()> {
    let path = path.canonicalize()?;
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

#[cfg(not(unix))]
fn sync_names(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A folder that was there already may be open to everybody on the machine: it holds all messages and the signing secret.
#[cfg(unix)]
fn close_to_others(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn close_to_others(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
