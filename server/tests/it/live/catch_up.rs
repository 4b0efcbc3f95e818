//! What was missed, and what cannot be replayed.

use serde_json::{Value, json};

use crate::harness::{
    TestServer,
    socket::{kinds, message},
};

fn seqs(frames: &[Value]) -> Vec<u64> {
    frames.iter().filter_map(|frame| frame["seq"].as_u64()).collect()
}

#[tokio::test]
async fn a_subscriber_gets_everything_after_its_cursor_and_then_lives() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    let first = ana.say(&group, "uno").await["seq"].as_u64().expect("a seq");
    ana.invite(&luis, &group).await;
    let second = ana.say(&group, "dos").await;
    ana.patch(&format!("/api/v1/groups/{group}/messages/{}", second["seq"]), json!({ "content": "dos!" }))
        .await
        .expect(200);
    let mut socket = luis.open(&format!("/api/v1/ws/{group}?after={first}")).await;
    let mut frames = Vec::new();
    let live = loop {
        match socket.next().await.expect("open") {
            frame if frame["type"] == "live" => break frame,
            frame => frames.push(frame),
        }
    };
    assert_eq!(kinds(&frames), ["subscribed", "member_added", "new_message", "message_edited"]);
    assert_eq!(seqs(&frames), [first + 1, first + 2, first + 3]);
    assert_eq!((&live["head"], &live["group_id"]), (&json!(first + 3), &json!(group)));
    ana.say(&group, "tres").await;
    assert_eq!(socket.expect("new_message").await["seq"], first + 4);
}

#[tokio::test]
async fn a_message_sent_while_a_socket_was_down_is_there_when_it_comes_back() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut his = luis.open("/api/v1/ws").await;
    his.send(json!({ "type": "subscribe", "group_id": group })).await;
    let subscribed = his.expect("subscribed").await;
    his.close().await;
    ana.say(&group, "¿dónde estás?").await;
    let mut his = luis.open("/api/v1/ws").await;
    let again =
        json!({ "type": "subscribe", "group_id": group, "after": subscribed["head"], "epoch": subscribed["epoch"] });
    his.send(again).await;
    assert_eq!(his.expect("new_message").await["content"], "¿dónde estás?");
    his.expect("live").await;
}

/// Never a partial replay: all of it or `reset`.
#[tokio::test]
async fn whoever_is_too_far_behind_or_in_another_log_starts_over() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let start = ana.get(&format!("/api/v1/groups/{group}")).await.expect(200)["head"].as_u64().expect("a seq");
    let mut socket = ana.socket(&group).await;
    for n in 0..501 {
        socket.send(message(&n.to_string())).await;
        socket.expect("ack").await;
    }
    let mut behind = ana.open(&format!("/api/v1/ws/{group}?after={start}")).await;
    assert_eq!(behind.expect("reset").await["head"], start + 501);
    assert!(!kinds(&behind.fence().await).contains(&"new_message"));
    let mut just = ana.open(&format!("/api/v1/ws/{group}?after={}", start + 1)).await;
    for n in 0..500 {
        assert_eq!(just.expect("new_message").await["seq"], start + 2 + n);
    }
    just.expect("live").await;
    let epoch = tertulia::ids::Epoch::random();
    let mut other = ana.open(&format!("/api/v1/ws/{group}?after={}&epoch={epoch}", start + 501)).await;
    other.expect("reset").await;
    let mut ahead = ana.open(&format!("/api/v1/ws/{group}?after={}", start + 9999)).await;
    ahead.expect("reset").await;
}

#[tokio::test]
async fn one_socket_carries_many_groups() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let (one, two) = (ana.create_group("Álgebra").await, ana.create_group("Física").await);
    ana.invite(&luis, &one).await;
    ana.invite(&luis, &two).await;
    let mut his = luis.open("/api/v1/ws").await;
    for group in [&one, &two] {
        his.send(json!({ "type": "subscribe", "group_id": group })).await;
        assert_eq!(his.expect("subscribed").await["group_id"], **group);
    }
    ana.say(&one, "uno").await;
    ana.say(&two, "dos").await;
    assert_eq!(his.expect("new_message").await["group_id"], one);
    assert_eq!(his.expect("new_message").await["group_id"], two);
    his.send(json!({ "type": "unsubscribe", "group_id": one })).await;
    his.fence().await;
    ana.say(&one, "nada").await;
    ana.say(&two, "algo").await;
    assert_eq!(his.expect("new_message").await["content"], "algo");
}
