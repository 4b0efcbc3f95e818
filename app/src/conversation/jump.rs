//! The way to the end of the log.

use leptos::{ev::MouseEvent, prelude::*};
use tertulia::client::UserAction;

use super::{Screen, scroll};
use crate::{i18n::use_words, place::Place};

/// Appears when the reader is further up, and says how many messages wait below. Without a script it is there where the page does
/// not reach the end.
#[component]
pub fn Jump(
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words().conversation;
    let go_to_end = move |event: MouseEvent| {
        if screen.acts_itself(&event) {
            screen.dispatch(UserAction::WantsEnd);
            // The link goes away, and the focus must not fall out of the page with it.
            scroll::focus(screen.scroller);
        }
    };
    let count = move || screen.unseen.get().count;
    let is_uncounted = move || screen.unseen.get().is_uncounted;
    let text = move || if is_uncounted() { words.unread.to_owned() } else { (words.jump)(count()) };
    let link = move || {
        view! {
            <a
                class="jump"
                href=Place::Newest.path(screen.id(), "#end")
                rel="external"
                data-count=move || count().max(usize::from(is_uncounted()))
                on:click=go_to_end
            >
                {text}
            </a>
        }
    };
    move || (!screen.at_end.get() || (screen.gap.get().is_end && !screen.is_history())).then(link)
}
