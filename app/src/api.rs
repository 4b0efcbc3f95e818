//! The server functions, and the values that only they exchange with the pages.
//!
//! Each says who asks, parses, calls the engine and maps the error; the engine checks membership. The address of each is
//! written out, because forms post to it: `/api/fn/…`.

pub mod accounts;
pub mod groups;
pub mod messages;
mod path;
#[cfg(feature = "ssr")]
mod refused;
mod text_json;

pub(crate) use path::encode_query_value;
#[cfg(feature = "ssr")]
pub use path::local_path;
pub use path::without_outcomes;
#[cfg(feature = "ssr")]
pub(crate) use path::{CAME_IN, decode_query_value};
#[cfg(feature = "ssr")]
pub(crate) use refused::refused;
pub use text_json::{TextJson, TextJsonEncoding};
