//! What the server tells the pages about a request.

use std::net::IpAddr;

/// Whose rate limits a request counts against; the server puts it in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// Scheme and host that people type, where the server was told; it provides it in the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin(pub String);
