//! The inside of the group page: the log, who is writing, the composer.
//!
//! The server renders it whole, with the newest messages, and every action as a link or a form; the browser then brings it to
//! life. The components only show what is known ([`Chat`](crate::chat::Chat)) and say what a person did; what follows from that is not known here.
//!
//! # Layout
//!
//! * `screen`: what all parts share; `data`: what it begins with. `rows`: the rows as signals.
//! * `follow`: from what is known to what is shown, and what of it was seen. `mount`: which rows are in the document.
//! * `banner`: how the page is connected when it is not fine.
//! * `log`: the rows, with `older` above, `message`, `notice`, `gap` in between and `jump` below.
//! * `marks`: what stands with a message beside its text, as `html`; `clicks`: what is done there. `pane`: what can be open below a message, with `editor` and `deletion`.
//! * `composer`, `writing`: what the reader writes, and what the others are about to. `preview`: what it will look like.
//! * `scroll`, `near`: what the browser knows about places.
//! * `announcer`: what a screen reader is told.

// The server renders these components and runs none of their handlers.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

pub mod announcer;
pub mod banner;
mod clicks;
pub mod composer;
mod composer_keys;
pub mod data;
pub mod deletion;
pub mod editor;
pub mod empty;
mod follow;
pub mod gap;
mod html;
pub mod jump;
pub mod log;
mod marks;
pub mod message;
pub mod message_state;
mod mount;
mod near;
pub mod notice;
pub mod older;
pub mod pane;
pub mod preview;
pub mod rows;
pub mod screen;
pub mod scroll;
pub mod writing;

use leptos::prelude::*;

use crate::effect::effect;
use {announcer::Announcer, banner::Banner, composer::Composer, log::Log, writing::Writing};

pub use data::{ConversationData, Refused};
pub use pane::Pane;
pub use screen::Screen;

/// A group's conversation. Fills the height that it is given.
#[component]
#[allow(clippy::disallowed_methods, reason = "written by `marks`, which escapes whatever somebody wrote")]
pub fn Conversation(
    /// Where.
    screen: Screen,
    /// The link that lets others join, where the page shows it.
    invite_link: Option<String>,
) -> impl IntoView {
    follow::follow(screen);
    let mut title = None;
    effect(move || count_in_title(title.get_or_insert_with(|| document().title()), screen.unseen.get().count));

    let pins = screen.chat.pins.get_untracked();
    effect(move || clicks::show_pins(screen.chat.pins.get(), screen));
    view! {
        <div
            class="conversation"
            translate="no"
            data-connection=move || screen.chat.connection.get().as_str()
            data-ending=move || screen.chat.connection.get().ending()
            on:click=move |event| clicks::clicked(&event, screen)
        >
            <Banner screen/>
            <div class="pinned" inner_html=marks::pinned(pins, screen.id(), screen.words())></div>
            <Log screen invite_link/>
            <div class="conversation__foot">
                <Writing screen/>
                <Composer screen/>
            </div>
            <Announcer screen/>
        </div>
    }
}

/// Puts the number of unseen messages before the page's own title.
fn count_in_title(title: &str, unseen: usize) {
    document().set_title(&if unseen == 0 { title.to_owned() } else { format!("({unseen}) {title}") });
}
