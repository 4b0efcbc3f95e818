//! What stands where a page is on its way.

use leptos::prelude::*;

use crate::i18n::use_words;

/// A quiet line, shown after a moment only (the style sheet delays it), so that a quick answer does not flicker.
#[component]
pub fn Loading() -> impl IntoView {
    view! { <p class="loading" role="status">{use_words().site.loading}</p> }
}
