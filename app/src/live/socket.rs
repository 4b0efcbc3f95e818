//! One WebSocket: text frames out of one channel, what arrives into another. Dropping it closes it after what was said.

use futures::{
    SinkExt, StreamExt,
    channel::mpsc::{self, UnboundedSender},
    future::select,
    pin_mut,
};
use gloo_net::websocket::{Message, WebSocketError, futures::WebSocket};
use leptos::{prelude::window, task::spawn_local};
use tertulia::{
    client::{Input, SocketEvent},
    ids::{Epoch, GroupId, Seq},
    json,
    protocol::{ClientFrame, PROTOCOL_VERSION, ServerFrame},
};

use crate::{
    api::person::before_addresses,
    chat::event::{Event, EventSender},
};

/// An open or opening socket. Its task owns both halves and ends when this is dropped; the browser closes the socket when
/// both are gone.
pub(super) struct Socket {
    outgoing: UnboundedSender<String>,
}

impl Socket {
    /// Connects, already subscribed to the group from `after` on. What happens arrives in the sender, marked with
    /// `attempt`, so that a late word from an older socket is told apart.
    ///
    /// None where the browser refuses at once.
    pub(super) fn open(attempt: u32, group: GroupId, after: Seq, epoch: Epoch, sender: EventSender) -> Option<Self> {
        let socket = WebSocket::open(&address(group, after, epoch)?).ok()?;
        let (outgoing, mut frames) = mpsc::unbounded::<String>();
        spawn_local(async move {
            let (mut sink, mut stream) = socket.split();
            let write = async {
                while let Some(frame) = frames.next().await {
                    if sink.send(Message::Text(frame)).await.is_err() {
                        break;
                    }
                }
            };
            let read = async {
                let mut code = None;
                while let Some(item) = stream.next().await {
                    let happened = match item {
                        Ok(Message::Text(text)) => match json::from_str::<ServerFrame>(&text) {
                            Ok(frame) => SocketEvent::Frame(Box::new(frame)),
                            // A newer server may say things that this page does not know. It is alive all the same.
                            Err(_) => SocketEvent::Noise,
                        },
                        Ok(Message::Bytes(_)) => SocketEvent::Noise,
                        Err(WebSocketError::ConnectionClose(close)) => {
                            code = Some(close.code);
                            continue;
                        }
                        // The close event follows.
                        Err(_) => continue,
                    };
                    sender.post(Event::Client(Input::Socket(attempt, happened)));
                }
                sender.post(Event::Client(Input::Socket(attempt, SocketEvent::Closed(code))));
            };
            pin_mut!(write, read);
            select(write, read).await;
        });
        Some(Self { outgoing })
    }

    /// Hands a frame to the browser. That it arrives is not said: only the server's answer says that.
    pub(super) fn send(&self, frame: &ClientFrame) {
        if let Ok(text) = serde_json::to_string(frame) {
            // Fails only after the task has ended, and then `Closed` is on its way.
            let _ = self.outgoing.unbounded_send(text);
        }
    }
}

/// Our own origin, in the scheme that belongs to the page's, and the person that the page was made for.
fn address(group: GroupId, after: Seq, epoch: Epoch) -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    let host = location.host().ok()?;
    let person = before_addresses();
    let query = format!("after={after}&epoch={epoch}&v={PROTOCOL_VERSION}&render=html");
    Some(format!("{scheme}://{host}{person}/api/v1/ws/{group}?{query}"))
}
