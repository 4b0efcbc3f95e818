//! Frames in and out of one socket.

use std::{pin::Pin, task::Poll, time::Duration};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use engine::{Broadcast, Connection};
use futures::{SinkExt as _, StreamExt as _};
use tertulia::protocol::{CloseCode, ServerFrame};
use tungstenite::error::{CapacityError, Error as WsError, ProtocolError};

use super::{dialect::Dialect, ending::Ending};
use crate::metrics;

/// How long a close frame may take out, and how long the client's answer is waited for.
const FAREWELL: Duration = Duration::from_secs(1);

/// What the client said.
#[derive(Debug)]
pub(super) enum Received {
    /// A text frame.
    Text(Utf8Bytes),
    /// A ping or pong of the transport: a sign of life, already answered.
    Life,
    /// Nothing more will come.
    End(Ending),
}

/// One socket, what its client understands, and how patient it is with one that does not read.
pub(super) struct Wire {
    socket: WebSocket,
    dialect: Dialect,
    patience: Duration,
    fed: u64,
}

impl Wire {
    pub(super) const fn new(socket: WebSocket, dialect: Dialect, patience: Duration) -> Self {
        Self { socket, dialect, patience, fed: 0 }
    }

    /// The next thing that the client says. Cancel safe.
    pub(super) async fn recv(&mut self) -> Received {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => Received::Text(text),
            Some(Ok(Message::Binary(_))) => Received::End(Ending::BINARY),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Received::Life,
            Some(Ok(Message::Close(frame))) => Received::End(Ending::Peer(frame.map(|frame| frame.code))),
            Some(Err(error)) => Received::End(ending_of(error)),
            None => Received::End(Ending::Gone),
        }
    }

    /// Queues a frame that is encoded once for all who receive it.
    pub(super) async fn feed_shared(
        &mut self,
        frame: &Broadcast,
        connection: Option<&Connection>,
    ) -> Result<(), Ending> {
        self.feed_text(self.dialect.encode_shared(frame), connection).await
    }

    /// Queues a frame of the socket's own.
    pub(super) async fn feed(&mut self, frame: &ServerFrame, connection: Option<&Connection>) -> Result<(), Ending> {
        self.feed_text(self.dialect.encode(frame), connection).await
    }

    /// Writes a frame of the socket's own.
    pub(super) async fn send(&mut self, frame: &ServerFrame, connection: Option<&Connection>) -> Result<(), Ending> {
        self.feed(frame, connection).await?;
        self.flush(connection).await
    }

    async fn feed_text(&mut self, text: Bytes, connection: Option<&Connection>) -> Result<(), Ending> {
        // It is UTF-8; checking that costs less than a byte wrong would.
        let Ok(text) = Utf8Bytes::try_from(text) else {
            tracing::error!("a frame is not UTF-8 and was left out");
            return Ok(());
        };
        self.put(Message::Text(text), connection).await
    }

    /// A ping of the transport, which every client's library answers: one that only listens stays connected.
    pub(super) async fn ping(&mut self, connection: &Connection) -> Result<(), Ending> {
        self.put(Message::Ping(Bytes::new()), Some(connection)).await
    }

    async fn put(&mut self, message: Message, connection: Option<&Connection>) -> Result<(), Ending> {
        self.fed += 1;
        with_timeout(self.patience, connection, self.socket.feed(message)).await
    }

    /// Sends what was queued.
    pub(super) async fn flush(&mut self, connection: Option<&Connection>) -> Result<(), Ending> {
        metrics::frames_out(std::mem::take(&mut self.fed));
        with_timeout(self.patience, connection, self.socket.flush()).await
    }

    /// Says goodbye, then reads on until the client has closed as well: ending the connection with unread data in it would
    /// reset it, and the client might never see the code.
    pub(super) async fn close(mut self, ending: Ending) {
        if let Some((code, reason)) = ending.frame() {
            let close = Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }));
            if !matches!(tokio::time::timeout(FAREWELL, self.socket.send(close)).await, Ok(Ok(()))) {
                return;
            }
        }
        if ending != Ending::Gone {
            let rest = async { while let Some(Ok(_)) = self.socket.next().await {} };
            let _ = tokio::time::timeout(FAREWELL, rest).await;
        }
    }
}

/// A write, for as long as the chat wants this socket and the limit allows. A write that is not blocked is done at the first
/// look, and neither clock nor chat is asked.
async fn with_timeout(
    patience: Duration,
    connection: Option<&Connection>,
    write: impl Future<Output = Result<(), axum::Error>>,
) -> Result<(), Ending> {
    let mut write = std::pin::pin!(write);
    match futures::poll!(write.as_mut()) {
        Poll::Ready(done) => done.map_err(|_| Ending::Gone),
        // Boxed: it is rare, and every idle socket would carry its clock.
        Poll::Pending => Box::pin(blocked(patience, connection, write)).await,
    }
}

/// The rest of a write that the client's slowness holds up.
async fn blocked(
    patience: Duration,
    connection: Option<&Connection>,
    write: Pin<&mut impl Future<Output = Result<(), axum::Error>>>,
) -> Result<(), Ending> {
    tokio::select! {
        biased;
        done = write => done.map_err(|_| Ending::Gone),
        code = doom(connection) => Err(Ending::Ours(code)),
        () = tokio::time::sleep(patience) => Err(Ending::Ours(CloseCode::TooSlow)),
    }
}

async fn doom(connection: Option<&Connection>) -> CloseCode {
    match connection {
        Some(connection) => connection.until_closed().await,
        None => std::future::pending().await,
    }
}

/// Which close code answers a frame that the transport refused.
pub(super) fn ending_of(error: axum::Error) -> Ending {
    match error.into_inner().downcast::<WsError>().map(|error| *error) {
        Ok(WsError::Capacity(CapacityError::MessageTooLong { .. })) => Ending::TOO_BIG,
        Ok(WsError::Utf8(_)) => Ending::NOT_UTF8,
        Ok(WsError::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => Ending::Gone,
        Ok(WsError::Protocol(_)) => Ending::PROTOCOL,
        _ => Ending::Gone,
    }
}
