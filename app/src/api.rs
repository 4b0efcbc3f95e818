//! The server functions, and the values that only they exchange with the pages.
//!
//! Each says who asks, parses, calls the engine and maps the error; the engine checks membership. The address of each is
//! written out, because forms without a script post to it: `/api/fn/…`.

pub mod accounts;
pub mod groups;
pub mod messages;
mod path;

#[cfg(feature = "ssr")]
pub(crate) use path::decode_query_value;
pub(crate) use path::encode_query_value;
pub use path::local_path;
