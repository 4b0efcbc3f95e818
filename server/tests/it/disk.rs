//! The program on a disk that fails, stalls, fills up or loses power.
//!
//! A small C library between the program and the system (`disk/shim.c`, loaded with `LD_PRELOAD`) notes every write and every sync,
//! and fails or stalls on demand. What it notes is enough to make the folder that a power failure at any moment would have left.

mod faults;
mod journal;
mod power;

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::process::Command;

use crate::harness::Program;

/// A program under the library, in a folder of its own.
struct Disk {
    folder: TempDir,
    shim: PathBuf,
}

impl Disk {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let shim = folder.path().join("shim.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/disk/shim.c");
        let mut compiler = std::process::Command::new("cc");
        let done =
            compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).status().expect("a C compiler");
        assert!(done.success());
        for name in ["root", "faults"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self { folder, shim }
    }

    /// The program's own folder; its data are in `data` below it.
    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn command(&self, memory: u64) -> Command {
        let mut command = Program::command(&self.root(), "json", 4096);
        command
            .args(["--store-memory", &memory.to_string()])
            .env("LD_PRELOAD", &self.shim)
            .env("DISK_ROOT", self.root())
            .env("DISK_JOURNAL", self.journal())
            .env("DISK_FAULTS", self.folder.path().join("faults"));
        command
    }

    async fn start(&self) -> Program {
        Program::spawn(&mut self.command(1)).await
    }

    /// From now on the disk is `full`, `broken` or `stalled`.
    fn fault(&self, name: &str) {
        std::fs::write(self.folder.path().join("faults").join(name), "").expect("a file");
    }

    /// From now on it is not any more.
    fn mend(&self, name: &str) {
        std::fs::remove_file(self.folder.path().join("faults").join(name)).expect("was there");
    }
}
