//! Table 5 and what else is below HTTP's surface: heads that are too large, too slow, or no request at all.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::harness::{TestServer, raw::exchange, soon};

async fn status(server: &TestServer, request: &str) -> String {
    let (_, head) = exchange(server.address, request.as_bytes()).await;
    head.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let server = TestServer::start().await;
    let head =
        |bytes: usize| format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n", "x".repeat(bytes));
    assert_eq!(status(&server, &head(16_000)).await, "200");
    assert_eq!(status(&server, &head(66_000)).await, "431");
    let many = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X-A: b\r\n".repeat(500));
    assert_eq!(status(&server, &many).await, "431");
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let server = TestServer::start().await;
    assert_eq!(status(&server, "hola\r\n\r\n").await, "400");
    // HTTP/2 with prior knowledge: closed without a word, as the client of a server that only speaks HTTP/1 expects.
    assert_eq!(status(&server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await, "");
    let smuggled = "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef";
    assert_eq!(status(&server, smuggled).await, "400");
}

/// Two thousand clients that send a byte now and then do not keep anybody out, and none of them stays: a test waits for 20 s, the
/// server for 10.
#[tokio::test]
async fn slow_heads_end_after_ten_seconds_and_hold_nobody_up() {
    rlimit::increase_nofile_limit(10_000).expect("two files for each connection");
    let server = TestServer::start().await;
    let mut slow = Vec::new();
    for _ in 0..2000 {
        let mut stream = TcpStream::connect(server.address).await.expect("connects");
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: lo").await.expect("sent");
        slow.push(stream);
    }
    assert_eq!(server.get("/healthz").await.status, 200);
    for mut stream in slow {
        let mut rest = Vec::new();
        let _ = soon("the end of a slow connection", stream.read_to_end(&mut rest)).await;
    }
}
