//! The top of the log: the way to older messages, or the beginning.

use leptos::{either::Either, ev::MouseEvent, html, prelude::*};
use tertulia::client::{UserAction, Wanted};

use super::{Screen, near};
use crate::{click::opens_elsewhere, components::sentence, effect::effect, i18n::use_words, place::Place};

/// A link to the page before, for whoever has no script; with one, the messages come by themselves when the reader is near.
#[component]
pub fn Older(
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words().conversation;
    let (group, name) = (screen.id(), screen.name.get_value());
    let place = NodeRef::<html::Div>::new();
    let load = move || screen.dispatch(UserAction::Wants(Wanted::Older));
    // Looked at anew after every page, because a short one may leave the top in view.
    effect(move || {
        let loads = screen.older_before.get().is_some() && screen.may_load_older.get();
        if loads && !screen.is_loading.get() {
            near::watch(place.get(), screen.scroller.get(), near::AHEAD, move |is_near| {
                if is_near {
                    load();
                }
            });
        }
    });
    let click = move |event: MouseEvent| {
        if !opens_elsewhere(&event) && screen.may_load_older.get_untracked() {
            event.prevent_default();
            load();
        }
    };
    let content = move || match screen.older_before.get() {
        Some(before) => {
            let text = move || if screen.is_loading.get() { words.loading } else { words.older };
            let href = Place::Before(before).path(group, "");
            Some(Either::Left(view! { <a class="older__link" href=href on:click=click>{text}</a> }))
        }
        None if screen.is_empty() => None,
        None => Some(Either::Right(view! { <p class="older__beginning">{sentence(&(words.beginning)(&name))}</p> })),
    };
    view! { <div class="older" id="start" node_ref=place>{content}</div> }
}
