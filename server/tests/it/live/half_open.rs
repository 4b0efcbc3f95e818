//! Table 20: the other end is gone and nobody said so. What the server sees of that is silence: nothing is read, nothing
//! answered, and the connection stands.

use std::time::Duration;

use crate::harness::{Options, TestServer, raw::RawSocket, socket::kinds, soon};

#[tokio::test]
async fn a_half_open_peer_is_let_go_leaves_once_and_leaves_nothing_behind() {
    let mut options = Options::default();
    options.pace.ping_every = Duration::from_millis(100);
    options.pace.silence = Duration::from_millis(700);
    let server = TestServer::start_with(options).await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut hers = ana.socket(&group).await;
    let gone: Vec<RawSocket> = {
        let mut sockets = Vec::new();
        for _ in 0..5 {
            sockets.push(RawSocket::open(server.address, &format!("/api/v1/ws/{group}"), &luis.token).await);
        }
        sockets
    };
    hers.expect("user_joined").await;
    assert_eq!(server.app.engine.live_counts().0, 6);

    // Reading keeps her own socket alive: her library answers the pings.
    let left = hers.expect("user_left").await;
    assert_eq!(left["user_id"], luis.id);
    soon("the tasks of the sockets to end", async {
        while server.app.sockets.len() > 1 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(server.app.engine.live_counts().0, 1, "only hers");
    let later = hers.fence().await;
    assert!(!kinds(&later).contains(&"user_left"), "five sockets of one person leave once");
    drop(gone);
}
