//! A group in which nothing was said yet.

use leptos::prelude::*;

use crate::{components::CopyField, i18n::use_words};

/// Invites the reader to speak, or to bring somebody.
#[component]
pub fn Empty(
    /// The link that lets others join.
    invite_link: String,
) -> impl IntoView {
    let words = use_words().conversation;
    view! {
        <div class="empty">
            <h2 class="empty__title">{words.empty_title}</h2>
            <p class="empty__text">{words.empty_text}</p>
            <CopyField label=words.invite_link text=invite_link/>
        </div>
    }
    .into_any()
}
