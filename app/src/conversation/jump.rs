//! The way to the end of the log.

use leptos::{ev::MouseEvent, prelude::*};
use tertulia::client::UserAction;

use super::{Place, Room, scroll};
use crate::i18n::use_words;

/// Appears when the reader is further up, and says how many messages wait below. Without a script it is there where the page does
/// not reach the end.
#[component]
pub fn Jump(
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = use_words().conversation;
    let to_end = move |event: MouseEvent| {
        if room.acts_itself(&event) {
            room.dispatch(UserAction::WantsEnd);
            // The link goes away, and the focus must not fall out of the page with it.
            scroll::focus(room.scroller);
        }
    };
    let count = move || room.unseen.get();
    let text = move || if room.gap.get().is_uncounted { words.unread.to_owned() } else { (words.jump)(count()) };
    let link = move || {
        view! {
            <a
                class="jump"
                href=Place::Newest.path(room.id(), "#end")
                rel="external"
                data-count=move || count().max(usize::from(room.gap.get().is_uncounted))
                on:click=to_end
            >
                {text}
            </a>
        }
    };
    move || (!room.at_end.get() || (room.gap.get().is_end && !room.is_history())).then(link)
}
