//! Where a reset skipped messages.

use leptos::{html, prelude::*};
use tertulia::timeline::RowKey;

use super::{Room, near};
use crate::{effect::effect, i18n::use_words, live::event::Deed};

/// Says that messages are missing here, and loads them when the reader comes by or presses it.
#[component]
pub fn Gap(
    /// The row's name.
    key: RowKey,
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = use_words().conversation;
    let place = NodeRef::<html::Li>::new();
    let loading = move || room.loading_older.get();
    let load = move || room.did(Deed::WantsGap);
    // Looked at anew after every page, because the gap may still be in view.
    effect(move || {
        if !room.loading_older.get() {
            near::watch(place.get(), room.scroller.get(), load);
        }
    });
    view! {
        <li id=key.to_string() class="row" data-kind="gap" node_ref=place>
            <button type="button" class="gap" disabled=loading on:click=move |_| load()>
                {move || if loading() { words.loading } else { words.gap }}
            </button>
        </li>
    }
}
