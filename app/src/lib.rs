//! The pages of Tertulia: Leptos components, and the server functions that they call.
//!
//! The server renders every page whole, so that it reads and works without JavaScript: links, and forms that post and come
//! back. The browser then takes over the [`islands`] in it from the same code, and only those: what the rest is made of (feature
//! `ssr`) is not in what it loads. Nothing here knows SurrealDB or axum's router: the server provides the engine in the context.
//!
//! # Layout
//!
//! * `shell`, `App`: the document, and the routes in it (`ssr`).
//! * `pages`: one file per page, and in `parts` what several share (`ssr`).
//! * [`islands`]: what lives in the browser. The inside of the greatest of them: [`chat`] (what is known, as signals), [`live`], which writes it, and
//!   [`conversation`], which shows it; [`place`]: which part of the log it shows. `local_store`: what outlives the page.
//! * [`components`]: the small parts of islands and pages.
//! * [`api`]: the server functions, and the values that only the pages exchange with them.
//! * [`calendar`]: times in the reader's zone and habits.
//! * `effect`: what an island does once it lives. `lazy`: what the browser loads when it is first needed.
//! * [`error`]: the one error that a page can be shown.
//! * [`i18n`]: every word that a person reads, in Spanish and English.
//! * `request`, `session`, `policy`, `form_memory`, [`held`] (`ssr`): who is asking, the content security policy, what a refused
//!   form held, and the same of the conversation. `rcdata` (`ssr`): text where the libraries do not escape it.

// The view types of a page nest deeply.
#![recursion_limit = "256"]

pub mod api;
#[cfg(feature = "ssr")]
pub mod app;
pub mod calendar;
pub mod chat;
mod click;
pub mod components;
pub mod conversation;
mod effect;
pub mod error;
#[cfg(feature = "ssr")]
mod form_memory;
#[cfg(feature = "ssr")]
pub mod held;
pub mod i18n;
pub mod islands;
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
mod lazy;
pub mod live;
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
pub mod local_store;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod place;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
mod rcdata;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
mod shell;
pub mod viewer;
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
mod visibility;

#[cfg(feature = "ssr")]
pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
