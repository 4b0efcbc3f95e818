//! Where messages are missing: a reset skipped them, or the page was opened above them.

use leptos::{ev::MouseEvent, html, prelude::*};
use tertulia::{
    client::{UserAction, Wanted},
    timeline::RowKey,
};

use super::{
    Screen, near,
    scroll::{is_above, is_below},
};
use crate::{chat::news::GapSides, effect::effect, i18n::use_words, place::Place};

/// Says that messages are missing here, and loads them when the reader comes by or presses it. Without a script it is the link to
/// the page after this one.
#[component]
pub fn Gap(
    /// The row's name.
    key: RowKey,
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words().conversation;
    let place = NodeRef::<html::Li>::new();
    let load = move || screen.dispatch(UserAction::Wants(nearer_side(screen)));
    // Looked at anew after every page, because the gap may still be in view.
    effect(move || {
        if !screen.is_loading.get() && !screen.is_history() {
            near::watch(place.get(), screen.scroller.get(), near::AHEAD, move |is_near| {
                if is_near {
                    load();
                }
            });
        }
    });
    let click = move |event: MouseEvent| {
        if screen.acts_itself(&event) {
            load();
        }
    };
    let href = move || {
        let GapSides { after, before, .. } = screen.gap.get();
        match after {
            // From above one reads on.
            Some(after) => Place::After(after).path(screen.id(), "#start"),
            None => before.map_or(Place::Newest, Place::Before).path(screen.id(), ""),
        }
    };
    let text = move || match screen.gap.get() {
        _ if screen.is_loading.get() => words.loading,
        GapSides { is_end: true, .. } => words.newer,
        _ => words.gap,
    };
    view! {
        <li id=key.to_string() class="row" data-kind="gap" node_ref=place>
            <a class="gap" href=href rel="external" on:click=click>{text}</a>
        </li>
    }
}

/// The side of the gap from which the reader comes. What she has not seen she reads from above, unless she went past it.
fn nearer_side(screen: Screen) -> Wanted {
    let gap = screen.gap.get_untracked();
    let above = if gap.is_beyond(screen.seen.get_value()) {
        !is_above(screen.scroller, RowKey::Gap)
    } else {
        let at_end = screen.at_end.get_untracked() && !gap.is_end;
        !at_end && is_below(screen.scroller, RowKey::Gap)
    };
    if above && gap.after.is_some() { Wanted::Newer } else { Wanted::Gap }
}
