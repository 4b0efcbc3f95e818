//! `/api/v1`, noun by noun, and what every address under `/api` has in common.

mod accounts;
mod bans;
mod content;
mod document;
mod groups;
mod marks;
mod members;
mod messages;
mod render;
mod sessions;
mod text;

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, TestServer, messages};

#[tokio::test]
async fn an_address_that_is_none_gets_a_problem_document() {
    let server = TestServer::start().await;
    for path in ["/api", "/api/v1", "/api/v1/nothing", "/api/v2/groups", "/api/v1/groups/x/y/z"] {
        server.get(path).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_method_that_is_not_taken_is_refused_and_the_ones_that_are_named() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let answer = Answer::of(ana.request(Method::PUT, "/api/v1/groups")).await;
    answer.expect_problem(405, "invalid_request");
    assert!(answer.header("allow").contains("POST"), "{:?}", answer.headers);
    Answer::of(ana.request(Method::POST, "/api/v1/ws")).await.expect_problem(405, "invalid_request");
}

/// Table 2, over HTTP.
#[tokio::test]
async fn without_a_valid_identity_every_call_is_refused_and_says_how_to_sign_in() {
    let server = TestServer::start().await;
    let group = "6f1e9a3c-5a0b-4c3e-9d5e-0f6f1c2b3a4d";
    let paths = ["/api/v1/me", "/api/v1/groups", &format!("/api/v1/groups/{group}"), &messages(group)];
    for path in paths {
        for token in [None, Some("garbage"), Some("a.b.c"), Some("")] {
            let request = server.http.get(server.url(path));
            let request = match token {
                Some(token) => request.bearer_auth(token),
                None => request,
            };
            let answer = Answer::of(request).await;
            answer.expect_problem(401, "unauthenticated");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
}

/// Table 3: tokens that somebody made or changed.
#[tokio::test]
async fn a_token_that_was_tampered_with_is_no_token() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let parts: Vec<&str> = ana.token.split('.').collect();
    let [head, claims, signature] = parts[..] else { panic!("a JWT has three parts") };
    // {"typ":"JWT","alg":"none"}, and HS256 with a key id and a key that the forger brings along.
    let none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
    let kid = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImtpZCI6Ii4uLy4uL2Rldi9udWxsIn0";
    let jwk = "eyJhbGciOiJIUzI1NiIsImp3ayI6eyJrdHkiOiJvY3QiLCJrIjoiIn19";
    let rs256 = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9";
    let forged = [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{kid}.{claims}.{signature}"),
        format!("{jwk}.{claims}.{signature}"),
        format!("{rs256}.{claims}.{signature}"),
        format!("{head}.{claims}"),
        format!("{head}.{claims}."),
        format!("{head}.{claims}.{}", &signature[..signature.len() - 4]),
        format!("{head}.e30.{signature}"),
        format!("{head}..{signature}"),
    ];
    for token in forged {
        let answer = Answer::of(server.http.get(server.url("/api/v1/me")).bearer_auth(&token)).await;
        answer.expect_problem(401, "unauthenticated");
    }
    ana.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn a_body_that_is_not_as_expected_is_refused_with_a_reason() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let send = async |kind: &'static str, body: String| {
        let request = ana.request(Method::POST, "/api/v1/groups").header("content-type", kind).body(body);
        Answer::of(request).await
    };
    for body in
        ["", "{", "[]", "null", "{\"name\":7}", "{}", "{\"name\":\"\\ud800\"}", "{\"name\":\"a\",\"name\":\"b\"}"]
    {
        send("application/json", body.to_owned()).await.expect_problem(400, "invalid_request");
    }
    send("application/json", "[".repeat(10_000)).await.expect_problem(400, "invalid_request");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        send(kind, r#"{"name":"a"}"#.to_owned()).await.expect_problem(415, "invalid_request");
    }
    send("application/json", json!({ "name": "a".repeat(200_000) }).to_string()).await.expect_problem(413, "too_long");
    send("application/json; charset=utf-8", r#"{"name":"a","more":1}"#.to_owned()).await.expect(201);
}

#[tokio::test]
async fn parts_of_a_path_and_of_a_query_are_checked() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    ana.get("/api/v1/groups/none").await.expect_problem(400, "invalid_request");
    ana.get("/api/v1/groups/%FF").await.expect_problem(400, "invalid_request");
    ana.delete(&format!("/api/v1/groups/{group}/members/me")).await.expect_problem(400, "invalid_request");
    for seq in ["x", "-1", "18446744073709551616", "1.5"] {
        ana.delete(&format!("{}/{seq}", messages(&group))).await.expect_problem(400, "invalid_request");
    }
    for query in
        ["limit=0", "limit=101", "limit=", "limit=x", "before=x", "before=-1", "before=1&after=2", "around=1&before=2"]
    {
        ana.get(&format!("{}?{query}", messages(&group))).await.expect_problem(400, "invalid_request");
        ana.get(&format!("/study-groups/{group}/messages?{query}")).await.expect_problem(400, "invalid_request");
    }
}

#[tokio::test]
async fn nothing_under_api_is_kept_by_caches() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    for answer in [ana.get("/api/v1/me").await, server.get("/api/v1/me").await, server.get("/api/nothing").await] {
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}
