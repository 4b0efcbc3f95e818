//! How many connections an address has.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::with;
use crate::harness::{TestServer, soon};

#[tokio::test]
async fn an_address_has_so_many_connections() {
    let server = TestServer::start_with(with("off,address_connections=3")).await;
    let connect = async || TcpStream::connect(server.address).await.expect("connects");
    let ask = async |stream: &mut TcpStream| {
        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
        let mut head = vec![0; 12];
        soon("an answer", stream.read_exact(&mut head)).await.map(|_| String::from_utf8(head).expect("text"))
    };
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = connect().await;
        assert_eq!(ask(&mut stream).await.expect("answers"), "HTTP/1.1 200");
        open.push(stream);
    }
    // Whoever is turned away may see the connection broken before the reason.
    let mut refused = connect().await;
    assert_ne!(ask(&mut refused).await.unwrap_or_default(), "HTTP/1.1 200");
    open.pop();
    let again = async {
        while ask(&mut connect().await).await.unwrap_or_default() != "HTTP/1.1 200" {
            tokio::task::yield_now().await;
        }
    };
    soon("a place", again).await;
}
