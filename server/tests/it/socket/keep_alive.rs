//! Pings, silence, and readers that do not read.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Options, TestServer, raw::RawSocket};

fn paced(ping_every: u64, silence: u64) -> Options {
    let mut options = Options::default();
    options.pace.ping_every = Duration::from_millis(ping_every);
    options.pace.silence = Duration::from_millis(silence);
    options
}

#[tokio::test]
async fn a_ping_tells_the_heads_so_that_a_lost_tail_shows() {
    let server = TestServer::start_with(paced(100, 60_000)).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let seq = ana.say(&group, "hola").await["seq"].clone();
    loop {
        let heads = socket.expect("ping").await["heads"].clone();
        assert_eq!(heads[0]["group_id"], group);
        if heads[0]["head"] == seq {
            break;
        }
    }
    socket.send(json!({ "type": "pong" })).await;
    assert!(socket.fence().await.iter().all(|frame| frame["type"] != "error"));
}

/// A client whose library answers the transport's pings stays, even if it never says anything itself.
#[tokio::test]
async fn a_client_that_only_listens_stays_connected() {
    let server = TestServer::start_with(paced(100, 700)).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    for _ in 0..20 {
        socket.expect("ping").await;
    }
}

#[tokio::test]
async fn a_client_that_is_not_heard_of_is_given_up() {
    let server = TestServer::start_with(paced(100, 700)).await;
    let ana = server.sign_up("Ana").await;
    // In bytes, because a library would answer the pings.
    let mut socket = RawSocket::open(server.address, "/api/v1/ws", &ana.token).await;
    assert_eq!(socket.closed().await, 1001);
}
