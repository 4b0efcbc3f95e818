//! The head of the group page.

use leptos::prelude::*;
use tertulia::ids::GroupId;

use super::{Avatar, Icon, IconName, PresenceSignals};
use crate::i18n::use_words;

/// Most faces shown; the number beside them says the rest.
const FACES: usize = 3;

/// The group's name, who is here as a few faces and how many belong to it. The faces lead to the page about the members.
#[component]
pub fn RoomHead(
    /// Which group.
    id: GroupId,
    /// What it is called.
    name: String,
    /// Who is here.
    here: PresenceSignals,
) -> impl IntoView {
    let words = use_words();
    let faces = move || {
        let online = here.online.get();
        online
            .into_iter()
            .take(FACES)
            .map(|person| view! { <Avatar id=person.user_id name=person.name/> })
            .collect_view()
    };
    let count = move || here.member_count.get();
    view! {
        <header class="room-head" translate="no">
            <a class="icon-button room-head__back" href="/groups" aria-label=words.groups.title>
                <Icon sign=IconName::Back/>
            </a>
            <h1 class="room-head__name"><bdi>{name}</bdi></h1>
            <a class="room-head__link" href=format!("/groups/{id}/questions")>{words.conversation.questions}</a>
            <a class="room-head__people" href=format!("/groups/{id}/members")>
                <span class="unseen">{move || (words.conversation.faces)(count())}</span>
                <span class="faces" aria-hidden="true">{faces}</span>
                <Icon sign=IconName::People/>
                <span class="room-head__count" aria-hidden="true">{move || count().to_string()}</span>
            </a>
        </header>
    }
}
