//! What the programs that try a running Tertulia share. Each of them is a client like any other: over HTTP and sockets.
//!
//! # Layout
//!
//! * [`server`]: a server of one's own, started, asked whether it is ready, stopped or killed.
//! * [`api`]: HTTP calls; [`door`]: the upgrade to a socket.
//! * [`random`]: chance that a seed repeats.
//! * [`trouble`]: why a run could not be made.

pub mod api;
pub mod door;
pub mod random;
pub mod server;
pub mod trouble;

pub use trouble::{Result, Trouble};
