//! The engine on a real embedded SurrealDB in a folder of its own: no port, no mock, no sleep.
//!
//! Each test opens a [`Chat`](chat::Chat), lets people do things through the engine's public methods and looks at what the
//! methods answer, at the pages and at what the sockets were given. Tests are named for the sentence that they hold to account.

mod accounts;
mod chat;
mod doors;
mod durability;
mod exactly_once;
mod far_back;
mod groups;
mod live;
mod marks;
mod membership;
mod migration;
mod names;
mod pages;
mod random_life;
mod revisions;
mod store;
mod verify;
