//! Table 17: clients that send too much.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{
    Options, TestServer, client_id,
    socket::{kinds, message},
};

fn limited() -> Options {
    let mut options = Options::default();
    options.pace.limit_frames = true;
    options
}

#[tokio::test]
async fn a_flood_is_answered_with_rate_limited_and_then_ended_with_4008() {
    let server = TestServer::start_with(limited()).await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut his = luis.socket(&group).await;
    let mut flood = ana.open("/api/v1/ws").await;
    let frame = json!({ "type": "typing", "group_id": client_id() });
    for _ in 0..1000 {
        if !flood.try_send(frame.clone()).await {
            break;
        }
    }
    let (code, frames) = flood.closed_after().await;
    assert_eq!(code, 4008);
    let limited: Vec<_> = frames.iter().filter(|frame| frame["code"] == "rate_limited").collect();
    assert!(
        !limited.is_empty() && limited.iter().all(|error| error["retry_after_ms"].as_u64().is_some()),
        "{limited:?}"
    );
    ana.say(&group, "sigo aquí").await;
    assert_eq!(his.expect("new_message").await["content"], "sigo aquí", "nobody else noticed");
}

#[tokio::test]
async fn a_flood_of_the_transports_pings_is_ended_too() {
    let server = TestServer::start_with(limited()).await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    socket.fence().await;
    let raw = crate::harness::raw::masked(0x89, b"?").repeat(1000);
    let mut flood = crate::harness::raw::RawSocket::open(server.address, "/api/v1/ws", &ana.token).await;
    flood.write(&raw).await;
    assert_eq!(flood.closed().await, 4008);
    socket.send_message(Message::Ping("?".into())).await;
    socket.fence().await;
}

/// Joining reads the store: a machine that does it less than fifty times a second is not flooded, and answers every frame.
#[tokio::test]
async fn joining_and_leaving_over_and_over_is_ended_too() {
    let server = TestServer::start_with(limited()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.open("/api/v1/ws").await;
    for _ in 0..300 {
        let joined = socket.try_send(json!({ "type": "subscribe", "group_id": group })).await;
        if !joined || !socket.try_send(json!({ "type": "unsubscribe", "group_id": group })).await {
            break;
        }
    }
    let mut joined = 0;
    while joined < 300 {
        match socket.next().await {
            Ok(frame) if frame["type"] == "subscribed" => joined += 1,
            Ok(_) => {}
            Err(code) => {
                assert_eq!(code, 4008);
                break;
            }
        }
    }
    ana.socket(&group).await.fence().await;
}

/// Ten messages for each person and group: the eleventh names itself and when to come back, and is not stored.
#[tokio::test]
async fn too_many_messages_have_to_wait() {
    // A new one every minute, so that a slow machine does not earn an eleventh.
    let limits = "messages=10/600s,sign_ins=off,upgrades=off".parse().expect("valid");
    let server = TestServer::start_with(Options { limits, ..Options::default() }).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    for n in 0..10 {
        socket.send(message(&n.to_string())).await;
        socket.expect("ack").await;
    }
    let frame = message("de más");
    socket.send(frame.clone()).await;
    let error = socket.expect_error("rate_limited").await;
    assert_eq!(error["client_id"], frame["client_id"]);
    assert!((1..=60_000).contains(&error["retry_after_ms"].as_u64().expect("ms")), "{error}");
    let refused = ana.post(&crate::harness::messages(&group), json!({ "content": "de más" })).await;
    refused.expect_problem(429, "rate_limited");
    assert!((1..=60).contains(&refused.header("retry-after").parse().expect("seconds")));
    assert_eq!(ana.texts(&group).await.len(), 10);
    assert!(!kinds(&socket.fence().await).contains(&"new_message"));
}
