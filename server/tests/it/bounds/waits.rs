//! Every wait for a client has a bound: whatever it is in the middle of when it falls silent, its connection ends.
//!
//! The sockets' addresses come from the program itself, and so do the places in its source that hold a connection.

mod calls;
mod holders;
mod unread;

use std::time::Duration;

use futures::future::join_all;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::with;
use crate::harness::{
    Options, TestServer,
    raw::{exchange, masked, upgrade_head},
    soon,
};

/// Everything that a client can leave half done before it is answered, and what it has sent by then.
const UNFINISHED: [(&str, &str); 7] = [
    ("a connection", ""),
    ("a head", "GET /healthz HTTP/1.1\r\nHost: lo"),
    ("a connection that is kept open", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
    (
        "a body",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ),
    ("a body's part", "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"),
    ("a body in parts", "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
    (
        "a body that is asked for",
        "POST /api/fn/sign-in HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    ),
];

/// The same on a socket, in bytes.
fn unfinished_frames() -> [(&'static str, Vec<u8>); 6] {
    [
        ("a socket", Vec::new()),
        ("a frame's head", vec![0x81]),
        ("a frame", vec![0x81, 0x85, 0, 0, 0, 0, b'h']),
        ("a message", masked(0x01, b"h")),
        // The server says why it ends, and is not answered.
        ("an end", masked(0x82, b"h")),
        ("a connection whose socket is closed", masked(0x88, &1000_u16.to_be_bytes())),
    ]
}

/// With waits so short that a test sees their end; that for a head has no setting.
fn hurried() -> Options {
    let mut options = with("off,body_seconds=1");
    (options.limits.sockets, options.limits.address_connections) = (1000, 1000);
    options.pace.ping_every = Duration::from_millis(100);
    options.pace.silence = Duration::from_millis(700);
    options
}

/// The server ends the connection although the client's half of it stays open.
async fn ends(what: &str, mut stream: TcpStream) {
    // Whether it is closed or broken off is all the same to a client that is silent.
    let _ = soon(&format!("the end of {what}"), stream.read_to_end(&mut Vec::new())).await;
}

#[tokio::test]
async fn whatever_a_client_leaves_half_done_its_connection_ends() {
    let server = TestServer::start_with(hurried()).await;
    let ana = server.sign_up("Ana").await;
    let requests = UNFINISHED.map(|(what, sent)| {
        let address = server.address;
        async move {
            let mut stream = TcpStream::connect(address).await.expect("connects");
            stream.write_all(sent.as_bytes()).await.expect("sent");
            ends(what, stream).await;
        }
    });
    let upgrade = upgrade_head("/api/v1/ws", &ana.token) + "\r\n";
    let sockets = unfinished_frames().map(|(what, sent)| {
        let (address, upgrade) = (server.address, upgrade.clone());
        async move {
            let (mut stream, head) = exchange(address, upgrade.as_bytes()).await;
            assert!(head.starts_with("HTTP/1.1 101"), "{head}");
            stream.write_all(&sent).await.expect("sent");
            ends(what, stream).await;
        }
    });
    tokio::join!(join_all(requests), join_all(sockets));
}
