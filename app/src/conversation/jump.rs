//! The way back to the end of the log.

use leptos::prelude::*;

use super::{Room, scroll};
use crate::i18n::use_words;

/// Appears when the reader is further up, and says how many messages arrived below.
#[component]
pub fn Jump(
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = use_words().conversation;
    let to_end = move |_| {
        scroll::to_end(room.scroller);
        // The button goes away, and the focus must not fall out of the page with it.
        scroll::focus(room.scroller);
    };
    let button = move || {
        view! {
            <button type="button" class="jump" data-count=move || room.unseen.get() on:click=to_end>
                {move || (words.jump)(room.unseen.get())}
            </button>
        }
    };
    move || (!room.at_end.get()).then(button)
}
