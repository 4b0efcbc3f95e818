//! The name of the thing.

use leptos::prelude::*;

/// A round table with people at it, and the name; leads to the first page, or to the groups of whoever is signed in.
#[component]
pub fn Wordmark() -> impl IntoView {
    let home = if crate::viewer::use_viewer().is_some() { "/groups" } else { "/" };
    view! {
        <a class="wordmark" href=home>
            <svg class="wordmark__sign" viewBox="0 0 32 32" aria-hidden="true">
                <circle cx="16" cy="16" r="6.5"></circle>
                <path d="M16 3.5h.01M27.9 12.1h.01M23.3 26.1h.01M8.7 26.1h.01M4.1 12.1h.01"></path>
            </svg>
            "Tertulia"
        </a>
    }
}
