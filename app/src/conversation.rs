//! The inside of the group page: the log, who is writing, the composer.
//!
//! The server renders it whole, with the newest messages, and every action as a link or a form; the browser then brings it to
//! life. The components only show signals and say what a person did ([`Room`]); what follows from that is in `live`.
//!
//! # Layout
//!
//! * `room`: the signals that all parts share; `room_data`: what they begin with. `lines`: the rows as signals, one each.
//! * `banner`: how the page is connected when it is not fine.
//! * `log`: the rows, with `older` above, `message`, `notice`, `gap` in between and `jump` below.
//! * `pane`: what can be open below a message, with `editor` and `deletion`.
//! * `composer`, `writing`: what the reader writes, and what the others are about to.
//! * `place`: where in the log a page was opened. `scroll`, `near`: what the browser knows about places.
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
pub mod place;
pub mod room;
mod room_data;
pub mod scroll;
mod segments;
pub mod writing;

use leptos::prelude::*;

use crate::{components::PresenceSignals, effect::effect, live};
use {announcer::Announcer, banner::Banner, composer::Composer, log::Log, writing::Writing};

#[cfg(feature = "hydrate")]
pub use lines::{Followed, Line, Lines};
pub use pane::Pane;
pub use place::Place;
pub use room::Room;
#[cfg(feature = "hydrate")]
pub use room::Seed;
pub use room_data::{Refused, RoomData};
#[cfg(feature = "hydrate")]
pub use {
    gap::GapSides,
    scroll::{Anchor, is_above, is_below, open_at, seen},
};

/// A group's conversation, from its first page on. Fills the height that it is given.
#[component]
pub fn Conversation(
    /// What it begins with.
    data: RoomData,
    /// Who is here.
    here: PresenceSignals,
) -> impl IntoView {
    let invite_link = data.invite_link.clone();
    let room = Room::new(data, here);
    effect(move || live::start(room));
    let mut title = None;
    effect(move || count_in_title(title.get_or_insert_with(|| document().title()), room.unseen.get()));

    view! {
        <div
            class="conversation"
            translate="no"
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
}

/// Puts the number of unseen messages before the page's own title.
fn count_in_title(title: &str, unseen: usize) {
    document().set_title(&if unseen == 0 { title.to_owned() } else { format!("({unseen}) {title}") });
}
