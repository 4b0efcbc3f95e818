//! Serves the echo endpoint on a free port of this machine, for `make conformance`. The one argument is the size of the
//! largest message in bytes; the first line of the output is the address.

use std::io::Write as _;

use axum::{Router, extract::ws::WebSocketUpgrade, routing::get};
use server::socket::echo;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let message_max = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let message_max: usize = message_max.ok_or_else(|| std::io::Error::other("say how large a message may be"))?;
    let router =
        Router::new().route("/", get(move |upgrade: WebSocketUpgrade| async move { echo::open(upgrade, message_max) }));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
    axum::serve(listener, router).await
}
