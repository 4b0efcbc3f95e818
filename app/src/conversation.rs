//! The inside of the group page: the log, who is writing, the composer.
//!
//! The server renders it whole, with the newest messages, and every action as a link or a form; the browser then brings it to
//! life. The components only show signals and say what a person did ([`Room`]); what follows from that is in `live`.
//!
//! # Layout
//!
//! * `room`: the signals that all parts share. `lines`: the rows as signals, one each.
//! * `banner`: how the page is connected when it is not fine.
//! * `log`: the rows, with `older` above, `message`, `notice`, `gap` in between and `jump` below.
//! * `pane`: what can be open below a message, with `editor` and `deletion`.
//! * `composer`, `writing`: what the reader writes, and what the others are about to.
//! * `scroll`, `near`: what the browser knows about places.
//! * `announcer`: what a screen reader is told.

// The server renders these components and runs none of their handlers.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

pub mod announcer;
pub mod banner;
pub mod composer;
mod composer_keys;
pub mod deletion;
pub mod editor;
pub mod empty;
pub mod gap;
pub mod jump;
pub mod lines;
pub mod log;
pub mod message;
pub mod message_state;
mod near;
pub mod notice;
pub mod older;
pub mod pane;
pub mod room;
pub mod scroll;
pub mod writing;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{api::groups::GroupPageData, live};
use {announcer::Announcer, banner::Banner, composer::Composer, log::Log, writing::Writing};

#[cfg(feature = "hydrate")]
pub use lines::{Followed, Lines, newest_message, unseen};
pub use room::Room;
#[cfg(feature = "hydrate")]
pub use room::{Connection, Ending, Seed};
#[cfg(feature = "hydrate")]
pub use scroll::Anchor;

/// A group's conversation, from its first page on. Fills the height that it is given.
#[component]
pub fn Conversation(
    /// What the server loaded.
    data: GroupPageData,
) -> impl IntoView {
    let invite_link = data.invite_link.clone();
    let name = data.group.name.clone();
    let room = use_query_map().with_untracked(|query| Room::new(data, query));
    Effect::new(move |_| live::start(room));

    // A closure is always mounted anew: going from one group to another must not hand over what was typed in the first one,
    // nor how far it was scrolled.
    move || {
        let (name, invite_link) = (name.clone(), invite_link.clone());
        // The title outlives the page by a moment, and the signal does not.
        let title = move || match room.unseen.try_get() {
            None | Some(0) => name.clone(),
            Some(count) => format!("({count}) {name}"),
        };
        view! {
            <Title text=title/>
            <div
                class="conversation"
                data-connection=move || room.connection.get().as_str()
                data-ending=move || room.connection.get().ending()
            >
                <Banner room/>
                <Log room invite_link/>
                <div class="conversation__foot">
                    <Writing room/>
                    <Composer room/>
                </div>
                <Announcer room/>
            </div>
        }
        .into_any()
    }
}
