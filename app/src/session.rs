//! What the server tells the pages about a request.

/// Scheme and host that people type, where the server was told; it provides it in the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin(pub String);
