//! A socket that says what it hears: what the conformance cases of RFC 6455 talk to. Only a build with the feature
//! `conformance` has it, and no address of the program leads to it. It has the settings, the endings and the farewell of the
//! sockets of the chat; it differs in what it does with a message.

use std::time::Duration;

use axum::{
    extract::ws::{Message, WebSocket, WebSocketUpgrade},
    response::Response,
};
use futures::StreamExt as _;

use super::{
    ending::Ending,
    settings,
    wire::{Wire, ending_of},
};

/// As patient as the sockets of the chat.
const WRITE_TIMEOUT: Duration = Duration::from_secs(20);

/// Opens one that takes messages of at most `message_max` bytes.
pub fn open(upgrade: WebSocketUpgrade, message_max: usize) -> Response {
    settings::configure(upgrade, message_max).on_upgrade(run)
}

async fn run(mut socket: WebSocket) {
    let ending = loop {
        match socket.next().await {
            Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => {
                if socket.send(message).await.is_err() {
                    break Ending::Gone;
                }
            }
            Some(Ok(Message::Close(frame))) => break Ending::Peer(frame.map(|frame| frame.code)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Err(error)) => break ending_of(error),
            None => break Ending::Gone,
        }
    };
    Wire::new(socket, WRITE_TIMEOUT).close(ending).await;
}
