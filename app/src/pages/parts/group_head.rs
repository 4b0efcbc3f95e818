//! The head of a page about a group that is not its conversation.

use leptos::prelude::*;
use tertulia::api::Group;

use crate::{
    components::{Icon, IconName},
    i18n::use_words,
    place::Place,
};

/// The group's name, and the way back to what is said in it.
#[component]
pub fn GroupHead(
    /// Which.
    group: Group,
) -> impl IntoView {
    let words = &use_words().pages.members;
    let place = if group.unread > 0 { "#new" } else { "" };
    view! {
        <header class="room-head">
            <a class="icon-button" href=Place::Unread.path(group.id, place) aria-label=words.back title=words.back>
                <Icon sign=IconName::Back/>
            </a>
            <h1 class="room-head__name"><bdi>{group.name}</bdi></h1>
        </header>
    }
}
