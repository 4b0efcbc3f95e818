//! Who reads nothing of what was asked for.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream, UnixStream},
};

use crate::{
    bounds::with,
    harness::{Person, TestServer, client_id, messages, raw::upgrade_head, soon},
};

/// A connection that takes in next to nothing by itself.
async fn narrow(server: &TestServer) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("small");
    socket.connect(server.address).await.expect("connects")
}

/// A group in which so many long messages stand: 40 kB each.
async fn talkative(ana: &Person, count: usize) -> String {
    let group = ana.create_group("Álgebra").await;
    for _ in 0..count {
        ana.say(&group, &"😀".repeat(10_000)).await;
    }
    group
}

/// Sixty who asked for large pages and did not read them held a gigabyte and a half.
#[tokio::test]
async fn whoever_does_not_read_the_answers_is_let_go() {
    let server = TestServer::start_with(with("off,unread_seconds=1")).await;
    let ana = server.sign_up("Ana").await;
    let group = talkative(&ana, 3).await;
    let mut stream = narrow(&server).await;
    let request =
        format!("GET {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n", messages(&group), ana.token);
    // It goes on asking and never reads: once the server does not read either, until the connection is broken.
    let asking = async { while stream.write_all(request.as_bytes()).await.is_ok() {} };
    soon("the end of the connection", asking).await;
}

/// What a subscription begins with goes past the mailbox: only the time of a write bounds it.
#[tokio::test]
async fn whoever_does_not_read_what_a_subscription_begins_with_is_let_go() {
    let mut options = with("off,replay_bytes=100000000");
    options.pace.write_limit = Duration::from_millis(500);
    let server = TestServer::start_with(options).await;
    let ana = server.sign_up("Ana").await;
    let group = talkative(&ana, 200).await;
    let mut stream = narrow(&server).await;
    let request = upgrade_head(&format!("/api/v1/ws/{group}?after=1"), &ana.token) + "\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    let sockets = &server.app.sockets;
    soon("the socket", async {
        while sockets.is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    soon("its end", async {
        while !sockets.is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Commands are answered one after the other: one that stands still would keep all others out.
#[cfg(unix)]
#[tokio::test]
async fn a_command_that_does_not_read_its_backup_keeps_no_other_out() {
    let server = TestServer::start_with(with("off,unread_seconds=1")).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    // Nothing that compresses well: it has to be more than the system takes in for a reader.
    for _ in 0..200 {
        let text: String = (0..250).map(|_| client_id()).collect();
        ana.say(&group, &text).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let _control = server::control::Control::listen(folder.path(), server.app.engine.clone()).expect("listens");
    let ask = async |what: &[u8]| {
        let mut stream = UnixStream::connect(folder.path().join("control")).await.expect("connects");
        stream.write_all(what).await.expect("sent");
        stream
    };
    let _stopped = ask(b"backup\n").await;
    let mut answer = String::new();
    soon("the next answer", ask(b"verify\n").await.read_to_string(&mut answer)).await.expect("text");
    assert!(answer.contains("\"groups\":1"), "{answer}");
}
