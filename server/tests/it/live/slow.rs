//! Table 19: readers that do not read.

use serde_json::Value;

use crate::harness::{Person, Socket, TestServer, raw::RawSocket, socket::message};

/// Sockets that are opened and never read.
const SLOW: usize = 4;
/// Most messages of 10 kB that are sent until the slow ones must be gone: what the system and a mailbox can hold, and a lot.
const SENT_MAX: u64 = 5000;

/// Nearly the bytes beyond which a subscriber is told to start over (frames have some beside the text); 500 such changes have more.
const REPLAY_BYTES: u64 = 1024 * 1024 - 100 * 1024;

/// Whoever reads gets everything at once and in order; whoever does not is let go, and coming back from the last seq that
/// reached her she gets exactly what follows.
#[tokio::test]
async fn readers_that_do_not_read_are_let_go_and_miss_nothing_when_they_come_back() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let start = head(&luis, &group).await;
    let path = format!("/api/v1/ws/{group}");
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        slow.push(RawSocket::open(server.address, &path, &luis.token).await);
    }
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    while server.app.engine.live_counts().0 < SLOW + 2 {
        tokio::task::yield_now().await;
    }

    let mut seq = start;
    while server.app.engine.live_counts().0 > 2 {
        assert!(seq - start < SENT_MAX, "sockets were fed {} MB that nobody reads", (seq - start) / 100);
        hers.send(message(&"x".repeat(10_000))).await;
        seq += 1;
        assert_eq!(hers.expect("ack").await["seq"], seq);
        assert_eq!(his.expect("new_message").await["seq"], seq, "whoever reads waits for nobody");
    }

    for mut socket in slow {
        let got = last_seq(&mut socket, start).await;
        assert!(got < seq, "everything was delivered to somebody who was closed");
        resume(&luis, &path, got, seq).await;
    }
}

async fn head(person: &Person, group: &str) -> u64 {
    person.get(&format!("/api/v1/groups/{group}")).await.expect(200)["head"].as_u64().expect("a seq")
}

/// Reads what had been written to a socket before it was closed; it must follow `after` without a hole.
async fn last_seq(socket: &mut RawSocket, after: u64) -> u64 {
    let mut seq = after;
    while let Some(text) = socket.text().await {
        let frame: Value = serde_json::from_str(&text).expect("JSON");
        if frame["type"] == "new_message" {
            seq += 1;
            assert_eq!(frame["seq"], seq);
        }
    }
    seq
}

/// Comes back with what it has: exactly the rest, or, too far behind, the word to start over.
async fn resume(person: &Person, path: &str, after: u64, head: u64) {
    let mut socket: Socket = person.open(&format!("{path}?after={after}")).await;
    assert_eq!(socket.expect("subscribed").await["head"], head);
    let mut seq = after;
    loop {
        let frame = socket.next().await.expect("open");
        match frame["type"].as_str() {
            Some("new_message") => {
                seq += 1;
                assert_eq!(frame["seq"], seq);
            }
            Some("live") => break assert_eq!(seq, head),
            Some("reset") => {
                break assert!(seq == after && (head - after) * 10_000 > REPLAY_BYTES, "{after} to {head}");
            }
            _ => {}
        }
    }
}
