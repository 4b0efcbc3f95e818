//! Messages from socket to socket.

use serde_json::json;

use crate::harness::{
    Person, TestServer, client_id, messages,
    socket::{kinds, message},
};

async fn group_of_two(server: &TestServer) -> (Person, Person, String) {
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    (ana, luis, group)
}

#[tokio::test]
async fn two_sockets_talk() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    let frame = message("hola");
    hers.send(frame.clone()).await;
    let ack = hers.expect("ack").await;
    assert_eq!(
        (&ack["client_id"], &ack["duplicate"], &ack["group_id"]),
        (&frame["client_id"], &json!(false), &json!(group))
    );
    let seen = his.expect("new_message").await;
    assert_eq!(
        (&seen["content"], &seen["sender_id"], &seen["sender_name"]),
        (&json!("hola"), &json!(ana.id), &json!("Ana"))
    );
    assert_eq!((&seen["seq"], &seen["id"], &seen["timestamp"]), (&ack["seq"], &ack["id"], &ack["timestamp"]));
    assert_eq!(seen.get("client_id"), None, "only the author's sockets get the name");
    his.send(message("buenas")).await;
    assert_eq!(hers.expect("new_message").await["sender_name"], if frame["content"] == "hola" { "Ana" } else { "" });
    assert_eq!(hers.expect("new_message").await["content"], "buenas");
}

#[tokio::test]
async fn a_message_posted_over_http_reaches_every_socket() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let (mut hers, mut tablet, mut his) =
        (ana.socket(&group).await, ana.socket(&group).await, luis.socket(&group).await);
    let name = client_id();
    ana.post(&messages(&group), json!({ "content": "hola", "client_id": name })).await.expect(201);
    for socket in [&mut hers, &mut tablet] {
        assert_eq!(socket.expect("new_message").await["client_id"], name);
    }
    assert_eq!(his.expect("new_message").await["content"], "hola");
}

#[tokio::test]
async fn acknowledgements_come_in_the_order_of_the_messages() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    let frames: Vec<_> = (0..50).map(|n| message(&n.to_string())).collect();
    for frame in &frames {
        hers.send(frame.clone()).await;
    }
    let mut last = 0;
    for frame in &frames {
        let ack = hers.expect("ack").await;
        assert_eq!(ack["client_id"], frame["client_id"]);
        let seq = ack["seq"].as_u64().expect("a seq");
        assert!(seq > last);
        last = seq;
        assert_eq!(his.expect("new_message").await["content"], frame["content"]);
    }
}

/// Table 15: twice on one socket, at once on two, and after a reconnect.
#[tokio::test]
async fn a_repeated_message_is_acknowledged_with_the_first_and_told_once() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let (mut phone, mut laptop, mut his) =
        (ana.socket(&group).await, ana.socket(&group).await, luis.socket(&group).await);
    let frame = message("hola");
    phone.send(frame.clone()).await;
    laptop.send(frame.clone()).await;
    phone.send(frame.clone()).await;
    let acks = [phone.expect("ack").await, phone.expect("ack").await, laptop.expect("ack").await];
    assert!(acks.iter().all(|ack| (&ack["id"], &ack["seq"]) == (&acks[0]["id"], &acks[0]["seq"])), "{acks:?}");
    assert_eq!(acks.iter().filter(|ack| ack["duplicate"] == false).count(), 1);
    phone.close().await;
    let mut phone = ana.socket(&group).await;
    phone.send(frame).await;
    assert_eq!(phone.expect("ack").await["duplicate"], true);
    assert_eq!(ana.texts(&group).await, ["hola"]);
    phone.send(message("fin")).await;
    assert_eq!(his.expect("new_message").await["content"], "hola");
    assert_eq!(his.expect("new_message").await["content"], "fin");
}

#[tokio::test]
async fn changes_and_deletions_are_told() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    hers.send(message("hloa")).await;
    let seq = hers.expect("ack").await["seq"].clone();
    hers.send(json!({ "type": "edit_message", "seq": seq, "content": "hola" })).await;
    let edited = his.expect("message_edited").await;
    assert_eq!(
        (&edited["message_seq"], &edited["content"], &edited["editor_id"]),
        (&seq, &json!("hola"), &json!(ana.id))
    );
    assert!(edited["seq"].as_u64() > seq.as_u64());
    his.send(json!({ "type": "delete_message", "seq": seq })).await;
    his.expect_error("forbidden").await;
    his.send(json!({ "type": "edit_message", "seq": seq, "content": "no" })).await;
    his.expect_error("forbidden").await;
    hers.send(json!({ "type": "delete_message", "seq": seq })).await;
    let deleted = his.expect("message_deleted").await;
    assert_eq!((&deleted["message_seq"], deleted.get("content")), (&seq, None));
}

#[tokio::test]
async fn a_reading_position_is_shared_by_a_persons_tabs_only() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let seq = luis.say(&group, "hola").await["seq"].clone();
    let (mut phone, mut laptop, mut his) =
        (ana.socket(&group).await, ana.socket(&group).await, luis.socket(&group).await);
    phone.send(json!({ "type": "read", "seq": seq })).await;
    let read = laptop.expect("read").await;
    assert_eq!((&read["seq"], &read["group_id"]), (&seq, &json!(group)));
    assert!(!kinds(&his.fence().await).contains(&"read"));
    phone.send(json!({ "type": "read", "seq": 1 })).await;
    phone.fence().await;
    let kept = ana.get(&format!("/api/v1/groups/{group}")).await.expect(200)["read"].clone();
    assert_eq!(kept, seq, "only ever forward");
}

/// Whoever is not a member changes and hears nothing, whatever the frame says.
#[tokio::test]
async fn a_frame_about_a_group_that_one_is_not_in_finds_nothing() {
    let server = TestServer::start().await;
    let (ana, _, group) = group_of_two(&server).await;
    let seq = ana.say(&group, "hola").await["seq"].clone();
    let eva = server.sign_up("Eva").await;
    let mut socket = eva.open("/api/v1/ws").await;
    let none = tertulia::ids::GroupId::random().to_string();
    for id in [&group, &none] {
        for frame in [
            json!({ "type": "subscribe", "group_id": id }),
            json!({ "type": "send_message", "group_id": id, "client_id": client_id(), "content": "hola" }),
            json!({ "type": "edit_message", "group_id": id, "seq": seq, "content": "hola" }),
            json!({ "type": "delete_message", "group_id": id, "seq": seq }),
            json!({ "type": "typing", "group_id": id }),
            json!({ "type": "read", "group_id": id, "seq": seq }),
        ] {
            socket.send(frame.clone()).await;
            let error = socket.expect_error("not_found").await;
            assert_eq!((&error["group_id"], error.get("client_id")), (&json!(id), frame.get("client_id")));
        }
    }
    assert_eq!(ana.texts(&group).await, ["hola"]);
}
