//! How the commands speak to a program that serves: a Unix socket in the data folder.
//!
//! The embedded database belongs to one process, so a backup of a running chat has to come from it. Whoever may enter the data
//! folder may read the database anyway, and nobody else can reach the socket: the folder's mode is the whole of the authentication. A route
//! of the HTTP interface would have needed a secret of its own and stood in front of the network.

use std::io;
#[cfg(not(unix))]
use std::path::Path;

use tertulia::engine::Engine;
use tokio::io::AsyncWrite;

/// The socket below the data folder.
const NAME: &str = "control";
/// What is asked for. The answer is the backup; if it cannot be made whole, it has no end.
const BACKUP: &[u8] = b"backup\n";

#[cfg(unix)]
mod unix {
    use std::{
        path::{Path, PathBuf},
        time::Duration,
    };

    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{UnixListener, UnixStream},
        task::JoinHandle,
    };

    use super::{AsyncWrite, BACKUP, Engine, NAME, io};

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
                    tracing::warn!(%error, path = %path.display(), "no backup can be taken while the program runs");
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
                // One after the other: two backups at once would only slow each other down.
                Ok((stream, _)) => answer(stream, &engine).await,
                Err(error) => {
                    tracing::warn!(%error, "a command cannot be heard");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    async fn answer(mut stream: UnixStream, engine: &Engine) {
        let mut asked = [0; BACKUP.len()];
        let heard = tokio::time::timeout(ASK_TIME, stream.read_exact(&mut asked)).await;
        if !matches!(heard, Ok(Ok(_))) || asked != BACKUP {
            return;
        }
        match engine.backup(&mut stream).await {
            Ok(contents) => tracing::info!(?contents, "a backup was taken"),
            Err(error) => tracing::error!(%error, "a backup was not taken"),
        }
    }

    /// Asks the program that serves this folder for a backup; none if there is no such program.
    ///
    /// # Errors
    /// What the system says of reading and writing
    pub async fn fetch_backup<W: AsyncWrite + Unpin>(data: &Path, out: &mut W) -> io::Result<Option<()>> {
        let Ok(mut stream) = UnixStream::connect(data.join(NAME)).await else { return Ok(None) };
        stream.write_all(BACKUP).await?;
        tokio::io::copy(&mut stream, out).await?;
        out.flush().await.map(Some)
    }
}

#[cfg(unix)]
pub use unix::{Control, fetch_backup};

/// Elsewhere there is none: stop the program to take a backup.
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
pub async fn fetch_backup<W: AsyncWrite + Unpin>(_data: &Path, _out: &mut W) -> io::Result<Option<()>> {
    Ok(None)
}
