//! A disk that refuses writes, without the rights that mounting one would take: the server's files may not grow beyond a size
//! (`RLIMIT_FSIZE`), set from outside while it runs. What it writes then ends in the middle, or not at all, with an error:
//! EFBIG, where a full disk says ENOSPC. Reading goes on, as on a full disk.

use std::{
    path::Path,
    time::{Duration, SystemTime},
};

use common::{Result, RunError, server::Server};
use rlimit::{INFINITY, Resource, prlimit};
use tokio::time::{Instant, sleep};

use super::{LOOK_EVERY, RECOVERY, Supervisor};

impl Supervisor {
    /// For a while the file that was written last may only grow by `room` bytes, and no other beyond its size. Afterwards the
    /// server may go on, or give up; where it does neither, whoever runs it would start it again, and so does this.
    pub(super) async fn fill_disk(&mut self, time: Duration, room: u64) -> Result<()> {
        let Some(pid) = self.server.as_ref().and_then(Server::pid) else { return Ok(()) };
        let size = newest_file(&self.folder.join("data")).map_or(0, |(_, size)| size);
        limit(pid, size.saturating_add(room))?;
        self.toll.disk += 1;
        let until = Instant::now() + time;
        while Instant::now() < until && self.runs() {
            sleep(LOOK_EVERY.min(time)).await;
        }
        if self.runs() {
            limit(pid, INFINITY)?;
            let deadline = Instant::now() + RECOVERY;
            while Instant::now() < deadline && self.runs() {
                if self.stores().await {
                    return Ok(());
                }
                sleep(LOOK_EVERY).await;
            }
        }
        if self.runs() {
            self.toll.disk_stuck += 1;
            self.kill().await;
        } else {
            self.toll.disk_gave_up += 1;
            self.address.send_replace(None);
        }
        self.launch().await
    }

    fn runs(&mut self) -> bool {
        self.server.as_mut().is_some_and(|server| server.ended().is_none())
    }
}

/// The soft limit: only that one is enforced, and it may be raised again.
fn limit(pid: u32, bytes: u64) -> Result<()> {
    let pid = i32::try_from(pid).map_err(|_| RunError::Asked("a process id that is none".to_owned()))?;
    let (mut soft, mut hard) = (INFINITY, INFINITY);
    let set = prlimit(pid, Resource::FSIZE, None, Some((&mut soft, &mut hard)))
        .and_then(|()| prlimit(pid, Resource::FSIZE, Some((bytes.min(hard), hard)), None));
    match set {
        // It has just ended.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound || error.raw_os_error() == Some(NO_SUCH_PROCESS) => {
            Ok(())
        }
        done => done.map_err(RunError::system("limiting the size of the server's files")),
    }
}

/// ESRCH.
const NO_SUCH_PROCESS: i32 = 3;

/// When the file below a folder that was written last was, and its size.
fn newest_file(folder: &Path) -> Option<(SystemTime, u64)> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(std::result::Result::ok);
    let newest = |entry: std::fs::DirEntry| {
        let about = entry.metadata().ok()?;
        if about.is_dir() { newest_file(&entry.path()) } else { Some((about.modified().ok()?, about.len())) }
    };
    entries.filter_map(newest).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_was_written_last_is_found_at_any_depth() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("db/wal")).expect("made");
        std::fs::write(folder.path().join("old"), [0; 9]).expect("written");
        let new = folder.path().join("db/wal/1");
        std::fs::write(&new, [0; 5]).expect("written");
        let later = SystemTime::now() + Duration::from_secs(60);
        std::fs::File::open(&new).and_then(|file| file.set_modified(later)).expect("dated");
        assert_eq!(newest_file(folder.path()), Some((later, 5)));
        assert_eq!(newest_file(&folder.path().join("nowhere")), None);
    }

    #[tokio::test]
    async fn a_program_under_the_limit_is_refused_and_lives() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        let script = "trap '' XFSZ; read -r go; printf 0123456789 >\"$0\" || printf refused; read -r go; printf 0123456789 >\"$0\" && printf taken";
        let mut program = tokio::process::Command::new("bash");
        program
            .args(["-c", script])
            .arg(&file)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped());
        let mut child = program.stderr(std::process::Stdio::null()).spawn().expect("bash");
        let pid = child.id().expect("runs");
        let mut stdin = child.stdin.take().expect("piped");
        let mut stdout = child.stdout.take().expect("piped");
        limit(pid, 4).expect("limited");
        tokio::io::AsyncWriteExt::write_all(&mut stdin, b"\n").await.expect("told");
        let mut said = [0; 7];
        tokio::io::AsyncReadExt::read_exact(&mut stdout, &mut said).await.expect("says");
        assert_eq!((&said, std::fs::read(&file).expect("there").len()), (b"refused", 4));
        limit(pid, INFINITY).expect("lifted");
        tokio::io::AsyncWriteExt::write_all(&mut stdin, b"\n").await.expect("told");
        let mut said = [0; 5];
        tokio::io::AsyncReadExt::read_exact(&mut stdout, &mut said).await.expect("says");
        assert_eq!((&said, std::fs::read(&file).expect("there").len()), (b"taken", 10));
        child.wait().await.expect("ends");
    }
}
