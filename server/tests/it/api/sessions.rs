//! `/api/v1/sessions`

use serde_json::json;
use tertulia::engine::Limits;

use crate::harness::{Answer, Options, TestServer, person::PASSWORD};

#[tokio::test]
async fn any_wrong_pair_gets_the_same_answer() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let wrong = server.post("/api/v1/sessions", json!({ "email": ana.email, "password": "not this one" })).await;
    let nobody = server.post("/api/v1/sessions", json!({ "email": "nobody@example.org", "password": PASSWORD })).await;
    wrong.expect_problem(401, "unauthenticated");
    assert_eq!(wrong.json(), nobody.json());
}

#[tokio::test]
async fn each_sign_in_is_a_session_of_its_own() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let phone = ana.sign_in_again().await;
    assert_ne!(ana.token, phone.token);
    phone.delete("/api/v1/sessions/current").await.expect(204);
    phone.get("/api/v1/me").await.expect_problem(401, "unauthenticated");
    phone.delete("/api/v1/sessions/current").await.expect_problem(401, "unauthenticated");
    ana.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn a_cookie_identifies_too_and_is_taken_away_at_the_end() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let cookie = format!("lang=es; tertulia_session={}", ana.token);
    let me = server.http.get(server.url("/api/v1/me")).header("cookie", &cookie);
    assert_eq!(Answer::of(me).await.expect(200)["id"], ana.id);
    let end = server.http.delete(server.url("/api/v1/sessions/current"));
    let end = Answer::of(end.header("cookie", &cookie).header("origin", server.origin())).await;
    end.expect(204);
    let gone = end.header("set-cookie");
    assert!(
        gone.starts_with("tertulia_session=;") && gone.contains("Max-Age=0") && gone.contains("HttpOnly"),
        "{gone}"
    );
    Answer::of(server.http.get(server.url("/api/v1/me")).header("cookie", &cookie)).await.expect(401);
}

#[tokio::test]
async fn too_many_sign_ins_have_to_wait_as_long_as_they_are_told() {
    let limits = Limits { sign_ins: Limits::default().sign_ins, ..Limits::OFF };
    let server = TestServer::start_with(Options { limits, ..Options::default() }).await;
    for _ in 0..10 {
        let body = json!({ "email": "ana@example.org", "password": "not this one" });
        server.post("/api/v1/sessions", body).await.expect_problem(401, "unauthenticated");
    }
    let answer = server.post("/api/v1/sessions", json!({ "email": "ana@example.org", "password": PASSWORD })).await;
    let problem = answer.expect_problem(429, "rate_limited");
    let (millis, seconds) = (problem["retry_after_ms"].as_u64().expect("ms"), answer.header("retry-after"));
    assert_eq!(seconds, millis.div_ceil(1000).to_string());
    assert!((1..=18_000).contains(&millis), "{millis}");
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let limits = Limits { sign_ins: "sign_ins=1/180s".parse::<Limits>().expect("valid").sign_ins, ..Limits::OFF };
    let server = TestServer::start_with(Options { limits, trusted_proxies: 1, ..Options::default() }).await;
    let sign_in = async |client: &str, email: &str| {
        let body = json!({ "email": email, "password": PASSWORD });
        Answer::of(server.http.post(server.url("/api/v1/sessions")).header("x-forwarded-for", client).json(&body)).await
    };
    sign_in("203.0.113.1", "a@example.org").await.expect(401);
    sign_in("203.0.113.2", "b@example.org").await.expect(401);
    // What stands further left was written by the client itself.
    sign_in("203.0.113.9, 203.0.113.1", "c@example.org").await.expect_problem(429, "rate_limited");
}
