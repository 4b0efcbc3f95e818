//! What the JSON interface and the pages both say in HTTP, and neither may take from the other: which status an error code has,
//! what the cookies are called and how they are written and read, and whose rate limits a request counts against.

pub mod cookie;
mod status;

use std::net::IpAddr;

pub use status::{retry_after, status};

/// Whose rate limits a request counts against; the server puts it in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);
