//! Where in the source a connection is held: only there can anything wait for the other end of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::harness::source::{files, words};

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

/// Whether a connection is named.
fn holds_one(text: &str) -> bool {
    words(text).flat_map(|word| word.split(':')).any(|name| CONNECTIONS.contains(&name))
}

#[test]
fn every_place_that_holds_a_connection_is_known_and_bounds_its_waits() {
    let source: BTreeMap<_, _> = files().into_iter().collect();
    let holding = source.iter().filter(|(_, text)| holds_one(text));
    let found: BTreeSet<&Path> = holding.map(|(path, _)| path.as_path()).collect();
    assert_eq!(found, HOLDERS.iter().map(|(file, _)| Path::new(file)).collect());
    for (file, bounds) in HOLDERS {
        let text = &source[Path::new(file)];
        for bound in bounds {
            assert!(text.contains(bound), "{file}: where is {bound}?");
        }
    }
}
