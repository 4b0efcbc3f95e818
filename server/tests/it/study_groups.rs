//! `/study-groups`: the flows of the second earlier system, from a plain client.

use serde_json::json;

use crate::harness::{Socket, TestServer};

#[tokio::test]
async fn its_page_has_its_form_and_older_pages_can_be_fetched() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for text in ["uno", "dos", "tres"] {
        ana.say(&group, text).await;
    }
    let path = format!("/study-groups/{group}/messages?limit=2");
    let page = ana.get(&path).await.expect(200);
    let messages = page["messages"].as_array().expect("messages");
    assert_eq!((messages.len(), &messages[0]["content"], &messages[1]["content"]), (2, &json!("dos"), &json!("tres")));
    assert_eq!((&messages[0]["sender"], &messages[0]["sender_id"]), (&json!("Ana"), &json!(ana.id)));
    assert!(messages[0]["timestamp"].is_string());
    let older = ana.get(&format!("{path}&before={}", messages[0]["seq"])).await.expect(200);
    assert_eq!((&older["messages"][0]["content"], &older["has_more"]), (&json!("uno"), &json!(false)));
    server.get(&path).await.expect_problem(401, "unauthenticated");
}

/// The whole flow: `{"sender_id", "content"}` in, its message form out, to everybody and to the sender too.
#[tokio::test]
async fn two_of_its_clients_talk() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let address = |token: &str| format!("/study-groups/ws/{group}?token={token}");
    let mut first = Socket::open(server.address, &address(&ana.token), &[]).await.expect("upgraded");
    let mut second = Socket::open(server.address, &address(&luis.token), &[]).await.expect("upgraded");
    first.expect("subscribed").await;
    second.expect("subscribed").await;
    first.send(json!({ "sender_id": ana.id, "content": "hola" })).await;
    for socket in [&mut first, &mut second] {
        let frame = socket.expect("message").await;
        assert_eq!(
            (&frame["sender_id"], &frame["sender"], &frame["sender_name"]),
            (&json!(ana.id), &json!("Ana"), &json!("Ana"))
        );
        assert_eq!(frame["content"], "hola");
        assert!(frame["timestamp"].as_str().expect("a moment").ends_with('Z'));
    }
    // The other form reaches it too.
    luis.say(&group, "buenas").await;
    assert_eq!(first.expect("message").await["content"], "buenas");
}

/// Table 14: what that system believed.
#[tokio::test]
async fn a_sender_who_is_somebody_else_is_refused_and_nothing_is_stored() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut socket = ana.open(&format!("/study-groups/ws/{group}")).await;
    for sender in [luis.id.as_str(), "luis", ""] {
        socket.send(json!({ "sender_id": sender, "content": "no fui yo" })).await;
        socket.expect_error("sender_mismatch").await;
    }
    socket.send(json!({ "type": "send_message", "client_id": crate::harness::client_id(), "sender_id": luis.id, "content": "x" })).await;
    socket.expect_error("sender_mismatch").await;
    socket.send(json!({ "sender_id": ana.id, "content": "  " })).await;
    socket.expect_error("empty_content").await;
    assert_eq!(ana.texts(&group).await, Vec::<String>::new());
}

#[tokio::test]
async fn whoever_is_not_a_member_gets_nothing() {
    let server = TestServer::start().await;
    let (ana, eva) = (server.sign_up("Ana").await, server.sign_up("Eva").await);
    let group = ana.create_group("Álgebra").await;
    let mut socket = eva.open(&format!("/study-groups/ws/{group}")).await;
    assert_eq!(socket.closed_after().await, (4003, vec![]));
}
