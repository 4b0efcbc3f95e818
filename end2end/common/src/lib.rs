//! What the programs that try a running Tertulia share. Each of them is a client like any other: over HTTP and sockets.
//!
//! # Layout
//!
//! * [`server`]: a server of one's own, started, asked whether it is ready, stopped or killed.
//! * [`api`]: HTTP calls; [`ws_connector`]: the upgrade to a socket.
//! * [`run_error`]: why a run could not be made.

pub mod api;
pub mod run_error;
pub mod server;
pub mod ws_connector;

pub use run_error::{Result, RunError};
