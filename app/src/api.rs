//! The server functions, and the values that only they exchange with the pages.
//!
//! Each says who asks, parses, calls the engine and maps the error; the engine checks membership. The address of each is
//! written out, because forms post to it: `/api/fn/…`. Pages name their [`person`] before it.

pub mod accounts;
pub mod groups;
pub mod lists;
pub mod messages;
mod path;
pub mod person;
#[cfg(feature = "ssr")]
mod refused;
mod text_json;

#[cfg(feature = "ssr")]
pub(crate) use path::CAME_IN;
pub(crate) use path::encode_query_value;
#[cfg(feature = "ssr")]
pub use path::local_path;
pub use path::without_outcomes;
#[cfg(feature = "ssr")]
pub(crate) use refused::refused;
pub use tertulia::api::as_person;
pub use text_json::{TextJson, TextJsonEncoding};

/// Whether a server function is for whoever is there: signing in and up, and the language. Every other one that changes something
/// is for the person that the page was made for.
#[cfg(feature = "ssr")]
pub fn for_anybody(path: &str) -> bool {
    use leptos::server_fn::ServerFn;
    [accounts::SignUp::PATH, accounts::SignIn::PATH, accounts::ChooseLanguage::PATH].contains(&path)
}
