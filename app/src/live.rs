//! What makes a conversation live: the socket feeds its client, the client feeds the signals of the page ([`Chat`]).
//!
//! What a frame does to the rows, when to send again, how long to wait: all of that is decided by [`tertulia::client`], which is tested without a
//! browser. Here it is told what happens, and what it wants is done. What is shown, and how, is not known here.
//!
//! # Layout
//!
//! * `driver`: takes one event after the other, tells the client, does what it wants, and is the only place that changes anything.
//! * `clock`: the one that waits are counted by, and the one on the wall.
//! * `socket`, `surroundings`: what puts events into the queue, besides the components.
//! * `background_sync`: what waits in the storage for a group that is not open.

#[cfg(feature = "hydrate")]
mod background_sync;
#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod driver;
#[cfg(feature = "hydrate")]
mod socket;
#[cfg(feature = "hydrate")]
mod surroundings;

use tertulia::ids::UserId;

use crate::chat::Chat;

/// Brings a conversation to life, until the current owner is cleaned up. Does nothing on the server.
#[cfg(feature = "hydrate")]
pub fn start(chat: Chat) {
    use leptos::prelude::WithValue;

    let (Some(seed), Some(sender)) = (chat.take_seed(), chat.sender()) else { return };
    surroundings::listen(&sender);
    background_sync::start(chat.me.with_value(|me| me.id));
    leptos::task::spawn_local_scoped_with_cancellation(driver::run(chat, seed, sender));
}

/// Brings a conversation to life, until the current owner is cleaned up. Does nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub const fn start(_chat: Chat) {}

/// Sends what waits in groups that are not open, until the current owner is cleaned up. Does nothing on the server.
#[cfg(feature = "hydrate")]
pub fn send_waiting(me: UserId) {
    background_sync::start(me);
}

/// Sends what waits in groups that are not open, until the current owner is cleaned up. Does nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub const fn send_waiting(_me: UserId) {}
