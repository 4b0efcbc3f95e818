//! `/api/v1/accounts` and `/api/v1/me`

use serde_json::json;

use crate::harness::{Answer, TestServer, person::PASSWORD};

#[tokio::test]
async fn a_new_account_comes_with_a_session() {
    let server = TestServer::start().await;
    let body =
        json!({ "email": " Ana@Example.org ", "password": PASSWORD, "full_name": "Ana María", "last_name": "Ruiz" });
    let grant = server.post("/api/v1/accounts", body).await.expect(201);
    assert_eq!(
        (&grant["user"]["email"], &grant["user"]["name"]),
        (&json!("ana@example.org"), &json!("Ana María Ruiz"))
    );
    assert!(grant["expires_at"].as_str().expect("a moment").ends_with('Z'));
    let token = grant["token"].as_str().expect("a token");
    let me = Answer::of(server.http.get(server.url("/api/v1/me")).bearer_auth(token)).await.expect(200);
    assert_eq!(me, grant["user"]);
}

#[tokio::test]
async fn the_id_is_shown_where_there_is_no_name() {
    let server = TestServer::start().await;
    let nameless = server.sign_up("").await;
    assert_eq!(nameless.name, nameless.id);
}

#[tokio::test]
async fn an_address_has_one_account_whatever_its_case() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let again = json!({ "email": ana.email.to_uppercase(), "password": PASSWORD, "full_name": "Otra" });
    server.post("/api/v1/accounts", again).await.expect_problem(409, "conflict");
}

#[tokio::test]
async fn values_that_are_not_valid_are_refused() {
    let server = TestServer::start().await;
    let good = json!({ "email": "ana@example.org", "password": PASSWORD, "full_name": "Ana" });
    for (field, value) in [
        ("email", "ana"),
        ("email", ""),
        ("password", "short"),
        ("full_name", "\u{0}"),
        ("last_name", &"x".repeat(61)),
        ("password", &"x".repeat(257)),
    ] {
        let mut body = good.clone();
        body[field] = json!(value);
        server.post("/api/v1/accounts", body).await.expect_problem(400, "invalid_request");
    }
    server.post("/api/v1/accounts", good).await.expect(201);
}

/// Table 24, over HTTP: the other device is signed out, this one stays.
#[tokio::test]
async fn changing_the_password_ends_the_other_sessions() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let phone = ana.sign_in_again().await;
    let wrong = json!({ "current_password": "something else", "new_password": "a new passphrase" });
    ana.post("/api/v1/me/password", wrong).await.expect_problem(403, "forbidden");
    let right = json!({ "current_password": PASSWORD, "new_password": "a new passphrase" });
    ana.post("/api/v1/me/password", right).await.expect(204);
    ana.get("/api/v1/me").await.expect(200);
    phone.get("/api/v1/me").await.expect_problem(401, "unauthenticated");
    let old = json!({ "email": ana.email, "password": PASSWORD });
    server.post("/api/v1/sessions", old).await.expect_problem(401, "unauthenticated");
    let new = json!({ "email": ana.email, "password": "a new passphrase" });
    server.post("/api/v1/sessions", new).await.expect(201);
}
