//! `/api/v1/groups/{id}/messages`

use serde_json::{Value, json};

use crate::harness::{Person, TestServer, client_id, messages};

async fn group_of_two(server: &TestServer) -> (Person, Person, String) {
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    (ana, luis, group)
}

#[tokio::test]
async fn a_message_is_stored_and_then_on_the_page() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let name = client_id();
    let sent = ana.post(&messages(&group), json!({ "content": "hola", "client_id": name })).await.expect(201);
    assert_eq!(
        (&sent["content"], &sent["sender_id"], &sent["sender_name"]),
        (&json!("hola"), &json!(ana.id), &json!("Ana"))
    );
    assert_eq!((&sent["sender"], &sent["client_id"]), (&json!("Ana"), &json!(name)));
    assert!(sent["timestamp"].as_str().expect("a moment").ends_with('Z'));
    let page = luis.get(&messages(&group)).await.expect(200);
    let shown = &page["messages"][0];
    assert_eq!((&shown["id"], &shown["seq"], &shown["content"]), (&sent["id"], &sent["seq"], &json!("hola")));
    assert_eq!(shown.get("client_id"), None, "a message's name is its author's business");
    assert_eq!((&page["has_more"], &page["head"]), (&json!(false), &sent["seq"]));
}

/// Table 15, over HTTP.
#[tokio::test]
async fn a_repeat_answers_with_the_first_and_stores_nothing() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let body = json!({ "content": "hola", "client_id": client_id() });
    let first = ana.post(&messages(&group), body.clone()).await.expect(201);
    let again = json!({ "content": "otra cosa", "client_id": body["client_id"] });
    assert_eq!(ana.post(&messages(&group), again).await.expect(200), first);
    // The name belongs to its author: somebody else's message may have the same.
    luis.post(&messages(&group), body).await.expect(201);
    assert_eq!(ana.texts(&group).await, ["hola", "hola"]);
}

/// Table 15, at the same time.
#[tokio::test]
async fn the_same_message_sent_twice_at_once_is_stored_once() {
    let server = TestServer::start().await;
    let (ana, _, group) = group_of_two(&server).await;
    let body = json!({ "content": "hola", "client_id": client_id() });
    let path = messages(&group);
    let answers = futures::future::join_all((0..8).map(|_| ana.post(&path, body.clone()))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    let first = answers[0].json();
    assert!(answers.iter().all(|answer| answer.json()["id"] == first["id"]));
    assert_eq!(ana.texts(&group).await, ["hola"]);
}

/// Table 14: what a client claims about sender, place and time.
#[tokio::test]
async fn what_a_client_claims_is_refused_or_ignored() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let forged = json!({ "content": "no fui yo", "sender_id": luis.id });
    ana.post(&messages(&group), forged).await.expect_problem(403, "sender_mismatch");
    assert!(ana.texts(&group).await.is_empty());
    let claims = json!({
        "content": "hola", "sender_id": ana.id, "sender_name": "Rector", "seq": 999, "timestamp": "1999-01-01T00:00:00Z",
        "id": client_id(), "deleted": true, "edited_at": "1999-01-01T00:00:00Z",
    });
    let sent = ana.post(&messages(&group), claims).await.expect(201);
    assert_eq!((&sent["sender_id"], &sent["sender_name"]), (&json!(ana.id), &json!("Ana")));
    assert!(sent["seq"].as_u64().expect("a seq") < 10 && sent["timestamp"].as_str() > Some("2020"), "{sent}");
    assert!(sent.get("deleted").is_none() && sent.get("edited_at").is_none(), "{sent}");
}

#[tokio::test]
async fn pages_go_both_ways_and_are_always_oldest_first() {
    let server = TestServer::start().await;
    let (ana, _, group) = group_of_two(&server).await;
    let mut seqs = Vec::new();
    for n in 1..=9 {
        seqs.push(ana.say(&group, &n.to_string()).await["seq"].as_u64().expect("a seq"));
    }
    let page = async |query: String| {
        let page = ana.get(&format!("{}?{query}", messages(&group))).await.expect(200);
        let texts = |page: &Value| -> Vec<String> {
            let all = page["messages"].as_array().expect("messages");
            all.iter().map(|m| m["content"].as_str().expect("text").to_owned()).collect()
        };
        (texts(&page).concat(), page["has_more"] == true)
    };
    assert_eq!(page("limit=3".to_owned()).await, ("789".to_owned(), true));
    assert_eq!(page(format!("limit=3&before={}", seqs[6])).await, ("456".to_owned(), true));
    assert_eq!(page(format!("limit=100&before={}", seqs[3])).await, ("123".to_owned(), false));
    assert_eq!(page(format!("limit=3&after={}", seqs[1])).await, ("345".to_owned(), true));
    assert_eq!(page(format!("limit=100&after={}", seqs[6])).await, ("89".to_owned(), false));
    let (around, _) = page(format!("limit=3&around={}", seqs[4])).await;
    assert!(around.contains('5') && around.len() <= 3, "{around}");
    assert_eq!(page(format!("after={}", u64::MAX)).await, (String::new(), false));
}

#[tokio::test]
async fn an_answer_names_the_message_that_it_answers() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let question = ana.say(&group, "¿cuándo?").await;
    let answer = json!({ "content": "mañana", "reply_to": question["seq"] });
    assert_eq!(luis.post(&messages(&group), answer).await.expect(201)["reply_to"], question["seq"]);
    let nothing = json!({ "content": "¿a qué?", "reply_to": 9999 });
    luis.post(&messages(&group), nothing).await.expect_problem(400, "invalid_request");
}

/// Table 16.
#[tokio::test]
async fn a_message_is_changed_by_its_author_and_deleted_by_moderators_too() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let eva = server.sign_up("Eva").await;
    ana.invite(&eva, &group).await;
    let sent = luis.say(&group, "hloa").await;
    let path = format!("{}/{}", messages(&group), sent["seq"]);
    for other in [&ana, &eva] {
        other.patch(&path, json!({ "content": "no" })).await.expect_problem(403, "forbidden");
    }
    let edited = luis.patch(&path, json!({ "content": "hola" })).await.expect(200);
    assert_eq!((&edited["content"], &edited["seq"]), (&json!("hola"), &sent["seq"]));
    assert!(edited["edited_at"].is_string(), "{edited}");
    luis.patch(&path, json!({ "content": "  " })).await.expect_problem(422, "empty_content");
    eva.delete(&path).await.expect_problem(403, "forbidden");
    ana.delete(&path).await.expect(204);
    ana.delete(&path).await.expect(204);
    luis.patch(&path, json!({ "content": "de nuevo" })).await.expect_problem(409, "conflict");
    let page = luis.get(&messages(&group)).await.expect(200);
    assert_eq!((&page["messages"][0]["deleted"], page["messages"][0].get("content")), (&json!(true), None));
    luis.delete(&format!("{}/9999", messages(&group))).await.expect_problem(404, "not_found");
}

/// Table 16: a role that was lost opens nothing any more.
#[tokio::test]
async fn a_moderator_who_is_none_any_more_deletes_nothing() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let member = format!("/api/v1/groups/{group}/members/{}", luis.id);
    let sent = ana.say(&group, "hola").await;
    ana.patch(&member, json!({ "role": "moderator" })).await.expect(204);
    ana.patch(&member, json!({ "role": "member" })).await.expect(204);
    luis.delete(&format!("{}/{}", messages(&group), sent["seq"])).await.expect_problem(403, "forbidden");
    assert_eq!(ana.texts(&group).await, ["hola"]);
}
