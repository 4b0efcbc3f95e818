//! A WebSocket in bytes, for what no library would send.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::soon;

/// A key that RFC 6455 uses as its example.
pub(crate) const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// The head of an upgrade, without its last empty line.
pub(crate) fn upgrade_head(path: &str, token: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\nAuthorization: Bearer {token}\r\n"
    )
}

/// Sends bytes on a new connection and reads the response's head.
pub(crate) async fn exchange(address: SocketAddr, request: &[u8]) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.expect("connects");
    stream.write_all(request).await.expect("sent");
    let head = soon("a response's head", read_head(&mut stream)).await;
    (stream, head)
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).expect("text")
}

pub(crate) struct RawSocket(TcpStream);

impl RawSocket {
    pub(crate) async fn open(address: SocketAddr, path: &str, token: &str) -> Self {
        let request = upgrade_head(path, token) + "\r\n";
        let (stream, head) = exchange(address, request.as_bytes()).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        Self(stream)
    }

    /// Writes bytes; the server may have closed already.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// Writes a masked frame whose first byte (FIN, RSV, opcode) is given.
    pub(crate) async fn frame(&mut self, first: u8, payload: &[u8]) {
        self.write(&masked(first, payload)).await;
    }

    /// Reads frames until the close frame and gives its code; 1006 if there is none.
    pub(crate) async fn closed(&mut self) -> u16 {
        soon("a close frame", async {
            loop {
                match self.read_frame().await {
                    Some((8, payload)) if payload.len() >= 2 => return u16::from_be_bytes([payload[0], payload[1]]),
                    Some((8, _)) => return 1005,
                    Some(_) => {}
                    None => return 1006,
                }
            }
        })
        .await
    }

    /// The next text frame; none when the server has closed, or nothing more comes of it.
    pub(crate) async fn text(&mut self) -> Option<String> {
        loop {
            match soon("a frame", self.read_frame()).await? {
                (1, payload) => return Some(String::from_utf8(payload).expect("text")),
                (8, _) => return None,
                _ => {}
            }
        }
    }

    async fn read_frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let opcode = self.0.read_u8().await.ok()? & 0x0f;
        let length = match self.0.read_u8().await.ok()? {
            126 => usize::from(self.0.read_u16().await.ok()?),
            127 => usize::try_from(self.0.read_u64().await.ok()?).ok()?,
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).await.ok()?;
        Some((opcode, payload))
    }
}

/// A frame with the mask 0, which leaves the payload as it is.
pub(crate) fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..=125 => frame.push(0x80 | u8::try_from(length).expect("short")),
        length @ 126..=0xffff => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(length).expect("middling").to_be_bytes());
        }
        length => {
            frame.push(0x80 | 127);
            frame.extend(u64::try_from(length).expect("long").to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}
