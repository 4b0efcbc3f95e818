//! The pages of Tertulia: Leptos components, and the server functions that they call.
//!
//! The server renders every page whole, so that it reads and works without JavaScript; the browser then hydrates it from the
//! same code. Nothing here knows SurrealDB or axum's router: the server provides the engine in the context.
//!
//! # Layout
//!
//! * [`shell`], [`App`]: the document, and the routes in it.
//! * [`pages`]: one file per page.
//! * [`components`]: what several pages share; `conversation` and `live` are the inside of the group page.
//! * [`api`]: the server functions, and the values that only the pages exchange with them.
//! * [`calendar`]: times in the reader's zone and habits.
//! * [`error`]: the one error that a page can be shown.
//! * [`i18n`]: every word that a person reads, in Spanish and English.
//! * `request`, `session`, `shell`'s headers (feature `ssr`): who is asking, the cookie, the content security policy.

// The view types of a page nest deeply.
#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod calendar;
pub mod components;
pub mod conversation;
pub mod error;
mod form_memory;
pub mod i18n;
pub mod live;
pub mod pages;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
mod shell;
pub mod viewer;

pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
