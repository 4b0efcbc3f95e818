//! What makes a conversation live: the socket feeds its client, the client feeds the signals.
//!
//! What a frame does to the rows, when to send again, how long to wait: all of that is decided by [`tertulia::client`], which is tested without a
//! browser. Here it is told what happens, and what it wants is done.
//!
//! # Layout
//!
//! * [`event`]: everything that can happen, as one queue.
//! * `driver`: takes one event after the other, tells the client, does what it wants, and is the only place that changes anything.
//! * `clock`: the one that waits are counted by, and the one on the wall.
//! * `socket`, `surroundings`: what puts events into the queue, besides the components.
//! * [`storage`]: what outlives the page. `background_sync`: what waits there for a group that is not open.

// The server renders the page and never lives in it.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

#[cfg(feature = "hydrate")]
mod background_sync;
#[cfg(feature = "hydrate")]
mod clock;
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

    let (Some(seed), Some(sender)) = (room.take_seed(), room.sender()) else { return };
    surroundings::listen(&sender);
    background_sync::start(room.me.with_value(|me| me.id));
    leptos::task::spawn_local_scoped_with_cancellation(driver::run(room, seed, sender));
}

/// Sends what waits in groups that are not open, until the current owner is cleaned up. Does nothing on the server.
#[cfg(feature = "hydrate")]
pub fn send_waiting(me: UserId) {
    background_sync::start(me);
}

/// Sends what waits in groups that are not open, until the current owner is cleaned up. Does nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub const fn send_waiting(_me: UserId) {}

/// Brings a room to life, until the current owner is cleaned up. Does nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub const fn start(_room: Room) {}
