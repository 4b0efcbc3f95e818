//! How the commands speak to a program that serves: a Unix socket in the data folder.
//!
//! The embedded database belongs to one process, so a backup of a running chat, and the word that it keeps the promise, have to come from it. Whoever may enter the data
//! folder may read the database anyway, and nobody else can reach the socket: the folder's mode is the whole of the authentication. A route
//! of the HTTP interface would have needed a secret of its own and stood in front of the network.

use std::io;
#[cfg(not(unix))]
use std::path::Path;

use engine::Engine;

use crate::config::Database;

/// The socket below the data folder.
const NAME: &str = "control";
/// How long a question is, in bytes.
const ASKED_LEN: usize = 7;

/// What can be asked for. An answer that could not be brought to its end has none, which whoever reads it notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A backup, as a file holds it.
    Backup,
    /// Whether the database keeps the promise: lines of [`Said`](engine::verify::Said).
    Verify,
}

impl Ask {
    const fn line(self) -> &'static [u8; ASKED_LEN] {
        match self {
            Self::Backup => b"backup\n",
            Self::Verify => b"verify\n",
        }
    }
}

#[cfg(unix)]
mod unix {
    use std::{
        path::{Path, PathBuf},
        time::Duration,
    };

    use engine::verify::Said;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{UnixListener, UnixStream},
        sync::mpsc,
        task::JoinHandle,
    };

    use super::{ASKED_LEN, Ask, Database, Engine, NAME, io};
    use crate::{patient::Patient, serve::ACCEPT_PAUSE};

    /// How long a command may take to say what it wants.
    const ASK_TIME: Duration = Duration::from_secs(5);

    /// Answers commands until it is dropped.
    #[derive(Debug)]
    pub struct Control {
        path: PathBuf,
        task: JoinHandle<()>,
    }

    impl Control {
        /// Listens in the data folder, which this process has open: a socket that is there is a dead program's. None where that is not
        /// possible; the chat works without.
        pub fn listen(data: &Path, engine: Engine) -> Option<Self> {
            let path = data.join(NAME);
            let _ = std::fs::remove_file(&path);
            match UnixListener::bind(&path) {
                Ok(listener) => Some(Self { path, task: tokio::spawn(accept(listener, engine)) }),
                Err(error) => {
                    tracing::warn!(%error, path = %path.display(), "no backup can be taken and nothing verified while the program runs");
                    None
                }
            }
        }
    }

    impl Drop for Control {
        fn drop(&mut self) {
            self.task.abort();
            let _ = std::fs::remove_file(&self.path);
        }
    }

    async fn accept(listener: UnixListener, engine: Engine) {
        loop {
            match listener.accept().await {
                // One after the other: two at once would only slow each other down.
                Ok((stream, _)) => answer(stream, &engine).await,
                Err(error) => {
                    tracing::warn!(%error, "a command cannot be heard");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// One command. It may be slow, but not stand still (stopped by Ctrl-Z, or writing to a disk that hangs): others wait behind it.
    async fn answer(stream: UnixStream, engine: &Engine) {
        let mut stream = Patient::new(stream, engine.limits().unread(), None);
        let mut asked = [0; ASKED_LEN];
        let heard = tokio::time::timeout(ASK_TIME, stream.read_exact(&mut asked)).await;
        if !matches!(heard, Ok(Ok(_))) {
            return;
        }
        if asked == *Ask::Backup.line() {
            match engine.backup(&mut stream).await {
                Ok(contents) => tracing::info!(?contents, "a backup was taken"),
                Err(error) => tracing::error!(%error, "a backup was not taken"),
            }
        } else if asked == *Ask::Verify.line() {
            match verify(stream, engine).await {
                Ok(()) => tracing::info!("the database was verified"),
                Err(error) => tracing::error!(%error, "the database was not verified"),
            }
        }
    }

    /// Says each problem as it is found.
    async fn verify(
        mut stream: Patient<UnixStream>,
        engine: &Engine,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let (say, mut said) = mpsc::unbounded_channel();
        let check = async move {
            let tell = say.clone();
            let summary = engine.verify(&mut |problem| drop(tell.send(Said::Problem(problem)))).await;
            summary.map(|summary| drop(say.send(Said::Summary(summary))))
        };
        let write = async {
            while let Some(said) = said.recv().await {
                let mut line = serde_json::to_vec(&said)?;
                line.push(b'\n');
                stream.write_all(&line).await?;
                stream.flush().await?;
            }
            io::Result::Ok(())
        };
        let (checked, written) = tokio::join!(check, write);
        checked?;
        Ok(written?)
    }

    /// Asks the program that serves this folder; none if there is no such program, and of a remote database, which can be read without
    /// it. The answer is to be read from the stream.
    ///
    /// # Errors
    /// What the system says of writing
    pub async fn ask(database: &Database, what: Ask) -> io::Result<Option<UnixStream>> {
        if database.is_remote() {
            return Ok(None);
        }
        let Ok(mut stream) = UnixStream::connect(database.data.join(NAME)).await else { return Ok(None) };
        stream.write_all(what.line()).await?;
        Ok(Some(stream))
    }
}

#[cfg(unix)]
pub use unix::{Control, ask};

/// Elsewhere there is none: stop the program first.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Control;

#[cfg(not(unix))]
impl Control {
    /// There is none.
    pub fn listen(_data: &Path, _engine: Engine) -> Option<Self> {
        None
    }
}

/// There is no program to ask.
///
/// # Errors
/// None
#[cfg(not(unix))]
pub async fn ask(_database: &Database, _what: Ask) -> io::Result<Option<tokio::io::Empty>> {
    Ok(None)
}
