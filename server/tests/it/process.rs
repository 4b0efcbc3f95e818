//! The program itself, started as its users start it.

mod memory;
mod reconnect;

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;

use crate::harness::{Answer, Person, Program, Socket, messages, person::PASSWORD, socket::message, soon};

/// Table 4: with the most talkative log there is.
#[tokio::test]
async fn no_token_and_no_message_is_ever_logged() {
    let data = TempDir::new().expect("a folder");
    let mut program = Program::start(data.path(), "json,trace").await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let code = ana.invite_code(&group).await;
    say_everything(&program, &ana, &group, &code).await;
    program.signal("TERM");
    assert_eq!(program.ended().await, Some(0));
    let log = program.whole_log().await;
    let connected = log.lines().find(|line| line.contains("socket connected")).expect("who connected to which group");
    for part in [&ana.id, &group, "127.0.0.1", "\"connection\""] {
        assert!(connected.contains(part), "{connected}");
    }
    let closed = log.lines().find(|line| line.contains("socket closed")).expect("how it ended");
    assert!(closed.contains("\"code\"") && closed.contains("\"seconds\""), "{closed}");
    let signature = ana.token.rsplit('.').next().expect("a signature");
    for secret in [&ana.token, signature, "palabras", PASSWORD, "forged.token", &ana.email, &code] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} was logged");
    }
}

/// Every way in which a token or a text reaches the program.
async fn say_everything(program: &Program, ana: &Person, group: &str, code: &str) {
    let path = format!("/api/v1/ws/{group}?token={}", ana.token);
    let mut socket = Socket::open(program.address, &path, &[]).await.expect("upgraded");
    socket.expect("subscribed").await;
    socket.send(message("palabras-por-socket")).await;
    socket.expect("ack").await;
    socket.send_text("palabras-sin-forma").await;
    socket.expect_error("invalid_frame").await;
    ana.say(group, "palabras-por-http").await;
    ana.get(&format!("/api/v1/me?token={}", ana.token)).await.expect(200);
    ana.get(&format!("/join/{code}")).await;
    let foreign = ana.request(Method::POST, &format!("/join/{code}")).header("origin", "https://evil.example");
    Answer::of(foreign).await.expect(403);
    for path in [format!("/sign-in?next=/join/{code}"), format!("/api/fn/invitation?code={code}"), format!("/{code}")] {
        let from = format!("http://{}/join/{code}", program.address);
        Answer::of(ana.request(Method::GET, &path).header("referer", from)).await;
    }
    let forged = ana.http.get(format!("http://{}/api/v1/me", program.address)).bearer_auth("forged.token.text");
    Answer::of(forged).await.expect(401);
    socket.close().await;
}

/// Table 18: out of file descriptors, sockets that are open go on, and once some are closed everything is as before.
#[tokio::test]
async fn out_of_open_files_it_waits_and_goes_on() {
    let data = TempDir::new().expect("a folder");
    let program = Program::start_limited(data.path(), "json", 120).await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let mut crowd = Vec::new();
    for _ in 0..300 {
        crowd.push(tokio::net::TcpStream::connect(program.address).await.expect("connects"));
    }
    soon("the program to run out of files", async {
        while !program.log().contains("no connection can be accepted") {
            tokio::task::yield_now().await;
        }
    })
    .await;
    socket.send(message("sigo aquí")).await;
    socket.expect("ack").await;
    drop(crowd);
    assert_eq!(ana.texts(&group).await, ["sigo aquí"]);
    socket.fence().await;
}

/// Table 25, the part about HTTP and sockets.
#[tokio::test]
async fn told_to_stop_it_says_goodbye_and_loses_nothing() {
    let data = TempDir::new().expect("a folder");
    let mut program = Program::start(data.path(), "json").await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let mut idle = ana.open("/api/v1/ws").await;
    idle.fence().await;
    for n in 0..20 {
        socket.send(message(&n.to_string())).await;
    }
    socket.expect("ack").await;
    program.signal("TERM");
    let (code, frames) = socket.closed_after().await;
    assert_eq!((code, idle.closed().await), (4010, 4010));
    assert_eq!(program.ended().await, Some(0));
    let acknowledged = 1 + frames.iter().filter(|frame| frame["type"] == "ack").count();
    let program = Program::start(data.path(), "json").await;
    let kept = program.again(&ana).texts(&group).await;
    assert!(kept.len() >= acknowledged, "{acknowledged} were acknowledged: {kept:?}");
    assert_eq!(kept, (0..kept.len()).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_interrupt_stops_it_too() {
    let data = TempDir::new().expect("a folder");
    let mut program = Program::start(data.path(), "json").await;
    program.signal("INT");
    assert_eq!(program.ended().await, Some(0));
    let log = program.whole_log().await;
    assert!(log.contains("\"stopped\"") && !log.contains("\"ERROR\""), "{log}");
}

/// Table 15, after a crash: what was acknowledged is there, and sending it again does not double it.
#[tokio::test]
async fn killed_it_comes_back_with_every_acknowledged_message() {
    let data = TempDir::new().expect("a folder");
    let mut program = Program::start(data.path(), "json").await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let frame = message("hola");
    socket.send(frame.clone()).await;
    let first = socket.expect("ack").await;
    program.signal("KILL");
    assert_eq!(socket.closed().await, 1006);
    program.ended().await;
    let program = Program::start(data.path(), "json").await;
    let ana = program.again(&ana);
    let mut socket = ana.socket(&group).await;
    socket.send(frame).await;
    let again = socket.expect("ack").await;
    assert_eq!((&again["duplicate"], &again["seq"], &again["id"]), (&json!(true), &first["seq"], &first["id"]));
    assert_eq!(ana.texts(&group).await, ["hola"]);
    let body = json!({ "content": "hola", "client_id": again["client_id"] });
    ana.post(&messages(&group), body).await.expect(200);
}

#[tokio::test]
async fn its_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = TempDir::new().expect("a folder");
    let _program = Program::start(data.path(), "json").await;
    let mode = std::fs::metadata(data.path().join("data")).expect("made").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn without_its_files_it_says_where_it_looked() {
    let data = TempDir::new().expect("a folder");
    let run = Command::new(env!("CARGO_BIN_EXE_tertulia"))
        .args(["--addr", "127.0.0.1:0", "--data", "data"])
        .current_dir(data.path())
        .env("LEPTOS_SITE_ROOT", data.path().join("nowhere"))
        .output();
    let output = soon("the refusal", run).await.expect("ran");
    // A build of the pages may lie beside the program: then it starts from there, which is what this looks for.
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!output.status.success(), "{text}");
    for place in ["LEPTOS_SITE_ROOT", "site", "target/site"] {
        assert!(text.contains(place), "{text}");
    }
    assert!(!data.path().join("data").exists(), "nothing is made by a program that does not start");
}
