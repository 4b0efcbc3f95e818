//! A socket of a device: frames out of one channel, what arrives into another.

use std::time::Duration;

use common::ws_connector::WsConnector;
use futures::{SinkExt as _, StreamExt as _};
use tertulia::protocol::{ClientFrame, ServerFrame};
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{Instant, sleep_until},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};
use tokio_util::task::AbortOnDropHandle;

use crate::participants::Setup;

/// How long opening a socket may take.
const OPEN_TIME: Duration = Duration::from_secs(3);

/// What came.
#[derive(Debug)]
pub(crate) enum Heard {
    /// It is open.
    Opened,
    Frame(ServerFrame),
    /// Text that is no frame of the protocol.
    Strange(String),
    /// The end, with its code where there was one.
    End(Option<u16>),
}

/// An open or opening socket. Its task ends when this is dropped, in the middle of whatever it does.
#[derive(Debug)]
pub(crate) struct Socket {
    outgoing: UnboundedSender<String>,
    incoming: UnboundedReceiver<Heard>,
    _task: AbortOnDropHandle<()>,
}

impl Socket {
    /// Opens one at a path such as `/api/v1/ws`, but not before `from`.
    pub(crate) fn open(setup: &Setup, path: String, from: Instant) -> Self {
        let (outgoing, frames) = unbounded_channel();
        let (events, incoming) = unbounded_channel();
        let (number, access, token) = (setup.number, setup.access.clone(), setup.who.token.clone());
        let task = tokio::spawn(async move {
            sleep_until(from).await;
            let open = async {
                WsConnector::find(&access.url().await?).await?.upgrade(number, &path, &token, OPEN_TIME).await
            };
            if let Ok(inner) = open.await {
                carry(inner, frames, &events).await;
            }
            let _ = events.send(Heard::End(None));
        });
        Self { outgoing, incoming, _task: AbortOnDropHandle::new(task) }
    }

    /// Hands a frame over. That it arrives is not said: only the server's answer says that.
    pub(crate) fn send(&self, frame: &ClientFrame) {
        if let Ok(text) = serde_json::to_string(frame) {
            // Fails only after the task has ended, and then the end is on its way.
            let _ = self.outgoing.send(text);
        }
    }
}

/// What comes next; nothing where there is no socket. Cancel safe.
pub(crate) async fn next(socket: &mut Option<Socket>) -> Heard {
    match socket {
        Some(socket) => socket.incoming.recv().await.unwrap_or(Heard::End(None)),
        None => std::future::pending().await,
    }
}

/// Carries frames both ways until one of the ways ends.
async fn carry(
    socket: WebSocketStream<TcpStream>,
    mut frames: UnboundedReceiver<String>,
    events: &UnboundedSender<Heard>,
) {
    let _ = events.send(Heard::Opened);
    let (mut sink, mut stream) = socket.split();
    let write = async {
        while let Some(text) = frames.recv().await {
            if sink.send(Message::Text(text.into())).await.is_err() {
                break;
            }
        }
    };
    let read = async {
        while let Some(Ok(message)) = stream.next().await {
            heard(message).into_iter().for_each(|heard| drop(events.send(heard)));
        }
    };
    tokio::select! {
        () = write => {}
        () = read => {}
    }
}

/// What a client is told of it: nothing of the transport's own frames, as in a browser.
fn heard(message: Message) -> Option<Heard> {
    match message {
        Message::Text(text) => match serde_json::from_str(&text) {
            Ok(frame) => Some(Heard::Frame(frame)),
            Err(_) => Some(Heard::Strange(text.to_string())),
        },
        Message::Binary(_) => Some(Heard::Strange("a binary frame".to_owned())),
        Message::Close(frame) => Some(Heard::End(frame.map(|frame| frame.code.into()))),
        Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => None,
    }
}
