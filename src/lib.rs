//! Tertulia: a real-time chat for study groups that never loses, doubles or reorders a message.
//!
//! This crate is what the browser and the server share: everything that can be decided without I/O. It compiles to
//! WebAssembly and knows no HTML, of HTTP only what [`http`] holds, no database and no executor. The service behind the chat is the
//! crate `engine`.
//!
//! # Layout
//!
//! * [`ids`], [`clock`]: the newtypes that everything else is spelt in. [`now`]: the two clocks of a device.
//! * [`json`]: how text from outside becomes a value.
//! * [`account`], [`group`], [`message`]: values that were checked once (`parse`) and are trusted from then on.
//! * [`text`]: the rules of what people write, for all of those parsers; whole with the feature `unicode`, which the server has.
//! * [`mention`], [`emoji`] (feature `unicode`): whom a text means, and which emoji there are.
//! * [`log_event`]: one entry of a group's log, in the one form that everything speaks.
//! * [`problem`]: the closed list of error codes that both interfaces speak.
//! * [`protocol`]: the frames of the socket, and [`api`]: the bodies of HTTP.
//! * [`client`]: a client of one group's conversation, without any I/O: what the page, and the simulated one, drive.
//! * [`timeline`], [`outbox`], [`typing`], [`backoff`]: plain state machines; time is an argument, never a clock.
//! * [`random`]: chance that a seed repeats.
//! * [`http`] (feature `http`): what the JSON interface and the pages both say in HTTP.
//! * `simulation` (tests only): clients and servers together in a time that does not pass by itself.

pub mod account;
pub mod api;
pub mod backoff;
pub mod client;
pub mod clock;
#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
pub mod emoji;
pub mod group;
pub mod ids;
pub mod json;
pub mod log_event;
pub mod markup;
#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
pub mod mention;
pub mod message;
pub mod now;
pub mod outbox;
pub mod problem;
pub mod protocol;
pub mod random;
#[cfg(test)]
mod simulation;
mod sorted_map;
pub mod text;
pub mod timeline;
pub mod typing;

#[cfg(all(feature = "http", not(target_family = "wasm")))]
pub mod http;
