//! The pages' own functions, whatever they are called with: what cannot be read is the caller's fault (400), and a form comes back to
//! its page.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, RequestBuilder, header};

use crate::harness::{Answer, Person, TestServer};

/// The functions that need no argument: what cannot be read as one is nothing to them.
const WITHOUT_ARGUMENTS: [&str; 2] = ["/api/fn/groups", "/api/fn/sign-out"];

const FORM: &str = "application/x-www-form-urlencoded";

fn functions() -> BTreeSet<(&'static str, String)> {
    server_fn_paths().map(|(path, method)| (path, method.to_string())).collect()
}

/// Texts that are no arguments of any function.
fn malformed() -> Vec<Vec<u8>> {
    let texts = [
        "",
        "&",
        "&&&",
        "=",
        "=x",
        "x",
        "%",
        "%zz=1",
        "%FF=%FE",
        "x=%FF",
        "[]",
        "[]=1",
        "[0]=hola&[1]=adios",
        "0=hola&1=adios",
        "{}",
        "null",
        "[\"hola\"]",
        "{\"content\":\"hola\"}",
        "<x>hola</x>",
        "__proto__=1",
        "a[b][c][d][e][f][g][h]=1",
        "x[999999999]=1",
    ];
    let names = [
        "id",
        "group_id",
        "user_id",
        "seq",
        "before",
        "after",
        "limit",
        "role",
        "lang",
        "client_id",
        "reply_to",
        "content",
        "code",
        "name",
        "email",
        "password",
        "full_name",
        "invite_code",
    ];
    let all = |value: &str| names.map(|name| format!("{name}={value}")).join("&");
    let mut found: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    for value in ["", "x", "-1", "1.5", "18446744073709551616", "%00", "[]", "{}"] {
        found.push(all(value).into_bytes());
    }
    found.push(names.map(|name| format!("{name}[]=1&{name}[]=2")).join("&").into_bytes());
    found.push(names.map(|name| format!("{name}[a]=1")).join("&").into_bytes());
    found.push(names.map(|name| format!("{name}=1&{name}=2")).join("&").into_bytes());
    found.push("x=1&".repeat(20_000).into_bytes());
    found.push(vec![0xff, 0xfe, b'=', 0xff]);
    found
}

/// A request to a function by the person that the page was made for.
fn ask(ana: &Person, method: &str, path: &str) -> RequestBuilder {
    ana.request(method.parse().expect("a method"), &format!("/as/{}{path}", ana.id))
}

/// A call of a function with a text as its arguments.
fn call(ana: &Person, path: &str, method: &str, arguments: &[u8]) -> RequestBuilder {
    if method == "GET" {
        // What is no text cannot stand in an address, and what is too long neither.
        let query = String::from_utf8_lossy(&arguments[..arguments.len().min(8_000)]).replace(['\u{fffd}', '#'], "%FF");
        return ask(ana, method, &format!("{path}?{query}"));
    }
    ask(ana, method, path).header(header::CONTENT_TYPE, FORM).body(arguments.to_vec())
}

#[test]
fn there_are_functions() {
    let all = functions();
    assert!(all.len() >= 15, "{all:?}");
    for path in WITHOUT_ARGUMENTS {
        assert!(all.iter().any(|(it, _)| *it == path), "{path}");
    }
}

#[tokio::test]
async fn arguments_that_cannot_be_read_are_the_callers_fault() {
    let server = TestServer::start().await;
    for (path, method) in functions() {
        let ana = server.sign_up("Ana").await;
        for arguments in malformed() {
            let what = String::from_utf8_lossy(&arguments[..arguments.len().min(80)]).into_owned();
            let answer =
                Answer::of(call(&ana, path, &method, &arguments).header(header::ACCEPT, "application/json")).await;
            let status = answer.status.as_u16();
            assert!((200..500).contains(&status), "{method} {path} {what}: {status} {}", answer.text);
            let nothing = ["", "[\"hola\"]", "x", "[]"].contains(&what.as_str());
            if nothing && !WITHOUT_ARGUMENTS.contains(&path) {
                assert_eq!(status, 400, "{method} {path} {what}: {}", answer.text);
                assert_eq!(answer.text, r#"{"code":"invalid_request"}"#, "{method} {path} {what}");
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_text_is_refused() {
    let server = TestServer::start().await;
    for (path, method) in functions().into_iter().filter(|(_, method)| method != "GET") {
        let ana = server.sign_up("Ana").await;
        for kind in [FORM, "application/json", "multipart/form-data", "application/octet-stream"] {
            let request = ask(&ana, &method, path).header(header::CONTENT_TYPE, kind);
            let answer = Answer::of(request.body(vec![0xff, 0x00, 0xfe])).await;
            assert_eq!(answer.status, 400, "{path} {kind}: {}", answer.text);
        }
        let huge = ask(&ana, &method, path).body("x".repeat(200_000));
        assert_eq!(Answer::of(huge).await.status, 413, "{path}");
    }
}

/// Without a script: the browser is sent to a page, never left with an error.
#[tokio::test]
async fn a_form_that_cannot_be_read_leads_back_to_a_page() {
    let server = TestServer::start().await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    for (path, method) in functions().into_iter().filter(|(_, method)| method != "GET") {
        let ana = Person { http: http.clone(), ..server.sign_up("Ana").await };
        for arguments in malformed() {
            let request = call(&ana, path, &method, &arguments).header(header::ACCEPT, "text/html,*/*;q=0.8");
            let answer = Answer::of(request.header(header::REFERER, server.url("/groups"))).await;
            assert_eq!(answer.status, 302, "{path}: {}", answer.text);
            assert!(!answer.header("location").is_empty(), "{path}");
        }
    }
}

#[tokio::test]
async fn a_function_takes_one_method() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    for (path, method) in functions() {
        for other in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if functions().iter().any(|(it, method)| *it == path && *method == other.as_str()) {
                continue;
            }
            let answer = Answer::of(ask(&ana, other.as_str(), path)).await;
            answer.expect_problem(405, "invalid_request");
            assert!(answer.header("allow").contains(&method), "{other} {path}: {:?}", answer.headers);
        }
    }
}
