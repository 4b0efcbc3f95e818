//! What lives in the browser: each is a part of a page that the server renders like everything else, and that the WASM takes over.
//! All else on a page is HTML, whose links and forms need no script, and costs the browser nothing to load.
//!
//! An island stands alone: what it needs to know comes with its props, which travel in the page as JSON, and no context of the
//! page around it reaches it. So its props hold nothing that it does not show or need: they are there for everybody who gets at the
//! page. A new one goes here only if it does something while the page stays.
//!
//! # Layout
//!
//! * [`GroupRoom`]: the group page's inside; one island, because its parts share what happens.
//! * [`GroupList`], [`PasswordField`], [`CopyIsland`], [`BackgroundSyncIsland`]: small ones.
//! * [`Hydrated`]: the last one of every page. `forms`: what every plain form gets once the page lives.

pub mod background_sync_island;
pub mod copy_island;
#[cfg(feature = "hydrate")]
mod forms;
pub mod group_list;
pub mod group_room;
pub mod hydrated;
pub mod password_field;

pub use background_sync_island::BackgroundSyncIsland;
pub use copy_island::CopyIsland;
pub use group_list::GroupList;
pub use group_room::GroupRoom;
pub use hydrated::Hydrated;
pub use password_field::PasswordField;
