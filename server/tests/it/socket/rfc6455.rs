//! Tables 7 to 10: frames that break RFC 6455, in bytes.

use crate::harness::{
    TestServer,
    raw::{RawSocket, masked},
};

const TEXT: u8 = 0x81;
const TEXT_BEGINS: u8 = 0x01;
const CONTINUES: u8 = 0x00;
const ENDS: u8 = 0x80;

async fn open(server: &TestServer) -> RawSocket {
    let ana = server.sign_up("Ana").await;
    RawSocket::open(server.address, "/api/v1/ws", &ana.token).await
}

/// Table 8.
#[tokio::test]
async fn frames_that_break_the_protocol_end_with_1002() {
    let server = TestServer::start().await;
    let mut unmasked = vec![TEXT, 2];
    unmasked.extend(b"hi");
    let long_ping = masked(0x89, &[0; 126]);
    let cases: [(&str, Vec<u8>); 7] = [
        ("unmasked", unmasked),
        ("a reserved bit", masked(0xc1, b"hi")),
        ("a reserved opcode", masked(0x83, b"hi")),
        ("a reserved control opcode", masked(0x8b, b"hi")),
        ("a fragmented ping", masked(0x09, b"hi")),
        ("a ping of 126 bytes", long_ping),
        ("a continuation of nothing", masked(ENDS, b"hi")),
    ];
    for (what, bytes) in cases {
        let mut socket = open(&server).await;
        socket.write(&bytes).await;
        assert_eq!(socket.closed().await, 1002, "{what}");
    }
}

#[tokio::test]
async fn a_message_inside_another_ends_with_1002() {
    let server = TestServer::start().await;
    let mut socket = open(&server).await;
    socket.frame(TEXT_BEGINS, b"{").await;
    socket.frame(TEXT, b"{}").await;
    assert_eq!(socket.closed().await, 1002);
}

/// Table 9.
#[tokio::test]
async fn text_that_is_not_utf8_ends_with_1007_also_when_it_is_split() {
    let server = TestServer::start().await;
    let mut socket = open(&server).await;
    socket.frame(TEXT, b"{\"type\":\"\xff\"}").await;
    assert_eq!(socket.closed().await, 1007);
    let mut socket = open(&server).await;
    socket.frame(TEXT_BEGINS, b"{\"type\":\"\xc3").await;
    socket.frame(ENDS, b"\x28\"}").await;
    assert_eq!(socket.closed().await, 1007);
}

/// Table 7: fragments, with a ping between them, are one message.
#[tokio::test]
async fn a_message_in_fragments_is_read_as_one() {
    let server = TestServer::start().await;
    let mut socket = open(&server).await;
    socket.frame(TEXT_BEGINS, b"{\"type\":\"").await;
    socket.frame(0x89, b"?").await;
    socket.frame(CONTINUES, "no-existe-ñ".as_bytes()).await;
    socket.frame(ENDS, b"\"}").await;
    socket.frame(TEXT, b"x").await;
    socket.frame(TEXT, b"x").await;
    assert_eq!(socket.closed().await, 1008, "the fragments were the first of three strikes");
}

/// Table 10.
#[tokio::test]
async fn frames_that_are_too_large_end_with_1009_however_they_come() {
    let server = TestServer::start().await;
    let mut socket = open(&server).await;
    socket.frame(TEXT, &vec![b'x'; 64 * 1024 + 1]).await;
    assert_eq!(socket.closed().await, 1009, "a byte over the limit");

    let mut socket = open(&server).await;
    let mut announced = vec![TEXT, 0xff];
    announced.extend(i64::MAX.to_be_bytes());
    announced.extend([0; 4]);
    socket.write(&announced).await;
    assert_eq!(socket.closed().await, 1009, "announced only");

    let mut socket = open(&server).await;
    socket.frame(TEXT_BEGINS, &[b'x'; 40_000]).await;
    socket.frame(ENDS, &[b'x'; 40_000]).await;
    assert_eq!(socket.closed().await, 1009, "in fragments");

    let mut socket = open(&server).await;
    socket.frame(TEXT_BEGINS, b"x").await;
    let crumb = masked(CONTINUES, b"x").repeat(100_000);
    socket.write(&crumb).await;
    assert_eq!(socket.closed().await, 1009, "in crumbs");
}

#[tokio::test]
async fn a_frame_of_exactly_the_limit_is_read() {
    let server = TestServer::start().await;
    let mut socket = open(&server).await;
    for _ in 0..3 {
        socket.frame(TEXT, &vec![b'x'; 64 * 1024]).await;
    }
    assert_eq!(socket.closed().await, 1008, "read, and no frame of ours");
}
