//! `/api/v1/sessions`

use engine::Limits;
use serde_json::json;

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

/// Whoever guesses, from however many addresses, keeps the owner out neither where she was before nor anywhere new.
#[tokio::test]
async fn wrong_passwords_at_one_address_do_not_keep_the_owner_out_at_another() {
    let limits = "off,wrong_passwords=10/600s,account_passwords=30/600s".parse().expect("valid");
    let server = TestServer::start_with(Options { limits, trusted_proxies: 1, ..Options::default() }).await;
    let sign_in = async |client: &str, password: &str| {
        let body = json!({ "email": "ana@example.org", "password": password });
        Answer::of(server.http.post(server.url("/api/v1/sessions")).header("x-forwarded-for", client).json(&body)).await
    };
    let body = json!({ "email": "ana@example.org", "password": PASSWORD, "full_name": "Ana" });
    let at_home = server.http.post(server.url("/api/v1/accounts")).header("x-forwarded-for", "192.0.2.1").json(&body);
    Answer::of(at_home).await.expect(201);
    for _ in 0..10 {
        sign_in("203.0.113.1", "not this one").await.expect(401);
    }
    sign_in("203.0.113.1", "not this one").await.expect_problem(429, "rate_limited");
    sign_in("198.51.100.1", PASSWORD).await.expect(201);
    // Right ones do not count, however many.
    for _ in 0..12 {
        sign_in("198.51.100.1", PASSWORD).await.expect(201);
    }
    for guesser in ["203.0.113.2", "203.0.113.3"] {
        for _ in 0..10 {
            sign_in(guesser, "not this one").await.expect(401);
        }
    }
    sign_in("203.0.113.4", "not this one").await.expect_problem(429, "rate_limited");
    for hers in ["192.0.2.1", "198.51.100.1"] {
        sign_in(hers, PASSWORD).await.expect(201);
    }
}

/// The same holds for whoever has a session and not the password.
#[tokio::test]
async fn wrong_current_passwords_are_counted_where_they_are_given() {
    let limits = "off,wrong_passwords=2/600s".parse().expect("valid");
    let server = TestServer::start_with(Options { limits, trusted_proxies: 1, ..Options::default() }).await;
    let ana = server.sign_up("Ana").await;
    let change = async |client: &str, current: &str| {
        let body = json!({ "current_password": current, "new_password": "another one of hers" });
        let request = ana.request(reqwest::Method::POST, "/api/v1/me/password");
        Answer::of(request.header("x-forwarded-for", client).json(&body)).await
    };
    for _ in 0..2 {
        change("203.0.113.1", "not this one").await.expect_problem(403, "forbidden");
    }
    change("203.0.113.1", PASSWORD).await.expect_problem(429, "rate_limited");
    change("192.0.2.1", PASSWORD).await.expect(204);
}
