//! An open WebSocket.

use std::net::SocketAddr;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderName},
};

use super::soon;

pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Opens one. Not upgraded: the refusal's status, its headers and its body.
    pub(crate) async fn open(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Self, Refusal> {
        let mut request = format!("ws://{address}{path}").into_client_request().expect("an address");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header");
            request.headers_mut().append(name, value.parse().expect("a value"));
        }
        match soon("an upgrade", connect_async(request)).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(Error::Http(response)) => {
                let (parts, body) = response.into_parts();
                let body = String::from_utf8(body.unwrap_or_default()).expect("text");
                Err(Refusal { status: parts.status.as_u16(), headers: parts.headers, body })
            }
            Err(error) => panic!("no upgrade: {error}"),
        }
    }

    /// Sends a frame.
    pub(crate) async fn send(&mut self, frame: Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends text as it is.
    pub(crate) async fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    /// Sends anything.
    pub(crate) async fn send_message(&mut self, message: Message) {
        soon("a send", self.stream.send(message)).await.expect("sent");
    }

    /// Sends, and does not mind if the server has gone.
    pub(crate) async fn try_send(&mut self, frame: Value) -> bool {
        soon("a send", self.stream.send(Message::text(frame.to_string()))).await.is_ok()
    }

    /// The next text frame, or the close code (1005: none given, 1006: no close frame).
    pub(crate) async fn next(&mut self) -> Result<Value, u16> {
        loop {
            match soon("a frame", self.stream.next()).await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(1005, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    /// The next frame of a type; others are skipped.
    pub(crate) async fn expect(&mut self, kind: &str) -> Value {
        loop {
            match self.next().await {
                Ok(frame) if frame["type"] == kind => return frame,
                Ok(_) => {}
                Err(code) => panic!("closed with {code} while waiting for {kind}"),
            }
        }
    }

    /// The next `error`, which must have this code.
    pub(crate) async fn expect_error(&mut self, code: &str) -> Value {
        let error = self.expect("error").await;
        assert_eq!(error["code"], code, "{error}");
        error
    }

    /// Everything that arrives before the answer to a ping.
    pub(crate) async fn fence(&mut self) -> Vec<Value> {
        self.send(json!({ "type": "ping" })).await;
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Ok(frame) if frame["type"] == "pong" => return frames,
                Ok(frame) => frames.push(frame),
                Err(code) => panic!("closed with {code}"),
            }
        }
    }

    /// Waits for the close code; gives it and the frames before it.
    pub(crate) async fn closed_after(&mut self) -> (u16, Vec<Value>) {
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Ok(frame) => frames.push(frame),
                Err(code) => return (code, frames),
            }
        }
    }

    /// Waits for the close code.
    pub(crate) async fn closed(&mut self) -> u16 {
        self.closed_after().await.0
    }

    /// Closes it, and waits until the server agrees.
    pub(crate) async fn close(mut self) {
        let _ = self.stream.close(None).await;
        self.closed().await;
    }
}

/// A request that did not become a socket.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) headers: tokio_tungstenite::tungstenite::http::HeaderMap,
    pub(crate) body: String,
}

/// The types of frames, for comparing.
pub(crate) fn kinds(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["type"].as_str().unwrap_or("?")).collect()
}

/// A message for a one-group socket, with a name.
pub(crate) fn message(content: &str) -> Value {
    json!({ "type": "send_message", "client_id": super::client_id(), "content": content })
}
