//! How many sockets and sessions a person has, and what a socket receives at most.

use serde_json::json;

use super::with;
use crate::harness::{Socket, TestServer, soon};

#[tokio::test]
async fn a_person_has_so_many_sockets() {
    let server = TestServer::start_with(with("off,sockets=2")).await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let mut first = ana.open("/api/v1/ws").await;
    let _second = ana.open("/api/v1/ws").await;
    let path = format!("/api/v1/ws?token={}", ana.token);
    let refusal = Socket::open(server.address, &path, &[]).await.err().expect("refused");
    assert_eq!(refusal.status, 429);
    assert!(refusal.headers.contains_key("retry-after") && refusal.body.contains("\"rate_limited\""));
    let mut his = luis.open("/api/v1/ws").await;
    his.fence().await;
    first.fence().await;
    drop(first);
    soon("a place", async { while Socket::open(server.address, &path, &[]).await.is_err() {} }).await;
}

#[tokio::test]
async fn a_socket_receives_so_many_groups() {
    let server = TestServer::start_with(with("off,subscriptions=2")).await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    let mut groups = Vec::new();
    for n in 0..3 {
        groups.push(ana.create_group(&format!("Grupo {n}")).await);
    }
    let subscribe = |group: &str| json!({ "type": "subscribe", "group_id": group });
    for group in &groups[..2] {
        socket.send(subscribe(group)).await;
        socket.expect("live").await;
    }
    socket.send(subscribe(&groups[2])).await;
    assert_eq!(socket.expect_error("conflict").await["group_id"], groups[2].as_str());
    socket.send(subscribe(&groups[0])).await;
    socket.expect("live").await;
    socket.send(json!({ "type": "unsubscribe", "group_id": groups[0] })).await;
    socket.send(subscribe(&groups[2])).await;
    socket.expect("live").await;
}

/// What a subscription begins with is held in memory until it is read.
#[tokio::test]
async fn a_replay_has_so_many_bytes() {
    let server = TestServer::start_with(with("off,replay_bytes=50000")).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for _ in 0..6 {
        ana.say(&group, &"x".repeat(10_000)).await;
    }
    let mut socket = ana.open(&format!("/api/v1/ws/{group}?after=4")).await;
    for _ in 0..3 {
        socket.expect("new_message").await;
    }
    socket.expect("live").await;
    let mut socket = ana.open(&format!("/api/v1/ws/{group}?after=1")).await;
    assert_eq!(socket.next().await.expect("open")["type"], "subscribed");
    assert_eq!(socket.next().await.expect("open")["type"], "reset");
}

#[tokio::test]
async fn a_person_has_so_many_sessions() {
    let server = TestServer::start_with(with("off,sessions=2")).await;
    let first = server.sign_up("Ana").await;
    let mut socket = first.open("/api/v1/ws").await;
    let second = first.sign_in_again().await;
    let third = second.sign_in_again().await;
    first.get("/api/v1/me").await.expect_problem(401, "unauthenticated");
    assert_eq!(socket.closed().await, 4001);
    for open in [second, third] {
        open.get("/api/v1/me").await.expect(200);
    }
}
