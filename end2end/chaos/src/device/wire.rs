//! A device's socket.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use tertulia::protocol::{ClientFrame, ServerFrame};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

/// How long a frame may take out.
const WRITE_TIME: Duration = Duration::from_secs(3);

/// What came.
#[derive(Debug)]
pub(super) enum Heard {
    Frame(ServerFrame),
    /// Text that is no frame of the protocol.
    Strange(String),
    /// A sign of life.
    Life,
    /// The end, with its code where there was one.
    End(Option<u16>),
}

/// An open socket.
#[derive(Debug)]
pub(super) struct Wire {
    inner: WebSocketStream<TcpStream>,
    /// When anything came last.
    pub(super) heard_at: Instant,
    /// When it was last asked for a sign of life.
    pub(super) asked_at: Instant,
}

impl Wire {
    pub(super) fn new(inner: WebSocketStream<TcpStream>) -> Self {
        let now = Instant::now();
        Self { inner, heard_at: now, asked_at: now }
    }

    /// What comes next. Cancel safe.
    pub(super) async fn hear(&mut self) -> Heard {
        let heard = match self.inner.next().await {
            Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                Ok(frame) => Heard::Frame(frame),
                Err(_) => Heard::Strange(text.to_string()),
            },
            Some(Ok(Message::Close(frame))) => Heard::End(frame.map(|frame| frame.code.into())),
            Some(Ok(Message::Binary(_))) => Heard::Strange("a binary frame".to_owned()),
            Some(Ok(_)) => Heard::Life,
            Some(Err(_)) | None => Heard::End(None),
        };
        self.heard_at = Instant::now();
        heard
    }

    /// Sends a frame; says whether it was taken.
    pub(super) async fn say(&mut self, frame: &ClientFrame) -> bool {
        let Ok(text) = serde_json::to_string(frame) else { return false };
        matches!(timeout(WRITE_TIME, self.inner.send(Message::Text(text.into()))).await, Ok(Ok(())))
    }
}
