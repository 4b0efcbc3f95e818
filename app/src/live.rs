//! What makes a conversation live: the socket feeds the timeline, the timeline feeds the signals.
//!
//! What a frame does to the rows, when to send again and how long to wait is decided in `tertulia`, by state machines that are
//! tested without a browser. What is decided here is which of them is asked when: `driver`.
//!
//! # Layout
//!
//! * [`event`]: everything that can happen, as one queue.
//! * `driver`: takes one event after the other, and is the only place that changes anything.
//! * `clock`: the one that waits are counted by, and the one on the wall.
//! * `socket`, `surroundings`: what puts events into the queue, besides the components.
//! * [`storage`]: what outlives the page. `courier`: what waits there for a group that is not open.

// The server renders the page and never lives in it.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod courier;
#[cfg(feature = "hydrate")]
mod driver;
pub mod event;
#[cfg(feature = "hydrate")]
mod socket;
pub mod storage;
#[cfg(feature = "hydrate")]
mod surroundings;

use tertulia::ids::UserId;

use crate::conversation::Room;

/// Brings a room to life, until the current owner is cleaned up. Does nothing on the server.
#[cfg(feature = "hydrate")]
pub fn start(room: Room) {
    use leptos::prelude::WithValue;

    let (Some(seed), Some(mailbox)) = (room.take_seed(), room.mailbox()) else { return };
    surroundings::listen(&mailbox);
    courier::start(room.me.with_value(|me| me.id));
    leptos::task::spawn_local_scoped_with_cancellation(driver::run(room, seed, mailbox));
}

/// Sends what waits in groups that are not open, until the current owner is cleaned up. Does nothing on the server.
#[cfg(feature = "hydrate")]
pub fn send_waiting(me: UserId) {
    courier::start(me);
}

/// Sends what waits in groups that are not open, until the current owner is cleaned up. Does nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub const fn send_waiting(_me: UserId) {}

/// Brings a room to life, until the current owner is cleaned up. Does nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub const fn start(_room: Room) {}
