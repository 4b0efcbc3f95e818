//! Who is here, and who is writing.

use serde_json::json;

use crate::harness::{TestServer, socket::kinds};

#[tokio::test]
async fn people_are_seen_coming_once_however_many_tabs_they_have() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut hers = ana.socket(&group).await;
    let mut his = luis.open(&format!("/api/v1/ws/{group}")).await;
    let online = his.expect("subscribed").await["online"].clone();
    let mut names: Vec<&str> = online.as_array().expect("a list").iter().filter_map(|p| p["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Ana", "Luis"]);
    let joined = hers.expect("user_joined").await;
    assert_eq!(
        (&joined["user_id"], &joined["name"], &joined["group_id"]),
        (&json!(luis.id), &json!("Luis"), &json!(group))
    );
    let second = luis.socket(&group).await;
    second.close().await;
    assert!(!kinds(&hers.fence().await).iter().any(|kind| kind.starts_with("user_")), "a tab is not a person");
}

/// Fifteen seconds after the last socket of a person closed, and not before the others did.
#[tokio::test]
async fn people_are_seen_leaving_when_their_last_tab_has_been_closed_for_a_while() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let mut hers = ana.socket(&group).await;
    let his = luis.socket(&group).await;
    hers.expect("user_joined").await;
    his.close().await;
    let left = hers.expect("user_left").await;
    assert_eq!((&left["user_id"], &left["name"]), (&json!(luis.id), &json!("Luis")));
}

#[tokio::test]
async fn the_others_see_who_is_writing() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    hers.send(json!({ "type": "typing" })).await;
    let typing = his.expect("typing").await;
    assert_eq!(
        (&typing["user_id"], &typing["name"], &typing["group_id"]),
        (&json!(ana.id), &json!("Ana"), &json!(group))
    );
    assert!(!kinds(&hers.fence().await).contains(&"typing"), "not to the author");
}

#[tokio::test]
async fn typing_too_often_is_dropped_silently() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    for _ in 0..30 {
        hers.send(json!({ "type": "typing" })).await;
    }
    assert!(!kinds(&hers.fence().await).contains(&"error"));
    his.expect("typing").await;
    let rest = his.fence().await;
    assert!(kinds(&rest).iter().filter(|kind| **kind == "typing").count() < 5, "{rest:?}");
}
