//! `/api/v1/groups/{id}/members`

use serde_json::json;

use crate::harness::{TestServer, messages};

#[tokio::test]
async fn members_are_listed_with_role_and_presence() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let _open = luis.socket(&group).await;
    let members = ana.get(&format!("/api/v1/groups/{group}/members")).await.expect(200);
    let seen = |place: usize| {
        let member = &members["members"][place];
        (member["name"].clone(), member["role"].clone(), member["online"].clone())
    };
    assert_eq!(seen(0), (json!("Ana"), json!("owner"), json!(false)));
    assert_eq!(seen(1), (json!("Luis"), json!("member"), json!(true)));
}

#[tokio::test]
async fn somebody_leaves_and_is_gone_at_once() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    luis.delete(&format!("/api/v1/groups/{group}/members/{}", luis.id)).await.expect(204);
    luis.get(&messages(&group)).await.expect_problem(404, "not_found");
    luis.post(&messages(&group), json!({ "content": "hola" })).await.expect_problem(404, "not_found");
    assert_eq!(ana.get(&format!("/api/v1/groups/{group}")).await.expect(200)["member_count"], 1);
}

#[tokio::test]
async fn only_the_owner_removes_and_gives_roles() {
    let server = TestServer::start().await;
    let (ana, luis, eva) = (server.sign_up("Ana").await, server.sign_up("Luis").await, server.sign_up("Eva").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    ana.invite(&eva, &group).await;
    let member = |id: &str| format!("/api/v1/groups/{group}/members/{id}");
    luis.delete(&member(&eva.id)).await.expect_problem(403, "forbidden");
    luis.patch(&member(&luis.id), json!({ "role": "owner" })).await.expect_problem(403, "forbidden");
    ana.patch(&member(&luis.id), json!({ "role": "king" })).await.expect_problem(400, "invalid_request");
    ana.patch(&member(&luis.id), json!({ "role": "moderator" })).await.expect(204);
    luis.delete(&member(&eva.id)).await.expect_problem(403, "forbidden");
    ana.delete(&member(&eva.id)).await.expect(204);
    ana.delete(&member(&eva.id)).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_owner_hands_the_group_over_before_leaving_it() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let member = |id: &str| format!("/api/v1/groups/{group}/members/{id}");
    ana.delete(&member(&ana.id)).await.expect_problem(409, "conflict");
    ana.patch(&member(&ana.id), json!({ "role": "member" })).await.expect_problem(409, "conflict");
    ana.patch(&member(&luis.id), json!({ "role": "owner" })).await.expect(204);
    assert_eq!(ana.get(&format!("/api/v1/groups/{group}")).await.expect(200)["role"], "moderator");
    ana.delete(&member(&ana.id)).await.expect(204);
    assert_eq!(luis.get(&format!("/api/v1/groups/{group}")).await.expect(200)["role"], "owner");
}
