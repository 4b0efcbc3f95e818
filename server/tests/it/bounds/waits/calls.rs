//! Every call that takes a body, and every address of a socket.

use futures::future::join_all;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::Value;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{ends, hurried};
use crate::harness::{Person, TestServer, raw::exchange, raw::upgrade_head};

/// Method and path of what the document describes, where `wanted` says so of the call.
fn described(document: &Value, wanted: impl Fn(&Value) -> bool) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, item)| item.as_object().expect("an item").iter().map(move |it| (path, it)));
    all.filter(|(_, (_, call))| wanted(call)).map(|(path, (method, _))| (method.to_uppercase(), path.clone())).collect()
}

/// A path that leads to something.
fn filled(path: &str, ana: &Person, group: &str) -> String {
    let ids = [("{id}", group), ("{group_id}", group), ("{user_id}", ana.id.as_str()), ("{seq}", "2")];
    let path = ids.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    assert!(!path.contains('{'), "say here what stands in {path}");
    path
}

#[tokio::test]
async fn no_call_waits_for_ever_for_its_body() {
    let server = TestServer::start_with(hurried()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    ana.say(&group, "hola").await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut calls = described(&document, |call| call["requestBody"].is_object());
    assert!(calls.len() >= 8, "{calls:?}");
    let functions = server_fn_paths().filter(|(_, method)| method.as_str() != "GET");
    calls.extend(functions.map(|(path, method)| (method.to_string(), format!("/as/{}{path}", ana.id))));
    calls.push(("POST".to_owned(), format!("/groups/{group}")));
    let all = calls.iter().map(|(method, path)| {
        let head = format!(
            "{method} {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: 9\r\n\r\n{{",
            filled(path, &ana, &group),
            ana.token
        );
        let address = server.address;
        async move {
            let mut stream = TcpStream::connect(address).await.expect("connects");
            stream.write_all(head.as_bytes()).await.expect("sent");
            ends(&format!("{method} {path}"), stream).await;
        }
    });
    join_all(all).await;
}

#[tokio::test]
async fn no_socket_waits_for_ever_for_a_sign_of_life() {
    let server = TestServer::start_with(hurried()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let addresses = described(&document, |call| call["responses"]["101"].is_object());
    assert!(addresses.len() >= 3, "{addresses:?}");
    let all = addresses.iter().map(|(_, path)| {
        let request = upgrade_head(&filled(path, &ana, &group), &ana.token) + "\r\n";
        let address = server.address;
        async move {
            let (stream, head) = exchange(address, request.as_bytes()).await;
            assert!(head.starts_with("HTTP/1.1 101"), "{path}: {head}");
            ends(path, stream).await;
        }
    });
    join_all(all).await;
}

/// A body that is late is told so, where there is still somebody to tell.
#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let server = TestServer::start_with(hurried()).await;
    let request =
        "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{";
    let (_stream, head) = exchange(server.address, request.as_bytes()).await;
    assert!(head.starts_with("HTTP/1.1 408"), "{head}");
}
