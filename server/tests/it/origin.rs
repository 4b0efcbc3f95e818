//! Table 1 and the forgery of requests: which pages may change something, and which may open a socket.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Options, Person, Socket, TestServer, person::PASSWORD};

/// Origins that are never ours, whatever the server's address.
const FOREIGN: [&str; 6] = [
    "https://evil.example",
    "null",
    "",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost.evil.example:3000",
];

async fn change(ana: &Person, headers: &[(&str, &str)]) -> Answer {
    // Under the names that it has without TLS and over it.
    let cookie = format!("tertulia_session={0}; __Host-tertulia_session={0}", ana.token);
    let url = format!("http://{}/api/v1/groups", ana.address);
    let mut request = reqwest::Client::new().post(url).header("cookie", cookie).json(&json!({ "name": "Álgebra" }));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request).await
}

#[tokio::test]
async fn a_change_with_a_cookie_must_come_from_our_own_page() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let port = server.address.port();
    for ours in [server.origin(), format!("http://localhost:{port}"), format!("http://[::1]:{port}")] {
        change(&ana, &[("origin", &ours)]).await.expect(201);
    }
    for foreign in FOREIGN {
        change(&ana, &[("origin", foreign)]).await.expect_problem(403, "forbidden");
    }
    change(&ana, &[]).await.expect_problem(403, "forbidden");
    change(&ana, &[("sec-fetch-site", "cross-site")]).await.expect_problem(403, "forbidden");
    change(&ana, &[("sec-fetch-site", "same-site")]).await.expect_problem(403, "forbidden");
    change(&ana, &[("sec-fetch-site", "same-origin")]).await.expect(201);
    assert_eq!(ana.get("/api/v1/groups").await.expect(200)["groups"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn another_site_signs_nobody_in_or_up() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    for (path, body) in [
        ("/api/v1/sessions", json!({ "email": ana.email, "password": PASSWORD })),
        ("/api/v1/accounts", json!({ "email": "eva@example.org", "password": PASSWORD, "full_name": "Eva" })),
    ] {
        let request = server.http.post(server.url(path)).header("origin", "https://evil.example").json(&body);
        Answer::of(request).await.expect_problem(403, "forbidden");
    }
    let form = server.http.post(server.url("/anything")).header("origin", "https://evil.example").body("a=b");
    Answer::of(form).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn reading_is_not_a_change() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let request = ana.request(Method::GET, "/api/v1/me").header("origin", "https://evil.example");
    let answer = Answer::of(request).await;
    answer.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "", "another site's page cannot read the answer");
}

/// Table 1.
#[tokio::test]
async fn a_socket_with_a_cookie_must_come_from_our_own_page() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let cookie = format!("tertulia_session={}", ana.token);
    let paths = ["/api/v1/ws".to_owned(), format!("/api/v1/ws/{group}"), format!("/study-groups/ws/{group}")];
    let open = async |path: &str, headers: &[(&str, &str)]| Socket::open(server.address, path, headers).await;
    for path in &paths {
        for foreign in FOREIGN {
            let refusal = open(path, &[("cookie", &cookie), ("origin", foreign)]).await.err().expect("refused");
            assert_eq!(refusal.status, 403);
            assert!(refusal.body.contains("\"forbidden\""), "{}", refusal.body);
        }
        assert_eq!(open(path, &[("cookie", &cookie)]).await.err().expect("refused").status, 403);
    }
    assert_eq!(server.app.engine.live_counts().0, 0, "no refused request is registered anywhere");
    for path in &paths {
        let mut own = open(path, &[("cookie", &cookie), ("origin", &server.origin())]).await.expect("upgraded");
        own.fence().await;
    }
    // A foreign page is refused even where it knows a token.
    let path = format!("/api/v1/ws?token={}", ana.token);
    let refusal = Socket::open(server.address, &path, &[("origin", "https://evil.example")]).await.err();
    assert_eq!(refusal.expect("refused").status, 403);
}

#[tokio::test]
async fn a_configured_origin_is_the_only_one() {
    let server =
        TestServer::start_with(Options { origin: Some("https://chat.example.org"), ..Options::default() }).await;
    let ana = server.sign_up("Ana").await;
    change(&ana, &[("origin", "https://chat.example.org")]).await.expect(201);
    for foreign in [server.origin().as_str(), "http://chat.example.org", "https://chat.example.org.evil.example"] {
        change(&ana, &[("origin", foreign)]).await.expect_problem(403, "forbidden");
    }
    let ended = ana.request(Method::DELETE, "/api/v1/sessions/current");
    let ended = ended
        .header("cookie", format!("__Host-tertulia_session={}", ana.token))
        .header("origin", "https://chat.example.org");
    assert!(Answer::of(ended).await.header("set-cookie").ends_with("Secure"));
}
