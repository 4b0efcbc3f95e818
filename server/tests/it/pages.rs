//! The browser's files, and what lies around the pages.

use tokio::io::AsyncReadExt as _;

use crate::harness::{Answer, Options, SECRET, TestServer, raw::exchange, soon};

#[tokio::test]
async fn files_are_served_with_how_long_they_keep() {
    let server = TestServer::start().await;
    let script = server.get("/pkg/tertulia.js").await;
    assert_eq!((script.status.as_u16(), script.text.as_str()), (200, "export {}"));
    assert_eq!(script.header("cache-control"), "no-cache");
    assert_eq!(server.get("/robots.txt").await.text, "User-agent: *");
    assert_eq!(server.get("/pkg/none.js").await.status, 404);
}

/// As no client's library would spell it: those tidy up paths before they ask.
#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let server = TestServer::start().await;
    let secret = server.data.path().join("secret");
    let there = std::fs::read_to_string(server.data.path().join("site/pkg/../../secret"));
    assert_eq!(there.expect("is there"), SECRET, "this is where the paths below would lead");
    for path in [
        "/../secret",
        "/pkg/../robots.txt",
        "/pkg/../../secret",
        "/pkg//../../secret",
        "/pkg/./../../secret",
        "/%2e%2e/secret",
        "/pkg/%2e%2e/%2E%2E/secret",
        "/pkg/..%2f..%2fsecret",
        "/pkg/..%5c..%5csecret",
        "/pkg/..;/..;/secret",
        "/pkg/%252e%252e/%252e%252e/secret",
        &format!("/{}", secret.display()),
        &format!("/pkg/{}", secret.display()),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let (mut stream, head) = exchange(server.address, request.as_bytes()).await;
        let mut body = Vec::new();
        soon("the body", stream.read_to_end(&mut body)).await.expect("reads");
        assert!(!String::from_utf8_lossy(&body).contains(SECRET), "{path}");
        assert_eq!(head.split(' ').nth(1), Some("404"), "{path}");
    }
}

/// A form without a script: signing up, creating a group, posting, all on plain HTTP.
#[tokio::test]
async fn the_whole_way_works_with_plain_forms() {
    let server = TestServer::start().await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let post = async |path: &str, cookie: &str, form: &str| {
        let request = http.post(server.url(path)).header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("accept", "text/html").header("origin", server.origin()).header("cookie", cookie);
        Answer::of(request.body(form.to_owned())).await
    };
    let get = async |path: &str, cookie: &str| {
        Answer::of(http.get(server.url(path)).header("accept", "text/html").header("cookie", cookie)).await
    };
    let form = "email=ana%40example.org&password=correct+horse+battery&full_name=Ana&last_name=Ruiz";
    let entered = post("/api/fn/sign-up", "", form).await;
    assert_eq!(
        (entered.status.as_u16(), entered.header("location")),
        (302, "/sign-in?next=/groups&entered=1"),
        "{}",
        entered.text
    );
    let cookies: Vec<_> =
        entered.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let session = cookies.iter().find(|value| value.starts_with("tertulia_session=")).expect("a session");
    assert!(session.contains("HttpOnly") && session.contains("SameSite=Lax"), "{session}");
    let cookie = session.split(';').next().expect("a pair");
    let page = get("/groups", cookie).await.text;
    let person =
        page.split("data-person=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a person").to_owned();
    let of_her = |function: &str| format!("/as/{person}/api/fn/{function}");
    let created = post(&of_her("create-group"), cookie, "name=%C3%81lgebra").await;
    let path = created.header("location").to_owned();
    assert!(created.status.as_u16() == 302 && path.starts_with("/groups/"), "{} {path}", created.text);
    let group = path.trim_start_matches("/groups/");
    let name = crate::harness::client_id();
    for _ in 0..2 {
        let form = format!("group_id={group}&content=Hola+a+todos&client_id={name}");
        assert_eq!(post(&of_her("send-message"), cookie, &form).await.status, 302);
    }
    let page = get(&path, cookie).await;
    assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-store"));
    assert!(page.text.contains("Hola a todos") && page.text.contains("Álgebra"), "{}", page.text);
    assert!(page.header("content-security-policy").contains("'nonce-"), "{:?}", page.headers);
    let left = post(&of_her("sign-out"), cookie, "").await;
    assert!(left.header("set-cookie").starts_with("tertulia_session=;"), "{:?}", left.headers);
    assert!(!get(&path, cookie).await.text.contains("Hola a todos"), "the session is gone");
}

#[tokio::test]
async fn the_link_that_invites_names_the_public_address() {
    let public =
        TestServer::start_with(Options { origin: Some("https://chat.example.org"), ..Options::default() }).await;
    let loopback = TestServer::start().await;
    for (server, origin) in [(&public, "https://chat.example.org"), (&loopback, loopback.origin().as_str())] {
        let ana = server.sign_up("Ana").await;
        let group = ana.create_group("Álgebra").await;
        let page = server.http.get(server.url(&format!("/groups/{group}"))).header("cookie", server.cookie(&ana));
        let page = Answer::of(page).await;
        let link = format!("{origin}/join/{}", ana.invite_code(&group).await);
        assert!(page.text.contains(&link), "{link}: {}", page.text);
    }
}

#[tokio::test]
async fn a_page_that_is_none_is_a_page_and_a_404() {
    let server = TestServer::start().await;
    for path in ["/none", "/groups/x/y", "/study-groups"] {
        let page = server.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
    }
    server.get("/api/fn/none").await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_form_from_another_site_does_nothing() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let forged = server.http.post(server.url("/api/fn/create-group"));
    let forged =
        forged.header("cookie", format!("tertulia_session={}", ana.token)).header("origin", "https://evil.example");
    let forged = forged.header("content-type", "application/x-www-form-urlencoded").body("name=mal");
    Answer::of(forged).await.expect_problem(403, "forbidden");
    let mine = ana.get("/api/v1/groups").await.expect(200);
    assert_eq!(mine["groups"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let server = TestServer::start().await;
    let request = server.http.post(server.url("/api/fn/sign-in")).header("origin", server.origin());
    assert_eq!(Answer::of(request.body("x".repeat(200_000))).await.status, 413);
}
