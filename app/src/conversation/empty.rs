//! A group in which nothing was said yet.

use leptos::prelude::*;

use crate::{components::CopyField, i18n::use_words};

/// Invites the reader to speak, or to bring somebody.
#[component]
pub fn Empty(
    /// The link that lets others join.
    invite_link: Option<String>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="invite">
            <h2 class="invite__title">{words.conversation.empty_title}</h2>
            <p class="invite__text">{words.conversation.empty_text}</p>
            {invite_link.map(|text| view! { <CopyField label=words.conversation.link text/> })}
        </div>
    }
}
