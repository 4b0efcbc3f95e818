//! The program around the chat: HTTP and sockets in front of [`engine`], and the pages of crate `app`.
//!
//! This is the only crate that knows axum, and in it only [`pages`] knows the pages' crate. It decides who is calling, from where and whether that may be, and translates
//! between the wire and the engine; it decides nothing about groups or messages.
//!
//! # Layout
//!
//! * [`config`], [`assets`], [`logs`], [`serve`]: from the command line to a listening socket, and back out again.
//! * [`places`], [`patient`], [`timed_body`]: how many connections there are, and how long each may keep us waiting.
//! * [`commands`]: everything that the program does besides serving. [`control`]: how they speak to one that serves.
//! * [`state`], [`router`]: what every request shares, and every route there is.
//! * [`identity`], [`person`], [`origin`], [`address`]: who calls, whom the page was made for, which page that is, which machine.
//! * [`extract`], [`problem`]: values out of a request, and refusals into a response (RFC 9457).
//! * [`api`]: the JSON interface, one file per noun. [`socket`]: the live one. [`pages`]: the HTML. [`ops`]: health and metrics.
//! * [`target`], [`observe`], [`metrics`], [`headers`]: what is done to every request and response.
//!
//! # Which error is for where
//!
//! Handlers return [`problem::Problem`], which knows status codes and shows a client nothing but the engine's closed list of
//! codes. [`serve::StartError`] is for whoever starts the program, so it may name paths.

// The view types of a page nest deeply.
#![recursion_limit = "256"]

pub mod address;
pub mod api;
pub mod assets;
pub mod commands;
pub mod config;
pub mod control;
pub mod extract;
pub mod headers;
pub mod identity;
pub mod logs;
pub mod metrics;
pub mod observe;
pub mod ops;
pub mod origin;
pub mod pages;
pub mod patient;
pub mod person;
pub mod places;
pub mod problem;
pub mod render;
pub mod router;
pub mod serve;
pub mod socket;
pub mod state;
pub mod target;
pub mod timed_body;

pub use router::build_router;
pub use state::AppState;
