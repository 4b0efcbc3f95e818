//! What every response says besides its content: whether it may be kept, for whom it is, and how its cookies are.

use std::path::Path;

use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;
use serde_json::{Value, json};
use tertulia::http::cookie::{self, Cookie, Cookies};

use crate::harness::{
    Answer, Options, Person, TestServer,
    person::PASSWORD,
    world::{Texts, Visitor, World, encode, set_cookies},
};

const TLS: &str = "https://chat.example.org";

/// What kind of thing was answered, which decides over the rules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Interface,
    File,
}

/// Answers that were seen, and the rules that they have to keep.
struct Rules {
    tls: bool,
    cookies: Vec<String>,
}

impl Rules {
    fn check(&mut self, place: &str, kind: Kind, answer: &Answer) {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{place}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{place}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{place}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{place}");
        let hsts = if self.tls { "max-age=31536000" } else { "" };
        assert_eq!(answer.header("strict-transport-security"), hsts, "{place}");
        let (kept, vary) = (answer.header("cache-control"), vary(answer));
        let depends = |name: &str| vary.iter().filter(|named| *named == name).count() == 1;
        match kind {
            Kind::File => {
                assert!(
                    !kept.is_empty() && kept != "no-store" && depends("accept-encoding"),
                    "{place}: {kept} {vary:?}"
                );
                assert_eq!(set_cookies(&answer.headers).next(), None, "{place}");
            }
            Kind::Page | Kind::Interface => assert_eq!(kept, "no-store", "{place}"),
        }
        assert!(kind != Kind::Page || (depends("accept-language") && depends("cookie")), "{place}: {vary:?}");
        if answer.header("content-type").starts_with("text/html") {
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-inline"), "{place}: {policy}");
        }
        for cookie in set_cookies(&answer.headers) {
            self.check_cookie(place, cookie);
        }
    }

    fn check_cookie(&mut self, place: &str, cookie: &str) {
        let cookies = Cookies { secure: self.tls };
        let name = cookie.split('=').next().unwrap_or_default();
        assert!(Cookie::ALL.iter().any(|known| cookies.name(*known) == name), "{place}: {cookie}");
        assert_eq!(name.starts_with("__Host-"), self.tls, "{place}: {cookie}");
        let has = |attribute: &str| cookie.split("; ").any(|its| its == attribute);
        assert!(has("Path=/") && has("HttpOnly") && has("SameSite=Lax"), "{place}: {cookie}");
        assert!(has("Secure") == self.tls && !cookie.to_lowercase().contains("domain"), "{place}: {cookie}");
        self.cookies.push(name.to_owned());
    }
}

fn vary(answer: &Answer) -> Vec<String> {
    let lines = answer.headers.get_all("vary").iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_lowercase()).collect()
}

async fn every_response_keeps_the_rules(origin: Option<&'static str>) {
    let server = TestServer::start_with(Options { origin, ..Options::default() }).await;
    let world = World::build(&server, Texts::of("hola")).await;
    let mut rules = Rules { tls: origin.is_some(), cookies: Vec::new() };
    for visitor in Visitor::ALL {
        for example in world.pages() {
            let page = world.get(visitor, &example.path).await;
            rules.check(&format!("{visitor:?} {}", example.path), Kind::Page, &page);
        }
    }
    files(&server, &mut rules).await;
    functions(&world, &mut rules, origin).await;
    interface(&server, &mut rules, origin).await;
    for cookie in Cookie::ALL {
        let name = Cookies { secure: rules.tls }.name(cookie);
        assert!(rules.cookies.iter().any(|seen| seen == name), "no response sets {name}");
    }
}

#[tokio::test]
async fn every_response_says_what_it_is_for_without_tls() {
    every_response_keeps_the_rules(None).await;
}

#[tokio::test]
async fn every_response_says_what_it_is_for_over_tls() {
    every_response_keeps_the_rules(Some(TLS)).await;
}

/// Every file that there is, whole, compressed, asked for again, and in part.
async fn files(server: &TestServer, rules: &mut Rules) {
    let root = Path::new(&*server.app.site.site_root).to_owned();
    std::fs::write(root.join("pkg/tertulia.js.gz"), "compressed").expect("a file");
    let mut paths = Vec::new();
    list(&root, &root, &mut paths);
    assert!(paths.iter().any(|path| path == "/pkg/tertulia.js") && paths.len() > 1, "{paths:?}");
    for path in &paths {
        let get = |name: &str, value: &str| server.http.get(server.url(path)).header(name, value);
        let whole = server.get(path).await;
        assert_eq!(whole.status, 200, "{path}");
        rules.check(path, Kind::File, &whole);
        for (name, value) in [
            ("accept-encoding", "gzip, br"),
            ("if-modified-since", whole.header("last-modified")),
            ("range", "bytes=0-1"),
            ("cookie", "tertulia_session=x"),
        ] {
            rules.check(&format!("{path} with {name}"), Kind::File, &Answer::of(get(name, value)).await);
        }
        rules.check(path, Kind::File, &Answer::of(server.http.head(server.url(path))).await);
    }
    let compressed = server.http.get(server.url("/pkg/tertulia.js")).header("accept-encoding", "gzip");
    assert_eq!(Answer::of(compressed).await.header("content-encoding"), "gzip");
    // What is no file is kept by nobody: the next build may have it.
    for path in ["/pkg/none.js", "/pkg/", "/pkg/%2e%2e/x"] {
        rules.check(path, Kind::Interface, &server.get(path).await);
    }
}

fn list(root: &Path, folder: &Path, paths: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(root, &path, paths);
        } else {
            let path = path.strip_prefix(root).expect("inside").to_str().expect("text").to_owned();
            paths.push(format!("/{path}"));
        }
    }
}

/// Every server function, refused and done, by a form and by a script.
async fn functions(world: &World<'_>, rules: &mut Rules, origin: Option<&str>) {
    let origin = origin.map_or_else(|| world.server.origin(), str::to_owned);
    let id = tertulia::ids::UserId::random();
    let good = format!(
        "email={id}%40example.org&password={}&full_name=Ana&name=Grupo&lang=en&group_id={}&seq={}&content=hola&invite_code={}",
        encode(PASSWORD),
        world.group,
        world.seqs[0],
        world.code
    );
    for (path, method) in server_fn_paths() {
        for (accept, form) in
            [("text/html", "email=x&password=x&full_name=y&name="), ("text/html", &good), ("application/json", &good)]
        {
            let url = world.server.url(path);
            let request = world.http.request(method.clone(), url).header("origin", &origin).header("accept", accept);
            let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
            rules.check(&format!("{method} {path}"), Kind::Page, &Answer::of(request).await);
        }
    }
}

/// Every call of the interface, by nobody and by somebody, with a cookie and without.
async fn interface(server: &TestServer, rules: &mut Rules, origin: Option<&str>) {
    let origin = origin.map_or_else(|| server.origin(), str::to_owned);
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut calls = vec![(Method::GET, "/api/none".to_owned()), (Method::PUT, "/api/v1/groups".to_owned())];
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let path = path.replace("{seq}", "1").replace(['{', '}'], "");
        let path = ["group_id", "user_id", "id"]
            .iter()
            .fold(path, |path, name| path.replace(&format!("/{name}"), "/6f1e9a3c-5a0b-4c3e-9d5e-0f6f1c2b3a4d"));
        for method in methods.as_object().expect("methods").keys() {
            calls.push((method.to_uppercase().parse().expect("a method"), path.clone()));
        }
    }
    for (method, path) in calls {
        let ana = server.sign_up("Ana").await;
        let name = Cookies { secure: rules.tls }.name(cookie::SESSION);
        let call = |headers: &[(&str, String)]| {
            let mut request = server.http.request(method.clone(), server.url(&path)).json(&json!({}));
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            Answer::of(request)
        };
        let place = format!("{method} {path}");
        rules.check(&place, Kind::Interface, &call(&[]).await);
        rules.check(&place, Kind::Interface, &call(&[("authorization", format!("Bearer {}", ana.token))]).await);
        let cookie = [("cookie", format!("{name}={}", ana.token)), ("origin", origin.clone())];
        rules.check(&place, Kind::Interface, &call(&cookie).await);
        rules.check(&place, Kind::Interface, &call(&[("origin", "https://evil.example".to_owned())]).await);
    }
}

async fn me(server: &TestServer, cookies: &str) -> (u16, Value) {
    let answer = Answer::of(server.http.get(server.url("/api/v1/me")).header("cookie", cookies)).await;
    (answer.status.as_u16(), answer.json()["id"].clone())
}

/// Whoever can plant a cookie beside ours takes nothing away with it.
#[tokio::test]
async fn of_several_cookies_the_first_that_is_valid_counts() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let ours = format!("tertulia_session={}", ana.token);
    for planted in ["tertulia_session=garbage", "tertulia_session=a.b.c", "tertulia_session=", "x=ñ", "lang=\"; y"] {
        for line in [format!("{planted}; {ours}"), format!("{ours}; {planted}")] {
            assert_eq!(me(&server, &line).await, (200, json!(ana.id)), "{line}");
        }
    }
    let mut socket = open_with(&server, &ana, "tertulia_session=garbage").await;
    socket.fence().await;
    let many = vec!["tertulia_session=garbage"; 100].join("; ");
    assert_eq!(me(&server, &format!("{many}; {ours}")).await.0, 401, "not any number of them is tried");
}

async fn open_with(server: &TestServer, person: &Person, planted: &str) -> crate::harness::Socket {
    let cookies = format!("{planted}; tertulia_session={}", person.token);
    let headers = [("cookie", cookies.as_str()), ("origin", &server.origin())];
    crate::harness::Socket::open(server.address, "/api/v1/ws", &headers).await.expect("upgraded")
}

/// Over TLS only the name counts that no other host of the domain, and nobody on the way, can give a cookie.
#[tokio::test]
async fn over_tls_only_a_cookie_of_this_host_is_believed() {
    let server = TestServer::start_with(Options { origin: Some(TLS), ..Options::default() }).await;
    let (ana, eva) = (server.sign_up("Ana").await, server.sign_up("Eva").await);
    let planted = format!("tertulia_session={}", eva.token);
    assert_eq!(me(&server, &planted).await.0, 401);
    let both = format!("{planted}; __Host-tertulia_session={}", ana.token);
    assert_eq!(me(&server, &both).await, (200, json!(ana.id)));
}

/// A browser that refuses cookies is told so, in its language, and not shown the same form without a word.
#[tokio::test]
async fn whoever_signs_in_without_cookies_is_told_what_is_missing() {
    let server = TestServer::start().await;
    let world = World::build(&server, Texts::of("hola")).await;
    let email = &world.owner.email;
    let form = format!("email={}&password={}&next=%2Fgroups", encode(email), encode(PASSWORD));
    let (entered, cookies) = world.post_form(Visitor::Nobody, "/api/fn/sign-in", "/sign-in", &form).await;
    let next = entered.header("location");
    for (language, words) in [("es", "no guardó la cookie"), ("en", "did not keep the session cookie")] {
        let refused = world.request(Visitor::Nobody, Method::GET, next, "").header("accept-language", language);
        let page = Answer::of(refused).await;
        assert!(page.status == 200 && page.text.contains(words), "{}", page.text);
    }
    let kept = Answer::of(world.request(Visitor::Nobody, Method::GET, next, &cookies)).await;
    assert_eq!((kept.status.as_u16(), kept.header("location")), (302, "/groups"));
    let plain = world.get(Visitor::Nobody, "/sign-in").await;
    assert!(!plain.text.contains("no guardó la cookie"), "{}", plain.text);
}
