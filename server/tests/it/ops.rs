//! `/healthz`, `/readyz`, `/metrics`

use crate::harness::{TestServer, soon};

#[tokio::test]
async fn it_is_healthy_and_ready() {
    let server = TestServer::start().await;
    let healthy = server.get("/healthz").await;
    assert_eq!((healthy.status.as_u16(), healthy.text.as_str()), (200, "ok"));
    assert_eq!(server.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn it_stops_with_everything_closed() {
    let server = TestServer::start().await;
    let address = server.address;
    server.stop().await;
    let again = soon("a refused connection", tokio::net::TcpStream::connect(address)).await;
    assert!(again.is_err());
}

#[tokio::test]
async fn the_numbers_tell_what_happens_and_nothing_personal() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    ana.say(&group, "hola").await;
    let mut socket = ana.socket(&group).await;
    socket.fence().await;
    let numbers = server.get("/metrics").await;
    assert_eq!(numbers.status, 200);
    for name in [
        "tertulia_http_requests_total",
        "tertulia_http_request_seconds",
        "tertulia_sockets_open",
        "tertulia_groups_live",
        "tertulia_socket_frames_in_total",
        "tertulia_socket_frames_out_total",
        "tertulia_messages_sent_total",
    ] {
        assert!(numbers.text.contains(name), "{name} is missing: {}", numbers.text);
        assert!(!numbers.text.contains(&format!("\n{name} 0\n")), "{name} was not counted: {}", numbers.text);
    }
    assert!(numbers.text.contains(r#"route="/api/v1/groups/{id}/messages""#), "{}", numbers.text);
    for secret in [&ana.id, &ana.email, &ana.token, &group] {
        assert!(!numbers.text.contains(secret.as_str()));
    }
    socket.close().await;
    let numbers = server.get("/metrics").await;
    assert!(numbers.text.contains("tertulia_socket_closes_total"), "{}", numbers.text);
}
