//! Table 12: good frames, bad frames, and three strikes.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{TestServer, client_id, socket::message};

/// Texts that are no frame at all.
const INVALID: [&str; 12] = [
    "",
    "hola",
    "{",
    "[]",
    "7",
    "null",
    "{}",
    r#"{"type":7}"#,
    r#"{"type":"read","seq":1e400}"#,
    r#"{"type":"read","seq":1,"seq":2}"#,
    r#"{"type":"send_message","client_id":"6f1e9a3c-5a0b-4c3e-9d5e-0f6f1c2b3a4d","content":"\ud800"}"#,
    r#"{"type":"send_message","client_id":"no","content":"x"}"#,
];

#[tokio::test]
async fn a_text_that_is_no_frame_is_answered_with_its_fault() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    let deep = "[".repeat(10_000);
    for text in INVALID.into_iter().chain([deep.as_str()]) {
        socket.send_text(text).await;
        socket.expect_error("invalid_frame").await;
        socket.fence().await; // a known frame forgives
    }
    socket.send(json!({ "type": "shout", "client_id": client_id() })).await;
    socket.expect_error("unknown_type").await;
}

#[tokio::test]
async fn the_third_unknown_text_in_a_row_ends_the_socket() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    for text in ["uno", r#"{"type":"dos"}"#, "tres"] {
        socket.send_text(text).await;
    }
    let (code, frames) = socket.closed_after().await;
    assert_eq!((code, frames.len()), (1008, 3), "{frames:?}");
    // Refused is not unknown: a frame that the chat says no to does not count.
    let mut socket = ana.open("/api/v1/ws").await;
    for _ in 0..5 {
        socket.send(json!({ "type": "typing", "group_id": client_id() })).await;
        socket.expect_error("not_found").await;
    }
    socket.fence().await;
}

#[tokio::test]
async fn a_binary_frame_ends_the_socket() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    socket.send_message(Message::binary(br#"{"type":"ping"}"#.to_vec())).await;
    assert_eq!(socket.closed().await, 1003);
}

#[tokio::test]
async fn an_error_carries_the_name_of_the_message_that_it_is_about() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let name = client_id();
    socket.send(json!({ "type": "send_message", "client_id": name, "content": 7 })).await;
    assert_eq!(socket.expect_error("invalid_frame").await["client_id"], name);
    socket.send(json!({ "type": "send_message", "client_id": name, "content": "x", "reply_to": 9999 })).await;
    assert_eq!(socket.expect_error("invalid_request").await["client_id"], name);
}

#[tokio::test]
async fn on_a_one_group_socket_the_group_may_be_left_out_and_no_other_is_found() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let (own, other) = (ana.create_group("Álgebra").await, ana.create_group("Física").await);
    let mut socket = ana.socket(&own).await;
    socket.send(message("sin grupo")).await;
    assert_eq!(socket.expect("ack").await["group_id"], own);
    socket.send(json!({ "content": "sin tipo" })).await;
    assert!(socket.expect("ack").await["client_id"].is_string());
    for frame in [
        json!({ "type": "send_message", "group_id": other, "client_id": client_id(), "content": "x" }),
        json!({ "type": "subscribe", "group_id": other }),
        json!({ "type": "typing", "group_id": other }),
    ] {
        socket.send(frame).await;
        socket.expect_error("not_found").await;
    }
    assert_eq!(ana.texts(&own).await, ["sin grupo", "sin tipo"]);
    assert_eq!(ana.texts(&other).await, Vec::<String>::new());
}

#[tokio::test]
async fn on_a_socket_of_many_groups_the_group_must_be_named() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    let frame = message("¿a quién?");
    socket.send(frame.clone()).await;
    assert_eq!(socket.expect_error("invalid_frame").await["client_id"], frame["client_id"]);
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let mut frame = message("hola");
    frame["seq"] = json!(999);
    frame["timestamp"] = json!("1999-01-01T00:00:00Z");
    frame["sender_name"] = json!("Rector");
    socket.send(frame).await;
    let seen = socket.expect("new_message").await;
    assert_eq!(seen["sender_name"], "Ana");
    assert_ne!(seen["seq"], 999);
}
