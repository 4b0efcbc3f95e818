//! Where in the source a connection is held: only there can anything wait for the other end of it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What a connection is called, or its parts.
const CONNECTIONS: [&str; 9] = [
    "Incoming",
    "TcpListener",
    "TcpSocket",
    "TcpStream",
    "UdpSocket",
    "UnixListener",
    "UnixStream",
    "Upgraded",
    "WebSocket",
];

/// Every file of the server that names one, and what bounds its waits there. Whoever writes another one says it here and in
/// docs/security.md, and leaves it half done in a test beside this one.
const HOLDERS: [(&str, &[&str]); 6] = [
    // The program's own commands, on this machine.
    ("control.rs", &["timeout(ASK_TIME", "Patient::new"]),
    ("serve.rs", &["header_read_timeout(HEAD_TIME)", "TimedBody::new", "Patient::new"]),
    // Only in a build for the conformance cases; no address of the program leads to it.
    ("socket/echo.rs", &[]),
    // Handed on to the wire, and listened to for as long as there are signs of life.
    ("socket/session.rs", &["Wire::new", "pace.silence"]),
    ("socket/wire.rs", &["with_timeout(self.patience", "timeout(FAREWELL, self", "timeout(FAREWELL, rest"]),
    ("timed_body.rs", &["sleep(this.time)"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Whether a connection is named outside of comments and quotation marks.
fn holds_one(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut code = lines.flat_map(|line| line.split('"').step_by(2));
    code.any(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| CONNECTIONS.contains(&word)))
}

#[test]
fn every_place_that_holds_a_connection_is_known_and_bounds_its_waits() {
    let source = source();
    let holding = files(&source).into_iter().filter(|path| holds_one(&fs::read_to_string(path).expect("text")));
    let found: BTreeSet<PathBuf> =
        holding.map(|path| path.strip_prefix(&source).expect("below it").to_owned()).collect();
    assert_eq!(found, HOLDERS.iter().map(|(file, _)| PathBuf::from(file)).collect());
    for (file, bounds) in HOLDERS {
        let text = fs::read_to_string(source.join(file)).expect("text");
        for bound in bounds {
            assert!(text.contains(bound), "{file}: where is {bound}?");
        }
    }
}
