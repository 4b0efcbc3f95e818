//! One socket in one group, with buffers so small that thousands are cheap for this program too.

use std::time::Duration;

use common::{
    run_error::{Result, RunError},
    ws_connector::WsConnector,
};
use futures::{SinkExt as _, StreamExt as _};
use tertulia::{
    ids::{GroupId, Seq},
    protocol::{ClientFrame, ServerFrame},
};
use tokio::net::TcpStream;
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

/// How long it may take from the connection to the first live frame.
const OPEN_TIME: Duration = Duration::from_secs(30);
/// How long a frame of ours may take out.
const WRITE_TIME: Duration = Duration::from_secs(10);

/// Opens socket number `number` into a group and waits until it is live.
pub(crate) async fn open(door: &WsConnector, number: usize, group: GroupId, token: &str) -> Result<Socket> {
    let late = |_| RunError::Late { what: "opening a socket", limit: OPEN_TIME };
    tokio::time::timeout(OPEN_TIME, enter(door, number, group, token)).await.map_err(late)?
}

async fn enter(door: &WsConnector, number: usize, group: GroupId, token: &str) -> Result<Socket> {
    let inner = door.upgrade(number, &format!("/api/v1/ws/{group}"), token, OPEN_TIME).await?;
    let mut socket = Socket { inner, head: Seq::ZERO };
    loop {
        match socket.hear().await.map_err(RunError::Socket)? {
            ServerFrame::Live { head, .. } => {
                socket.head = head;
                return Ok(socket);
            }
            ServerFrame::Error(problem) => return Err(RunError::Socket(problem.message)),
            _ => {}
        }
    }
}

/// An open socket.
#[derive(Debug)]
pub(crate) struct Socket {
    inner: WebSocketStream<TcpStream>,
    /// The group's newest seq when the socket went live.
    pub(crate) head: Seq,
}

impl Socket {
    /// The next frame, pings answered; or how the socket ended. Cancel safe but for an answer to a ping.
    pub(crate) async fn hear(&mut self) -> std::result::Result<ServerFrame, String> {
        loop {
            let text = match self.inner.next().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(frame))) => return Err(ending(frame.map(|frame| frame.code.into()))),
                Some(Ok(_)) => continue,
                Some(Err(error)) => return Err(error.to_string()),
                None => return Err(ending(None)),
            };
            match serde_json::from_str(&text) {
                Ok(ServerFrame::Ping { .. }) => self.say(&ClientFrame::Pong).await?,
                Ok(frame) => return Ok(frame),
                Err(error) => return Err(format!("a frame that is none of the protocol's: {error}")),
            }
        }
    }

    /// Sends a frame.
    pub(crate) async fn say(&mut self, frame: &ClientFrame) -> std::result::Result<(), String> {
        let text = serde_json::to_string(frame).map_err(|error| error.to_string())?;
        match tokio::time::timeout(WRITE_TIME, self.inner.send(Message::Text(text.into()))).await {
            Ok(sent) => sent.map_err(|error| error.to_string()),
            Err(_) => Err("the server did not read for ten seconds".to_owned()),
        }
    }

    /// Says goodbye, without waiting for the answer.
    pub(crate) async fn part(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(1), self.inner.close(None)).await;
    }
}

fn ending(code: Option<u16>) -> String {
    code.map_or_else(|| "closed by the server without a code".to_owned(), |code| format!("closed with {code}"))
}

/// Raises the limit of open files, each socket being one, and says so if it is too low for `sockets`.
pub(crate) fn make_room(sockets: u32) -> Result<()> {
    /// Everything else that is open: HTTP connections, standard streams, the runtime.
    const OTHERS: u64 = 100;
    let files = rlimit::increase_nofile_limit(u64::MAX).map_err(RunError::system("the limit of open files"))?;
    if u64::from(sockets) + OTHERS > files {
        return Err(RunError::Asked(format!("{sockets} sockets do not fit: this process may open {files} files")));
    }
    Ok(())
}
