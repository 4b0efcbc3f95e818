//! A sentence about something that went wrong, where it went wrong.

use leptos::prelude::*;

use crate::{error::ApiError, i18n::use_words};

/// Nothing where nothing went wrong; read out where it did.
#[component]
pub fn Notice(
    /// What went wrong.
    error: Option<ApiError>,
) -> impl IntoView {
    let words = &use_words().errors;
    error.map(|error| view! { <p class="notice" role="alert">{words.sentence(error)}</p> })
}
