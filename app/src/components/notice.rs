//! A sentence about something that went wrong, where it went wrong.

use leptos::prelude::*;

/// Shown while there is a sentence, and read out when it appears.
#[component]
pub fn Notice(
    /// What to say.
    #[prop(into)]
    sentence: Signal<Option<&'static str>>,
) -> impl IntoView {
    move || sentence.get().map(|sentence| view! { <p class="notice" role="alert">{sentence}</p> })
}
