//! Table 25: one order, for everybody and for ever.

use serde_json::Value;

use crate::harness::{TestServer, socket::message};

/// People who write at once.
const SENDERS: usize = 50;
/// Messages of each.
const EACH: usize = 2;

#[tokio::test]
async fn fifty_people_who_write_at_once_all_see_the_order_of_the_history() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut sockets = vec![ana.socket(&group).await];
    for n in 1..SENDERS {
        let person = server.sign_up(&format!("P{n}")).await;
        ana.invite(&person, &group).await;
        sockets.push(person.socket(&group).await);
    }
    let writing = sockets.into_iter().enumerate().map(|(n, mut socket)| async move {
        for turn in 0..EACH {
            socket.send(message(&format!("{n}.{turn}"))).await;
        }
        let mut seen = Vec::new();
        while seen.len() < SENDERS * EACH {
            let frame = socket.expect("new_message").await;
            seen.push((seq(&frame), frame["content"].clone()));
        }
        seen
    });
    let seen = futures::future::join_all(writing).await;
    let page = ana.get(&format!("/api/v1/groups/{group}/messages?limit=100")).await.expect(200);
    let history: Vec<(u64, Value)> = page["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .map(|message| (seq(message), message["content"].clone()))
        .collect();
    assert_eq!(history.len(), SENDERS * EACH);
    assert!(history.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0), "no gap");
    for (n, mine) in seen.into_iter().enumerate() {
        assert_eq!(mine, history, "person {n}");
    }
}

fn seq(message: &Value) -> u64 {
    message["seq"].as_u64().expect("a seq")
}
