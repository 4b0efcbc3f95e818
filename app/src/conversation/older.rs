//! The top of the log: the way to older messages, or the beginning.

use leptos::{either::Either, ev::MouseEvent, html, prelude::*};
use tertulia::client::{UserAction, Wanted};

use super::{Place, Room, near};
use crate::{components::sentence, effect::effect, i18n::use_words};

/// A link to the page before, for whoever has no script; with one, the messages come by themselves when the reader is near.
#[component]
pub fn Older(
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = use_words().conversation;
    let (group, name) = (room.id(), room.name.get_value());
    let place = NodeRef::<html::Div>::new();
    let load = move || room.dispatch(UserAction::Wants(Wanted::Older));
    // Looked at anew after every page, because a short one may leave the top in view.
    effect(move || {
        let there_are = room.older_before.get().is_some();
        if there_are && !room.loading_older.get() {
            near::watch(place.get(), room.scroller.get(), load);
        }
    });
    let click = move |event: MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if !elsewhere {
            event.prevent_default();
            load();
        }
    };
    let content = move || match room.older_before.get() {
        Some(before) => {
            let text = move || if room.loading_older.get() { words.loading } else { words.older };
            let href = Place::Before(before).path(group, "");
            Some(Either::Left(view! { <a class="older__link" href=href on:click=click>{text}</a> }))
        }
        None if room.lines.with(Vec::is_empty) => None,
        None => Some(Either::Right(view! { <p class="older__beginning">{sentence(&(words.beginning)(&name))}</p> })),
    };
    view! { <div class="older" id="start" node_ref=place>{content}</div> }
}
