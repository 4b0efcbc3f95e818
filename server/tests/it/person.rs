//! Whom a page was made for: whatever it asks for once somebody else is signed in is refused, whatever it is. The functions, the
//! routes of the interface, the sockets and the forms of all pages are taken from the program itself, so that a new one is tried too.

use std::collections::BTreeSet;

use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{RequestBuilder, redirect::Policy};
use serde_json::Value;
use tertulia::ids::UserId;

use crate::harness::{
    Answer, Person, Socket, TestServer, client_id,
    html::{Document, Element},
    world::{Example, Texts, Visitor, World},
};

/// What pages for nobody do.
const FOR_ANYBODY: [&str; 3] = ["/api/fn/sign-up", "/api/fn/sign-in", "/api/fn/language"];

/// Two people, and Ana's group with a message of hers, which Luis is in too.
struct Scene {
    server: TestServer,
    ana: Person,
    luis: Person,
    group: String,
    http: reqwest::Client,
}

impl Scene {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
        let group = ana.create_group("Álgebra").await;
        ana.invite(&luis, &group).await;
        ana.say(&group, "de Ana").await;
        let http = reqwest::Client::builder().redirect(Policy::none()).build().expect("a client");
        Self { server, ana, luis, group, http }
    }

    /// A request of one of our pages, in a browser where this person is signed in.
    fn browser(&self, method: Method, path: &str, signed_in: &Person) -> RequestBuilder {
        let request = self.http.request(method, self.server.url(path)).header("origin", self.server.origin());
        request.header("cookie", format!("tertulia_session={}", signed_in.token))
    }

    /// Everything that a write could have changed.
    async fn state(&self) -> Vec<Value> {
        let mut state = Vec::new();
        for person in [&self.ana, &self.luis] {
            state.push(person.get("/api/v1/me").await.expect(200));
            state.push(person.get("/api/v1/groups").await.expect(200));
            state.push(person.get(&format!("/api/v1/groups/{}/members", self.group)).await.expect(200));
            state.push(person.get(&crate::harness::messages(&self.group)).await.expect(200));
        }
        state
    }
}

/// An address as a page for this person writes it.
fn of(person: &Person, path: &str) -> String {
    format!("/as/{}{path}", person.id)
}

fn functions() -> Vec<(&'static str, Method)> {
    let functions: Vec<_> = server_fn_paths().collect();
    assert!(functions.len() >= 15, "the program's functions are known here: {functions:?}");
    functions
}

#[tokio::test]
async fn no_function_of_a_page_acts_for_somebody_else() {
    let scene = Scene::new().await;
    let before = scene.state().await;
    for (path, method) in functions() {
        let request = || scene.browser(method.clone(), &of(&scene.ana, path), &scene.luis);
        let form = || request().header("content-type", "application/x-www-form-urlencoded");
        let body = format!(
            "group_id={}&content=de+Luis&seq=3&name=de+Luis&invite_code=x&role=owner&user_id={}",
            scene.group, scene.luis.id
        );
        let refused = Answer::of(form().body(body.clone())).await;
        assert_eq!(
            (refused.status.as_u16(), refused.json()),
            (403, serde_json::json!({ "code": "wrong_person" })),
            "{path}"
        );
        assert_eq!(refused.header("cache-control"), "no-store", "{path}");
        if method == Method::POST {
            let led = Answer::of(form().header("accept", "text/html").body(body)).await;
            assert_eq!((led.status.as_u16(), led.header("location")), (303, "/another-person"), "{path}");
        }
    }
    assert_eq!(scene.state().await, before);
}

/// A form or a call that somebody forgot to mark would be sent by whoever is signed in.
#[tokio::test]
async fn every_function_that_changes_something_must_say_whom_its_page_was_made_for() {
    let scene = Scene::new().await;
    let before = scene.state().await;
    for (path, method) in functions() {
        let unmarked = Answer::of(scene.browser(method.clone(), path, &scene.luis)).await;
        let refused = unmarked.status == 403 && unmarked.text.contains("wrong_person");
        assert_eq!(refused, method != Method::GET && !FOR_ANYBODY.contains(&path), "{path}: {}", unmarked.text);
    }
    assert_eq!(scene.state().await, before);
    for (path, method) in functions() {
        let meant = Answer::of(scene.browser(method, &of(&scene.luis, path), &scene.luis)).await;
        assert!(!meant.text.contains("wrong_person"), "{path}: {}", meant.text);
    }
    // Signing out was among them, and meant.
    scene.luis.get("/api/v1/me").await.expect_problem(401, "unauthenticated");
    scene.ana.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn every_route_of_the_interface_honours_the_person_before_its_address() {
    let scene = Scene::new().await;
    let before = scene.state().await;
    let document = scene.server.get("/api/v1/openapi.json").await.expect(200);
    let mut tried = 0;
    for (template, operations) in document["paths"].as_object().expect("paths") {
        let path = template.replace("{id}", &scene.group).replace("{user_id}", &scene.luis.id).replace("{seq}", "3");
        if !path.starts_with("/api/") || path.starts_with("/api/v1/ws") {
            continue;
        }
        for method in operations.as_object().expect("operations").keys() {
            let method: Method = method.to_uppercase().parse().expect("a method");
            let refused = scene.browser(method.clone(), &of(&scene.ana, &path), &scene.luis);
            Answer::of(refused).await.expect_problem(403, "wrong_person");
            let token = scene.http.request(method, scene.server.url(&of(&scene.ana, &path)));
            Answer::of(token.bearer_auth(&scene.luis.token)).await.expect_problem(403, "wrong_person");
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried} routes");
    assert_eq!(scene.state().await, before);
    let mine = scene.browser(Method::GET, &of(&scene.luis, "/api/v1/me"), &scene.luis);
    assert_eq!(Answer::of(mine).await.expect(200)["id"], scene.luis.id);
    for path in ["/as/ana/api/v1/me", "/as//api/v1/me"] {
        assert_eq!(Answer::of(scene.browser(Method::GET, path, &scene.luis)).await.status, 404, "{path}");
    }
    let nobody = UserId::random();
    let nobody = scene.browser(Method::GET, &format!("/as/{nobody}/api/v1/me"), &scene.luis);
    Answer::of(nobody).await.expect_problem(403, "wrong_person");
}

#[tokio::test]
async fn a_socket_of_a_page_for_somebody_else_is_over_for_good() {
    let scene = Scene::new().await;
    let cookie = format!("tertulia_session={}", scene.luis.token);
    let origin = scene.server.origin();
    let headers = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    for path in ["/api/v1/ws".to_owned(), format!("/api/v1/ws/{}", scene.group), format!("/api/v1/ws/{}", client_id())]
    {
        let mut other = Socket::open(scene.server.address, &of(&scene.ana, &path), &headers).await.expect("upgraded");
        assert_eq!(other.closed_after().await, (4004, vec![]), "{path}");
    }
    let path = of(&scene.luis, &format!("/api/v1/ws/{}", scene.group));
    let mut own = Socket::open(scene.server.address, &path, &headers).await.expect("upgraded");
    own.expect("subscribed").await;
    // Nobody is signed in any more: that is another matter.
    scene.luis.delete("/api/v1/sessions/current").await;
    assert_eq!(own.closed().await, 4001);
    let mut late = Socket::open(scene.server.address, &path, &headers).await.expect("upgraded");
    assert_eq!(late.closed().await, 4001);
}

/// Whoever writes a form without `PostForm` finds it here.
#[tokio::test]
async fn every_form_of_every_page_names_the_person() {
    let server = TestServer::start().await;
    let world = World::build(&server, Texts::of("hola")).await;
    let mut seen = BTreeSet::new();
    for Example { path, .. } in world.pages() {
        for visitor in Visitor::ALL {
            let page = Document::parse(&world.get(visitor, &path).await.text);
            let posts = |form: &Element<'_>| form.attribute("method").is_some_and(|method| method == "post");
            for form in page.all("form").filter(posts) {
                let action = form.attribute("action").unwrap_or_default();
                let function = match world.person(visitor) {
                    Some(person) => action.strip_prefix(&of(person, "")),
                    None => FOR_ANYBODY.into_iter().find(|function| *function == action),
                };
                seen.insert(function.unwrap_or_else(|| panic!("{path} for {visitor:?} posts to {action}")).to_owned());
            }
        }
    }
    let forms = ["create-group", "join-group", "leave-group", "sign-out"];
    for function in forms.map(|function| format!("/api/fn/{function}")) {
        assert!(seen.contains(&function), "no page has a form for {function}: {seen:?}");
    }
    // A conversation's forms post to its page.
    for what in ["?edit=", "?delete=", ""] {
        let found = seen.iter().any(|action| action.starts_with("/groups/") && action.contains(what));
        assert!(found, "no page has a form for {what}: {seen:?}");
    }
}

#[tokio::test]
async fn signing_out_names_whom_and_leaves_nothing_in_the_cookies() {
    let scene = Scene::new().await;
    let typed = "tertulia_form=email=a%40b&group_name=un+grupo";
    let request =
        scene.http.post(scene.server.url(&of(&scene.ana, "/api/fn/sign-out"))).header("origin", scene.server.origin());
    let request = request
        .header("cookie", format!("tertulia_session={}; {typed}", scene.ana.token))
        .header("accept", "application/json");
    let left = Answer::of(request.header("content-type", "application/x-www-form-urlencoded")).await;
    assert_eq!(left.status, 200, "{}", left.text);
    let cleared: Vec<_> = left.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    for name in ["tertulia_session", "tertulia_form"] {
        assert!(cleared.iter().any(|cookie| cookie.starts_with(&format!("{name}=;"))), "{name}: {cleared:?}");
    }
    scene.ana.get("/api/v1/me").await.expect_problem(401, "unauthenticated");
}
