//! Where server functions send a browser: to our own pages, whatever the request says.

use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;

use crate::harness::{
    Answer, TestServer,
    world::{Texts, Visitor, World, encode},
};

const FOREIGN: [&str; 9] = [
    "javascript:alert(1)",
    "data:text/html,x",
    "https://evil.example/",
    "https://evil.example/sign-in",
    "//evil.example/",
    "/\\evil.example",
    "http://127.0.0.1/",
    "about:blank",
    "",
];

#[tokio::test]
async fn no_server_function_redirects_anywhere_else() {
    let server = TestServer::start().await;
    let world = World::build(&server, Texts::of("hola")).await;
    let mut paths: Vec<_> = server_fn_paths().collect();
    // Who is signed out, or has left, learns nothing any more.
    paths.sort_by_key(|(path, _)| path.ends_with("sign-out") || path.ends_with("leave-group"));
    assert!(paths.iter().any(|(_, method)| *method == Method::GET));
    let fields = format!("id={0}&group_id={0}&code={1}&invite_code={1}&seq=1&content=x", world.group, world.code);
    let hostile = ["//evil.example", "https://evil.example", "javascript:a()"].map(encode);
    for (path, method) in paths {
        for referer in FOREIGN.into_iter().chain([&*format!("{}//evil.example/", server.origin())]) {
            for next in &hostile {
                for visitor in [Visitor::Nobody, Visitor::Member] {
                    let form = format!("{fields}&next={next}");
                    let reads = method == Method::GET;
                    let at = if reads { format!("{path}?{form}") } else { path.to_owned() };
                    let request = world.request(visitor, method.clone(), &at, "").header("referer", referer);
                    let request = request.header("content-type", "application/x-www-form-urlencoded");
                    let request = if reads { request } else { request.body(form) };
                    let answer = Answer::of(request).await;
                    let (to, place) = (answer.header("location"), format!("{method} {path} from {referer:?}"));
                    if reads {
                        assert!(to.is_empty() && !answer.status.is_redirection(), "{place} leads to {to}");
                    } else {
                        assert!(to.is_empty() || app::api::local_path(to).is_some(), "{place} leads to {to}");
                        assert!(!to.contains("evil"), "{place} leads to {to}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_is_refused_comes_back_to_its_own_page() {
    let server = TestServer::start().await;
    let world = World::build(&server, Texts::of("hola")).await;
    let form = "email=ana%40example.org&password=not+this+one";
    let (refused, _) =
        world.post_form(Visitor::Nobody, "/api/fn/sign-in", "/sign-in?next=%2Fgroups&__err=old#x", form).await;
    let to = refused.header("location");
    assert_eq!(refused.status, 302);
    assert!(to.starts_with("/sign-in?next=%2Fgroups&") && to.contains("__err=") && !to.contains("old"), "{to}");
    let (chosen, _) = world.post_form(Visitor::Nobody, "/api/fn/language", "/join/x", "lang=en").await;
    assert_eq!((chosen.status.as_u16(), chosen.header("location")), (302, "/join/x"));
}
