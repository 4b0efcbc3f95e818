//! Table 24: what ends a socket from elsewhere, at once and on every device. At once is what waits for no clock: the first thing that
//! comes by itself is a ping after 25 s, and a test waits for 20.

use serde_json::json;

use crate::harness::{
    TestServer, messages,
    person::PASSWORD,
    raw::RawSocket,
    socket::{kinds, message},
};

#[tokio::test]
async fn a_removed_member_hears_of_it_and_then_nothing() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    let other = ana.create_group("Física").await;
    ana.invite(&luis, &group).await;
    ana.invite(&luis, &other).await;
    let (mut phone, mut laptop) = (luis.socket(&group).await, luis.open(&format!("/study-groups/ws/{group}")).await);
    laptop.expect("subscribed").await;
    let mut many = luis.open("/api/v1/ws").await;
    for id in [&group, &other] {
        many.send(json!({ "type": "subscribe", "group_id": id })).await;
        many.expect("subscribed").await;
    }
    ana.delete(&format!("/api/v1/groups/{group}/members/{}", luis.id)).await.expect(204);
    ana.say(&group, "a solas").await;
    for socket in [&mut phone, &mut laptop] {
        let (code, frames) = socket.closed_after().await;
        assert_eq!(code, 4003);
        let kinds = kinds(&frames);
        assert_eq!(kinds.last(), Some(&"member_removed"), "{frames:?}");
        assert!(!kinds.contains(&"new_message") && !kinds.contains(&"message"), "{frames:?}");
    }
    // The socket of many groups stays, without this one.
    ana.say(&other, "hola").await;
    assert_eq!(many.expect("new_message").await["content"], "hola");
    many.send(
        json!({ "type": "send_message", "group_id": group, "client_id": crate::harness::client_id(), "content": "x" }),
    )
    .await;
    many.expect_error("not_found").await;
    assert_eq!(luis.open(&format!("/api/v1/ws/{group}")).await.closed_after().await, (4003, vec![]));
}

#[tokio::test]
async fn signing_out_ends_the_sockets_of_that_session_only() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let phone = ana.sign_in_again().await;
    let group = ana.create_group("Álgebra").await;
    let (mut on_phone, mut also, mut on_laptop) =
        (phone.socket(&group).await, phone.open("/api/v1/ws").await, ana.socket(&group).await);
    also.fence().await;
    phone.delete("/api/v1/sessions/current").await.expect(204);
    assert_eq!((on_phone.closed().await, also.closed().await), (4001, 4001));
    on_laptop.fence().await;
    assert_eq!(phone.open(&format!("/api/v1/ws/{group}")).await.closed_after().await, (4001, vec![]));
}

#[tokio::test]
async fn changing_the_password_ends_the_sockets_of_the_other_sessions() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let phone = ana.sign_in_again().await;
    let group = ana.create_group("Álgebra").await;
    let (mut on_phone, mut on_laptop) = (phone.socket(&group).await, ana.socket(&group).await);
    let change = json!({ "current_password": PASSWORD, "new_password": "a new passphrase" });
    ana.post("/api/v1/me/password", change).await.expect(204);
    assert_eq!(on_phone.closed().await, 4001);
    on_laptop.fence().await;
}

#[tokio::test]
async fn a_stop_ends_every_socket_with_its_own_code() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let stop = tokio::spawn(server.stop());
    assert_eq!(socket.closed().await, 4010);
    stop.await.expect("stopped");
}

#[tokio::test]
async fn a_broken_connection_disturbs_nobody_and_cleans_up_after_itself() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut hers = ana.socket(&group).await;
    let mut his = luis.socket(&group).await;
    his.send(message("me voy")).await;
    drop(his);
    for n in 0..5 {
        ana.say(&group, &n.to_string()).await;
    }
    for expected in ["me voy", "0", "1", "2", "3", "4"] {
        let seen = hers.expect("new_message").await;
        if expected == "me voy" && seen["content"] == "0" {
            break; // the farewell was lost with the connection before it was read: nobody was told that it is stored
        }
        assert_eq!(seen["content"], expected);
    }
    crate::harness::soon("the socket to be forgotten", async {
        while server.app.engine.live_counts().0 != 1 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(ana.post(&messages(&group), json!({ "content": "sigo" })).await.status.is_success());
}

/// Table 19: whoever does not read is let go, and holds up nobody.
#[tokio::test]
async fn a_reader_that_does_not_read_is_let_go_and_comes_back_without_a_gap() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let head = luis.get(&format!("/api/v1/groups/{group}")).await.expect(200)["head"].clone();
    let slow = RawSocket::open(server.address, &format!("/api/v1/ws/{group}"), &luis.token).await;
    let mut hers = ana.socket(&group).await;
    let mut sent = 0;
    while server.app.engine.live_counts().0 == 2 {
        assert!(sent < 5000, "a socket was fed {} MB that nobody reads", sent / 100);
        hers.send(message(&"x".repeat(10_000))).await;
        hers.expect("ack").await;
        sent += 1;
    }
    drop(slow);
    hers.send(message("sigo")).await;
    hers.expect("ack").await;
    let mut back = luis.open(&format!("/api/v1/ws/{group}?after={head}")).await;
    let first = loop {
        match back.next().await.expect("open") {
            frame if frame["type"] == "reset" => break None,
            frame if frame["type"] == "new_message" => break Some(frame["seq"].clone()),
            _ => {}
        }
    };
    let next = head.as_u64().expect("a seq") + 1;
    assert!(first.is_none_or(|seq| seq == next), "everything after the cursor, or a reset");
}
