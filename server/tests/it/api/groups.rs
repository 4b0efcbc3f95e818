//! `/api/v1/groups`

use serde_json::json;

use crate::harness::{TestServer, messages};

#[tokio::test]
async fn a_new_group_belongs_to_whoever_made_it() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let new = json!({ "name": " Álgebra  II ", "description": "Martes\r\na las 7" });
    let group = ana.post("/api/v1/groups", new).await.expect(201);
    assert_eq!((&group["name"], &group["description"]), (&json!("Álgebra II"), &json!("Martes\na las 7")));
    assert_eq!((&group["role"], &group["member_count"]), (&json!("owner"), &json!(1)));
    assert_eq!(group["invite_code"].as_str().map(str::len), Some(10));
    let id = group["id"].as_str().expect("an id");
    assert_eq!(ana.get(&format!("/api/v1/groups/{id}")).await.expect(200), group);
    assert_eq!(ana.get("/api/v1/groups").await.expect(200), json!({ "groups": [group], "has_more": false }));
}

#[tokio::test]
async fn a_name_that_is_none_is_refused() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    for name in ["", "  ", "\u{1b}", &"ñ".repeat(81)] {
        ana.post("/api/v1/groups", json!({ "name": name })).await.expect_problem(400, "invalid_request");
    }
    let long = json!({ "name": "Álgebra", "description": "x".repeat(501) });
    ana.post("/api/v1/groups", long).await.expect_problem(400, "invalid_request");
}

#[tokio::test]
async fn a_code_lets_somebody_in_once() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    let code = ana.invite_code(&group).await.to_lowercase();
    let typed = format!(" {}-{} ", &code[..5], &code[5..]);
    for _ in 0..2 {
        let joined = luis.post("/api/v1/groups/join", json!({ "invite_code": typed })).await.expect(200);
        assert_eq!(
            (&joined["id"], &joined["role"], &joined["member_count"]),
            (&json!(group), &json!("member"), &json!(2))
        );
    }
    for code in ["ABCDEFGHJK", "", "no"] {
        let refused = luis.post("/api/v1/groups/join", json!({ "invite_code": code })).await;
        assert!([400, 404].contains(&refused.status.as_u16()), "{}", refused.text);
    }
    assert_eq!(luis.post("/api/v1/groups/join", json!({ "invite_code": "ABCDEFGHJK" })).await.status, 404);
}

/// Table 6: a group that one is not in looks like one that does not exist.
#[tokio::test]
async fn a_group_that_one_is_not_in_looks_like_none() {
    let server = TestServer::start().await;
    let (ana, eva) = (server.sign_up("Ana").await, server.sign_up("Eva").await);
    let group = ana.create_group("Álgebra").await;
    let none = tertulia::ids::GroupId::random().to_string();
    for suffix in ["", "/members", "/messages", "/messages?limit=1&before=9"] {
        let other = eva.get(&format!("/api/v1/groups/{group}{suffix}")).await;
        other.expect_problem(404, "not_found");
        assert_eq!(other.json(), eva.get(&format!("/api/v1/groups/{none}{suffix}")).await.json());
    }
    let send = json!({ "content": "hola" });
    let other = eva.post(&messages(&group), send.clone()).await;
    other.expect_problem(404, "not_found");
    assert_eq!(other.json(), eva.post(&messages(&none), send).await.json());
    eva.delete(&format!("/api/v1/groups/{group}/members/{}", ana.id)).await.expect_problem(404, "not_found");
    eva.get(&format!("/study-groups/{group}/messages")).await.expect_problem(404, "not_found");
    assert_eq!(ana.texts(&group).await, Vec::<String>::new());
}

#[tokio::test]
async fn unread_counts_messages_until_they_are_read() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    for text in ["uno", "dos", "tres"] {
        ana.say(&group, text).await;
    }
    let unread = async || luis.get("/api/v1/groups").await.expect(200)["groups"][0]["unread"].clone();
    assert_eq!(unread().await, 3);
    let head = luis.get(&format!("/api/v1/groups/{group}")).await.expect(200)["head"].clone();
    let mut socket = luis.socket(&group).await;
    socket.send(json!({ "type": "read", "seq": head })).await;
    socket.fence().await;
    assert_eq!(unread().await, 0);
}

#[tokio::test]
async fn my_groups_come_page_by_page() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    for n in 0..5 {
        ana.create_group(&format!("Grupo {n}")).await;
    }
    let first = ana.get("/api/v1/groups?limit=3").await.expect(200);
    assert_eq!((first["groups"].as_array().map(Vec::len), &first["has_more"]), (Some(3), &json!(true)));
    let next = first["next"].as_str().expect("a place");
    let second = ana.get(&format!("/api/v1/groups?limit=3&before={next}")).await.expect(200);
    assert_eq!((second["groups"].as_array().map(Vec::len), &second["has_more"]), (Some(2), &json!(false)));
    assert!(second.get("next").is_none());
    for query in ["limit=0", "limit=101", "before=x", "before=7", "before=7.x"] {
        ana.get(&format!("/api/v1/groups?{query}")).await.expect_problem(400, "invalid_request");
    }
}
