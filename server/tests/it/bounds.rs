//! Every list and every wait has a bound.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tertulia::engine::Limits;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
};

use crate::harness::{Answer, Options, Person, Socket, TestServer, messages, soon};

/// Every list that a call answers with: its path, its place in the answer, and which bound holds it ([`bound_of`]).
const LISTS: &[(&str, &str, &str)] = &[
    ("/api/v1/groups", "groups", "groups"),
    ("/api/v1/groups/{id}/members", "members", "members"),
    ("/api/v1/groups/{id}/bans", "bans", "bans"),
    ("/api/v1/groups/{id}/messages", "messages", "page"),
    ("/study-groups/{id}/messages", "messages", "page"),
];

/// So small that a test goes beyond.
fn small() -> Options {
    with("off,groups=3,members=4,bans=2")
}

fn with(limits: &str) -> Options {
    let limits: Limits = limits.parse().expect("valid");
    Options { limits, ..Options::default() }
}

fn bound_of(name: &str) -> usize {
    match name {
        "groups" => 3,
        "members" => 4,
        "bans" => 2,
        "page" => 100,
        other => panic!("no bound is called {other}"),
    }
}

/// Whoever adds a list to the interface names its bound here.
#[tokio::test]
async fn every_list_of_the_interface_has_a_bound() {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut found = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").values() {
            for response in method["responses"].as_object().expect("responses").values() {
                let schema = &response["content"]["application/json"]["schema"];
                lists(&document, schema, String::new(), &mut |place| {
                    found.insert((path.clone(), place));
                });
            }
        }
    }
    let known = LISTS.iter().map(|(path, place, _)| ((*path).to_owned(), (*place).to_owned())).collect();
    assert_eq!(found, known, "a list without a bound, or one that is gone");
}

/// Calls `found` with the place of every array in a schema.
fn lists(document: &Value, schema: &Value, place: String, found: &mut dyn FnMut(String)) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("leads somewhere");
        return lists(document, target, place, found);
    }
    let is_array = match &schema["type"] {
        Value::String(kind) => kind == "array",
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "array"),
        _ => false,
    };
    if is_array {
        found(place.clone());
        lists(document, &schema["items"], format!("{place}[]"), found);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        lists(document, property, place, found);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        for schema in schema[choice].as_array().into_iter().flatten() {
            lists(document, schema, place.clone(), found);
        }
    }
}

/// Fills every list as far as it can be filled, and looks at how long it became.
#[tokio::test]
async fn no_list_becomes_longer_than_its_bound() {
    let server = TestServer::start_with(small()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for n in 0..5 {
        ana.post("/api/v1/groups", json!({ "name": format!("Grupo {n}") })).await;
    }
    let code = ana.invite_code(&group).await;
    let mut people = Vec::new();
    for n in 0..6 {
        let person = server.sign_up(&format!("Luis {n}")).await;
        person.post("/api/v1/groups/join", json!({ "invite_code": code })).await;
        people.push(person);
    }
    for person in people.iter().rev() {
        ana.request(reqwest::Method::PUT, &format!("/api/v1/groups/{group}/bans/{}", person.id))
            .send()
            .await
            .expect("sent");
    }
    for n in 0..110 {
        ana.say(&group, &n.to_string()).await;
    }
    for (path, place, bound) in LISTS {
        let path = path.replace("{id}", &group);
        let path = if *bound == "page" { format!("{path}?limit=100") } else { path };
        let list = ana.get(&path).await.expect(200)[*place].as_array().expect("a list").len();
        assert_eq!(list, bound_of(bound), "{path}: it is filled, and no fuller");
    }
    let all = ana.get(&format!("{}?limit=101", messages(&group))).await;
    all.expect_problem(400, "invalid_request");
}

#[tokio::test]
async fn what_is_full_says_so() {
    let server = TestServer::start_with(small()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for n in 0..2 {
        ana.create_group(&format!("Grupo {n}")).await;
    }
    ana.post("/api/v1/groups", json!({ "name": "de más" })).await.expect_problem(409, "conflict");
    for n in 0..3 {
        ana.invite(&server.sign_up(&format!("Luis {n}")).await, &group).await;
    }
    let (eva, code) = (server.sign_up("Eva").await, ana.invite_code(&group).await);
    eva.post("/api/v1/groups/join", json!({ "invite_code": code })).await.expect_problem(409, "conflict");
}

/// Fifty messages of ten thousand quotation marks are three megabytes of HTML: a page has fewer of them, and the rest is behind it.
#[tokio::test]
async fn a_page_has_so_many_bytes_of_text() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for _ in 0..8 {
        ana.say(&group, &"\"".repeat(10_000)).await;
    }
    let (mut before, mut seen) = (String::new(), 0);
    loop {
        let page = ana.get(&format!("{}?limit=100{before}", messages(&group))).await.expect(200);
        let found = page["messages"].as_array().expect("messages");
        assert_eq!(found.len(), 1, "70 kB each, and a page has 128");
        seen += found.len();
        if page["has_more"] == false {
            break;
        }
        before = format!("&before={}", found[0]["seq"]);
    }
    assert_eq!(seen, 8);
    let page = signed_in(&server, &ana, &format!("/groups/{group}")).await;
    page.expect_html();
    assert!(page.text.len() < 400_000, "{} bytes", page.text.len());
}

async fn signed_in(server: &TestServer, who: &Person, path: &str) -> Answer {
    let cookie = format!("tertulia_session={}", who.token);
    Answer::of(server.http.get(server.url(path)).header("cookie", cookie)).await
}

impl Answer {
    #[track_caller]
    fn expect_html(&self) {
        assert_eq!(self.status.as_u16(), 200, "{}", self.text);
        assert!(self.header("content-type").starts_with("text/html"));
    }
}

#[tokio::test]
async fn a_person_has_so_many_sockets() {
    let server = TestServer::start_with(with("off,sockets=2")).await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let mut first = ana.open("/api/v1/ws").await;
    let _second = ana.open("/api/v1/ws").await;
    let path = format!("/api/v1/ws?token={}", ana.token);
    let refusal = Socket::open(server.address, &path, &[]).await.err().expect("refused");
    assert_eq!(refusal.status, 429);
    assert!(refusal.headers.contains_key("retry-after") && refusal.body.contains("\"rate_limited\""));
    let mut his = luis.open("/api/v1/ws").await;
    his.fence().await;
    first.fence().await;
    drop(first);
    soon("a place", async { while Socket::open(server.address, &path, &[]).await.is_err() {} }).await;
}

#[tokio::test]
async fn a_socket_receives_so_many_groups() {
    let server = TestServer::start_with(with("off,subscriptions=2")).await;
    let ana = server.sign_up("Ana").await;
    let mut socket = ana.open("/api/v1/ws").await;
    let mut groups = Vec::new();
    for n in 0..3 {
        groups.push(ana.create_group(&format!("Grupo {n}")).await);
    }
    let subscribe = |group: &str| json!({ "type": "subscribe", "group_id": group });
    for group in &groups[..2] {
        socket.send(subscribe(group)).await;
        socket.expect("live").await;
    }
    socket.send(subscribe(&groups[2])).await;
    assert_eq!(socket.expect_error("conflict").await["group_id"], groups[2].as_str());
    socket.send(subscribe(&groups[0])).await;
    socket.expect("live").await;
    socket.send(json!({ "type": "unsubscribe", "group_id": groups[0] })).await;
    socket.send(subscribe(&groups[2])).await;
    socket.expect("live").await;
}

/// What a subscription begins with is held in memory until it is read.
#[tokio::test]
async fn a_replay_has_so_many_bytes() {
    let server = TestServer::start_with(with("off,replay_bytes=50000")).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for _ in 0..6 {
        ana.say(&group, &"x".repeat(10_000)).await;
    }
    let mut socket = ana.open(&format!("/api/v1/ws/{group}?after=4")).await;
    for _ in 0..3 {
        socket.expect("new_message").await;
    }
    socket.expect("live").await;
    let mut socket = ana.open(&format!("/api/v1/ws/{group}?after=1")).await;
    assert_eq!(socket.next().await.expect("open")["type"], "subscribed");
    assert_eq!(socket.next().await.expect("open")["type"], "reset");
}

#[tokio::test]
async fn a_person_has_so_many_sessions() {
    let server = TestServer::start_with(with("off,sessions=2")).await;
    let first = server.sign_up("Ana").await;
    let mut socket = first.open("/api/v1/ws").await;
    let second = first.sign_in_again().await;
    let third = second.sign_in_again().await;
    first.get("/api/v1/me").await.expect_problem(401, "unauthenticated");
    assert_eq!(socket.closed().await, 4001);
    for open in [second, third] {
        open.get("/api/v1/me").await.expect(200);
    }
}

#[tokio::test]
async fn an_address_has_so_many_connections() {
    let server = TestServer::start_with(with("off,address_connections=3")).await;
    let connect = async || TcpStream::connect(server.address).await.expect("connects");
    let ask = async |stream: &mut TcpStream| {
        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
        let mut head = vec![0; 12];
        soon("an answer", stream.read_exact(&mut head)).await.map(|_| String::from_utf8(head).expect("text"))
    };
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = connect().await;
        assert_eq!(ask(&mut stream).await.expect("answers"), "HTTP/1.1 200");
        open.push(stream);
    }
    // Whoever is turned away may see the connection broken before the reason.
    let mut refused = connect().await;
    assert_ne!(ask(&mut refused).await.unwrap_or_default(), "HTTP/1.1 200");
    open.pop();
    let again = async {
        while ask(&mut connect().await).await.unwrap_or_default() != "HTTP/1.1 200" {
            tokio::task::yield_now().await;
        }
    };
    soon("a place", again).await;
}

/// Sixty who asked for large pages and did not read them held a gigabyte and a half.
#[tokio::test]
async fn whoever_does_not_read_the_answers_is_let_go() {
    let server = TestServer::start_with(with("off,unread_seconds=1")).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for _ in 0..10 {
        ana.say(&group, &"x".repeat(10_000)).await;
    }
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("small");
    let mut stream = socket.connect(server.address).await.expect("connects");
    let request =
        format!("GET {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n", messages(&group), ana.token);
    // It goes on asking and never reads: once the server does not read either, until the connection is broken.
    let asking = async { while stream.write_all(request.as_bytes()).await.is_ok() {} };
    soon("the end of the connection", asking).await;
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let server = TestServer::start_with(with("off,body_seconds=1")).await;
    for (path, status) in [("/api/v1/sessions", "HTTP/1.1 408"), ("/api/fn/sign-in", "HTTP/1.1 ")] {
        let mut stream = TcpStream::connect(server.address).await.expect("connects");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\
             Connection: close\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        soon("the end of the connection", stream.read_to_end(&mut answer)).await.expect("reads");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with(status), "{path}: {answer}");
    }
}

/// Whoever is in many groups gets a page of them, on each page that lists them, and the way to the next without a script.
#[tokio::test]
async fn a_page_lists_so_many_groups() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let mut group = String::new();
    for n in 0..53 {
        group = ana.create_group(&format!("Grupo {n}")).await;
    }
    let rows = |page: &Answer| page.text.matches("class=\"group-row\"").count();
    let mut paths = vec![format!("/groups/{group}"), format!("/groups/{group}/members"), "/groups".to_owned()];
    let next = async |path: &str| {
        let page = signed_in(&server, &ana, path).await;
        page.expect_html();
        assert_eq!(rows(&page), 50, "{path}");
        let link = page.text.split("href=\"/groups?before=").nth(1).expect("a link to the next page");
        format!("/groups?before={}", link.split('"').next().expect("its end"))
    };
    while let Some(path) = paths.pop() {
        let at = next(&path).await;
        let last = signed_in(&server, &ana, &at).await;
        last.expect_html();
        assert_eq!(rows(&last), 3);
        // A page knows its own address, for whoever is signed in now.
        let text = last.text.replace(&format!("href=\"{at}\""), "");
        assert!(!text.contains("href=\"/groups?before="), "the last page leads nowhere");
        assert!(last.text.contains("href=\"/groups\""), "and back");
    }
    let nonsense = signed_in(&server, &ana, "/groups?before=%3Cscript%3E").await;
    nonsense.expect_html();
    assert_eq!(rows(&nonsense), 50);
}
