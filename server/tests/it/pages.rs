//! The browser's files, and what lies around the pages.

use crate::harness::{Answer, Options, TestServer};

#[tokio::test]
async fn files_are_served_with_how_long_they_keep() {
    let server = TestServer::start().await;
    let script = server.get("/pkg/tertulia.js").await;
    assert_eq!((script.status.as_u16(), script.text.as_str()), (200, "export {}"));
    assert_eq!(script.header("cache-control"), "no-cache");
    assert_eq!(server.get("/robots.txt").await.text, "User-agent: *");
    for path in ["/pkg/none.js", "/pkg/../robots.txt", "/pkg/%2e%2e/%2e%2e/data/secret"] {
        assert_ne!(server.get(path).await.text, "User-agent: *x", "{path}");
    }
    assert_eq!(server.get("/pkg/none.js").await.status, 404);
}

#[tokio::test]
async fn every_response_carries_the_headers_that_protect_a_browser() {
    let server = TestServer::start().await;
    for path in ["/", "/healthz", "/api/v1/me", "/api/none", "/pkg/tertulia.js", "/none"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: not over http");
    }
    let server =
        TestServer::start_with(Options { origin: Some("https://chat.example.org"), ..Options::default() }).await;
    assert!(server.get("/").await.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn a_page_for_somebody_is_not_kept() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let cookie = format!("tertulia_session={}", ana.token);
    let page = Answer::of(server.http.get(server.url("/")).header("cookie", cookie)).await;
    assert_eq!(page.header("cache-control"), "no-store");
}
