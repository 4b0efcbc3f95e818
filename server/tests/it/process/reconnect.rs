//! Table 21: the program is killed while many sockets are open, and everybody comes back at once.

use std::{net::SocketAddr, time::Duration};

use serde_json::json;
use tempfile::TempDir;
use tertulia::{backoff::Backoff, ids::ClientMessageId, random::Random};
use tokio::time::{sleep, timeout};

use super::Program;
use crate::harness::{Answer, Person, Socket, person::PASSWORD, socket::message};

/// Sockets that come back, unless `TERTULIA_TEST_SOCKETS` says another number: enough for everybody to wait for each other.
/// 5 000, which a server should stand, need a program that was built with `--release` and a machine of its own.
const SOCKETS: usize = 500;
/// The time in which everybody should be back.
const BACK: Duration = Duration::from_secs(30);
/// Messages before the kill, which nobody has seen yet.
const MISSED: u64 = 5;

#[tokio::test]
async fn killed_and_started_again_everybody_is_back_within_half_a_minute_and_people_sign_in_meanwhile() {
    let sockets = std::env::var("TERTULIA_TEST_SOCKETS").ok().and_then(|n| n.parse().ok()).unwrap_or(SOCKETS);
    rlimit::increase_nofile_limit(u64::MAX).expect("files for the sockets of the test");
    let data = TempDir::new().expect("a folder");
    let files = u32::try_from(sockets).expect("not that many") + 1000;
    let mut program = Program::start_limited(data.path(), "json", files).await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut open = Vec::new();
    for _ in 0..sockets {
        open.push(ana.socket(&group).await);
    }
    let after = ana.get(&format!("/api/v1/groups/{group}")).await.expect(200)["head"].as_u64().expect("a seq");
    for n in 1..=MISSED {
        let stored = ana.say(&group, &n.to_string()).await;
        assert_eq!(stored["seq"], after + n);
    }
    program.signal("KILL");
    program.ended().await;
    drop(open);

    let program = Program::start_limited(data.path(), "json", files).await;
    let address = program.address;
    let path = format!("/api/v1/ws/{group}?after={after}");
    let returning = (0..sockets).map(|_| tokio::spawn(come_back(address, path.clone(), ana.token.clone(), after)));
    let returning = futures::future::join_all(returning.collect::<Vec<_>>());
    let everybody = timeout(BACK, returning);
    let signing_in = sign_in_again_and_again(&program, &ana);
    let (back, ()) = tokio::join!(everybody, signing_in);
    let mut back: Vec<Socket> =
        back.expect("everybody is back in time").into_iter().map(|socket| socket.expect("no panic")).collect();

    let mut first = back.swap_remove(0);
    first.send(message("seguimos")).await;
    first.expect("ack").await;
    for socket in &mut back {
        let next = socket.expect("new_message").await;
        assert_eq!((&next["content"], next["seq"].as_u64()), (&json!("seguimos"), Some(after + MISSED + 1)));
    }
}

/// As a page does it: waits as `tertulia::backoff` says, tries, and gives up on nothing. It must be told what it missed, once and in
/// order.
async fn come_back(address: SocketAddr, path: String, token: String, after: u64) -> Socket {
    let (mut backoff, bearer) = (Backoff::default(), format!("Bearer {token}"));
    let mut random = Random::new(ClientMessageId::random().as_uuid().as_u64_pair().0);
    loop {
        sleep(Duration::from_millis(backoff.next_delay_ms(random.fraction()))).await;
        let Ok(mut socket) = Socket::open(address, &path, &[("authorization", &bearer)]).await else { continue };
        let mut seq = after;
        loop {
            let Ok(frame) = socket.next().await else { break };
            match frame["type"].as_str() {
                Some("new_message") => {
                    seq += 1;
                    assert_eq!(frame["seq"], seq);
                }
                Some("live") => {
                    assert_eq!(seq, after + MISSED);
                    return socket;
                }
                _ => {}
            }
        }
    }
}

/// People who sign in during the rush are not starved: each is let in before the test loses its patience.
async fn sign_in_again_and_again(program: &Program, ana: &Person) {
    for _ in 0..3 {
        let body = json!({ "email": ana.email, "password": PASSWORD });
        let url = format!("http://{}/api/v1/sessions", program.address);
        Answer::of(ana.http.post(url).json(&body)).await.expect(201);
    }
}
