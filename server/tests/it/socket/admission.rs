//! Who gets in, and what everybody else is told.

use engine::Limits;

use crate::harness::{
    Options, Socket, TestServer,
    raw::{KEY, exchange, upgrade_head},
};

/// Table 2: a browser cannot read a refused upgrade, so it is accepted and then closed.
#[tokio::test]
async fn without_a_valid_identity_the_socket_is_closed_with_4001() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for path in ["/api/v1/ws".to_owned(), format!("/api/v1/ws/{group}"), format!("/study-groups/ws/{group}")] {
        for query in ["", "?token=", "?token=garbage", "?token=a.b.c"] {
            let mut socket = Socket::open(server.address, &format!("{path}{query}"), &[]).await.expect("upgraded");
            assert_eq!(socket.closed_after().await, (4001, vec![]), "{path}{query}");
        }
        let cookie = [("cookie", "tertulia_session=garbage"), ("origin", &server.origin())];
        let mut socket = Socket::open(server.address, &path, &cookie).await.expect("upgraded");
        assert_eq!(socket.closed().await, 4001);
    }
}

#[tokio::test]
async fn every_way_to_bring_an_identity_works() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let (bearer, cookie) = (format!("Bearer {}", ana.token), format!("tertulia_session={}", ana.token));
    let origin = server.origin();
    for path in [format!("/api/v1/ws/{group}"), format!("/study-groups/ws/{group}")] {
        let with_token = format!("{path}?token={}", ana.token);
        let ways: [(&str, Vec<(&str, &str)>); 3] = [
            (&path, vec![("authorization", &bearer)]),
            (&with_token, vec![]),
            (&path, vec![("cookie", &cookie), ("origin", &origin)]),
        ];
        for (path, headers) in ways {
            let mut socket = Socket::open(server.address, path, &headers).await.expect("upgraded");
            assert_eq!(socket.expect("subscribed").await["group_id"], group);
        }
    }
}

/// Table 6.
#[tokio::test]
async fn a_group_that_one_is_not_in_an_unknown_one_and_a_malformed_one_look_alike() {
    let server = TestServer::start().await;
    let (ana, eva) = (server.sign_up("Ana").await, server.sign_up("Eva").await);
    let group = ana.create_group("Álgebra").await;
    ana.say(&group, "en privado").await;
    let none = tertulia::ids::GroupId::random().to_string();
    for id in [group.as_str(), &none, "no-id", "%FF", "..%2f"] {
        for path in [format!("/api/v1/ws/{id}?after=0"), format!("/study-groups/ws/{id}")] {
            assert_eq!(eva.open(&path).await.closed_after().await, (4003, vec![]), "{path}");
        }
    }
}

#[tokio::test]
async fn an_old_page_is_told_to_reload() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    for version in ["0", "999", "x"] {
        assert_eq!(ana.open(&format!("/api/v1/ws?v={version}")).await.closed_after().await, (4012, vec![]));
    }
    let now = tertulia::protocol::PROTOCOL_VERSION;
    ana.open(&format!("/api/v1/ws?v={now}")).await.fence().await;
}

/// Table 5.
#[tokio::test]
async fn a_request_that_is_no_upgrade_is_told_what_is_missing() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let plain = ana.get("/api/v1/ws").await;
    plain.expect_problem(426, "invalid_request");
    assert_eq!(plain.header("upgrade"), "websocket");
    let head = upgrade_head("/api/v1/ws", &ana.token);
    let answer = async |head: String| exchange(server.address, (head + "\r\n").as_bytes()).await.1;
    let old = answer(head.replace("Version: 13", "Version: 8")).await;
    assert!(old.starts_with("HTTP/1.1 426") && old.to_lowercase().contains("sec-websocket-version: 13"), "{old}");
    for key in ["Sec-WebSocket-Key: short\r\n", "Sec-WebSocket-Key: \r\n", ""] {
        let bad = answer(head.replace(&format!("Sec-WebSocket-Key: {KEY}\r\n"), key)).await;
        assert!(bad.starts_with("HTTP/1.1 400"), "{key:?}: {bad}");
    }
    for query in ["after=x", "after=-1", "epoch=7"] {
        ana.get(&format!("/api/v1/ws?{query}")).await.expect_problem(400, "invalid_request");
    }
}

/// Table 11: nothing to inflate.
#[tokio::test]
async fn compression_is_not_negotiated() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let head = upgrade_head("/api/v1/ws", &ana.token) + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
    let (_, answer) = exchange(server.address, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
    assert!(!answer.to_lowercase().contains("sec-websocket-extensions"), "{answer}");
}

/// Table 18.
#[tokio::test]
async fn too_many_upgrades_from_one_address_have_to_wait() {
    let limits = Limits { upgrades: Limits::default().upgrades, ..Limits::OFF };
    let server = TestServer::start_with(Options { limits, ..Options::default() }).await;
    let ana = server.sign_up("Ana").await;
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(ana.open("/api/v1/ws").await);
    }
    let path = format!("/api/v1/ws?token={}", ana.token);
    let refusal = Socket::open(server.address, &path, &[]).await.err().expect("refused");
    assert_eq!(refusal.status, 429);
    let wait: u64 = refusal.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(refusal.body.contains("\"rate_limited\""), "{}", refusal.body);
    for socket in &mut open {
        socket.fence().await;
    }
    assert_eq!(server.get("/healthz").await.status, 200);
}
