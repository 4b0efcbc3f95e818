//! Reactions, pins, questions and answers, over HTTP and the socket.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Person, TestServer, messages};

const THUMB: &str = "%F0%9F%91%8D";

async fn call(who: &Person, method: Method, path: &str, body: Option<Value>) -> Answer {
    let request = who.request(method, path);
    Answer::of(match body {
        Some(body) => request.json(&body),
        None => request,
    })
    .await
}

async fn group_of_two(server: &TestServer) -> (Person, Person, String) {
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    (ana, luis, group)
}

async fn first(who: &Person, group: &str) -> Value {
    who.get(&messages(group)).await.expect(200)["messages"][0].clone()
}

#[tokio::test]
async fn a_reaction_is_put_and_deleted_as_often_as_one_likes() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let seq = ana.say(&group, "hola").await["seq"].clone();
    let path = format!("{}/{seq}/reactions/{THUMB}", messages(&group));
    for _ in 0..2 {
        call(&luis, Method::PUT, &path, None).await.expect(204);
    }
    let expected = json!([{ "emoji": "👍", "count": 1, "mine": true, "names": ["Luis"] }]);
    assert_eq!(first(&luis, &group).await["reactions"], expected);
    assert_eq!(first(&ana, &group).await["reactions"][0]["mine"], json!(false));
    for _ in 0..2 {
        call(&luis, Method::DELETE, &path, None).await.expect(204);
    }
    assert_eq!(first(&ana, &group).await.get("reactions"), None);
    for wrong in ["hola", "%F0%9F%91%8D%F0%9F%91%8D", "%3Cb%3E"] {
        let path = format!("{}/{seq}/reactions/{wrong}", messages(&group));
        call(&luis, Method::PUT, &path, None).await.expect_problem(400, "invalid_request");
    }
    let stranger = server.sign_up("Eva").await;
    call(&stranger, Method::PUT, &path, None).await.expect_problem(404, "not_found");
    ana.delete(&format!("{}/{seq}", messages(&group))).await.expect(204);
    call(&luis, Method::PUT, &path, None).await.expect_problem(409, "conflict");
}

#[tokio::test]
async fn pins_and_questions_are_listed() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let asked = json!({ "content": "¿**cuándo**?", "question": true });
    let asked = luis.post(&messages(&group), asked).await.expect(201);
    let answer = json!({ "content": "el martes", "reply_to": asked["seq"] });
    let answer = ana.post(&messages(&group), answer).await.expect(201);
    assert_eq!((&asked["question"], &answer["reply"]["excerpt"]), (&json!(true), &json!("¿cuándo?")));

    let pin = format!("{}/{}/pin", messages(&group), answer["seq"]);
    call(&luis, Method::PUT, &pin, None).await.expect_problem(403, "forbidden");
    call(&ana, Method::PUT, &pin, None).await.expect(204);
    let pins = luis.get(&format!("/api/v1/groups/{group}/pins")).await.expect(200);
    assert_eq!((&pins["messages"][0]["seq"], &pins["messages"][0]["pinned"]), (&answer["seq"], &json!(true)));

    let questions = |state: &str| format!("/api/v1/groups/{group}/questions?render=html&state={state}");
    let open = ana.get(&questions("open")).await.expect(200);
    assert_eq!(open["messages"][0]["html"], json!("<p>¿<strong>cuándo</strong>?</p>"));
    let mark = format!("{}/{}/answer", messages(&group), asked["seq"]);
    let body = json!({ "answer_seq": answer["seq"] });
    call(&luis, Method::PUT, &mark, Some(body.clone())).await.expect(204);
    assert_eq!(ana.get(&questions("open")).await.expect(200)["messages"], json!([]));
    let answered = ana.get(&questions("answered")).await.expect(200);
    assert_eq!(answered["messages"][0]["answer_seq"], answer["seq"]);
    assert_eq!(answered["has_more"], json!(false));
    call(&luis, Method::DELETE, &mark, Some(body)).await.expect(204);
    call(&luis, Method::DELETE, &mark, None).await.expect(204);
    assert_eq!(ana.get(&questions("open")).await.expect(200)["messages"][0].get("answer_seq"), None);
    ana.get(&questions("closed")).await.expect_problem(400, "invalid_request");
    call(&luis, Method::PUT, &mark, Some(json!({ "answer_seq": 999 }))).await.expect_problem(400, "invalid_request");
}

#[tokio::test]
async fn frames_do_the_same_and_everybody_is_told() {
    let server = TestServer::start().await;
    let (ana, luis, group) = group_of_two(&server).await;
    let (mut hers, mut his) = (ana.socket(&group).await, luis.socket(&group).await);
    let name = crate::harness::client_id();
    let asked = json!({ "type": "send_message", "client_id": name, "content": "¿sí, @Ana?", "question": true });
    his.send(asked).await;
    let asked = hers.expect("new_message").await;
    assert_eq!((&asked["question"], &asked["mentions"][0]["text"]), (&json!(true), &json!("@Ana")));
    let seq = &asked["seq"];
    hers.send(json!({ "type": "react", "seq": seq, "emoji": "❤", "on": true })).await;
    let told = his.expect("reaction").await;
    assert_eq!((&told["message_seq"], &told["emoji"], &told["on"]), (seq, &json!("❤\u{fe0f}"), &json!(true)));
    assert_eq!((&told["user_id"], &told["name"], &told["count"]), (&json!(ana.id), &json!("Ana"), &json!(1)));
    hers.send(json!({ "type": "pin", "seq": seq, "on": true })).await;
    assert_eq!(&his.expect("message_pinned").await["message_seq"], seq);
    let answer = ana.say(&group, "sí").await;
    his.send(json!({ "type": "answer", "seq": seq, "answer_seq": answer["seq"], "on": true })).await;
    let told = hers.expect("question_answered").await;
    assert_eq!((&told["message_seq"], &told["answer_seq"]), (seq, &answer["seq"]));
    ana.delete(&format!("{}/{}", messages(&group), answer["seq"])).await.expect(204);
    let reopened = his.expect("question_reopened").await;
    assert_eq!((&reopened["message_seq"], &reopened["answer_seq"]), (seq, &answer["seq"]));
    his.send(json!({ "type": "pin", "seq": seq, "on": false })).await;
    his.expect_error("forbidden").await;
    his.send(json!({ "type": "react", "seq": seq, "emoji": "x", "on": true })).await;
    his.expect_error("invalid_request").await;
}
