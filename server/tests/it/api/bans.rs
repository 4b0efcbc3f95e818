//! `/api/v1/groups/{id}/bans` and `/api/v1/groups/{id}/invitation`

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Person, TestServer};

async fn put(who: &Person, path: &str) -> Answer {
    Answer::of(who.request(Method::PUT, path)).await
}

async fn join(who: &Person, code: &str) -> Answer {
    who.post("/api/v1/groups/join", json!({ "invite_code": code })).await
}

#[tokio::test]
async fn a_removed_member_stays_out_until_let_in_again() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let code = ana.invite_code(&group).await;
    let (member, ban) = (format!("/api/v1/groups/{group}/members/{}", luis.id), format!("/api/v1/groups/{group}/bans"));
    ana.delete(&member).await.expect(204);
    join(&luis, &code).await.expect_problem(403, "forbidden");
    let bans = ana.get(&ban).await.expect(200);
    let (only, name) = (&bans["bans"][0], &bans["bans"][0]["name"]);
    assert_eq!((&only["user_id"], &only["banned_by"], name), (&json!(luis.id), &json!(ana.id), &json!("Luis")));
    assert!(only["banned_at"].is_string(), "{bans}");
    ana.delete(&format!("{ban}/{}", luis.id)).await.expect(204);
    assert_eq!(ana.get(&ban).await.expect(200), json!({ "bans": [] }));
    join(&luis, &code).await.expect(200);
    ana.delete(&format!("{member}?ban=false")).await.expect(204);
    join(&luis, &code).await.expect(200);
    ana.delete(&format!("{member}?ban=no")).await.expect_problem(400, "invalid_request");
    put(&ana, &format!("{ban}/{}", luis.id)).await.expect(204);
    put(&ana, &format!("{ban}/{}", luis.id)).await.expect(204);
    join(&luis, &code).await.expect_problem(403, "forbidden");
    luis.get(&ban).await.expect_problem(404, "not_found");
    put(&luis, &format!("{ban}/{}", ana.id)).await.expect_problem(404, "not_found");
    put(&ana, &format!("{ban}/{}", ana.id)).await.expect_problem(409, "conflict");
    put(&ana, &format!("{ban}/me")).await.expect_problem(400, "invalid_request");
}

#[tokio::test]
async fn plain_members_neither_see_nor_do_any_of_it() {
    let server = TestServer::start().await;
    let (ana, luis, eva) = (server.sign_up("Ana").await, server.sign_up("Luis").await, server.sign_up("Eva").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let path = |rest: &str| format!("/api/v1/groups/{group}/{rest}");
    luis.get(&path("bans")).await.expect_problem(403, "forbidden");
    put(&luis, &path(&format!("bans/{}", eva.id))).await.expect_problem(403, "forbidden");
    luis.delete(&path(&format!("bans/{}", eva.id))).await.expect_problem(403, "forbidden");
    luis.post(&path("invitation"), json!({})).await.expect_problem(403, "forbidden");
    eva.post(&path("invitation"), json!({})).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_old_code_opens_nothing_after_a_new_one_was_made() {
    let server = TestServer::start().await;
    let (ana, luis, eva) = (server.sign_up("Ana").await, server.sign_up("Luis").await, server.sign_up("Eva").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    ana.patch(&format!("/api/v1/groups/{group}/members/{}", luis.id), json!({ "role": "moderator" })).await.expect(204);
    let old = ana.invite_code(&group).await;
    for who in [&ana, &luis] {
        let renewed = Answer::of(who.request(Method::POST, &format!("/api/v1/groups/{group}/invitation"))).await;
        let new = renewed.expect(200)["invite_code"].as_str().expect("a code").to_owned();
        assert_ne!(new, old);
        assert_eq!(ana.invite_code(&group).await, new);
    }
    join(&eva, &old).await.expect_problem(404, "not_found");
    join(&eva, &ana.invite_code(&group).await).await.expect(200);
    assert_eq!(server.get(&format!("/join/{old}")).await.status, 404);
}
