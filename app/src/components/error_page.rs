//! A page that could not be shown.

use leptos::prelude::*;
use leptos_meta::Title;
use tertulia::problem::ErrorCode;

use crate::{error::ApiError, i18n::use_words};

/// One sentence with what to do. Whoever is not signed in is sent to sign in and comes back afterwards; on the server the
/// response gets the status of the error.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: ApiError,
) -> impl IntoView {
    let words = &use_words().errors;
    if error.code() == ErrorCode::Unauthenticated {
        super::sign_in_first::sign_in_first();
    }
    let title = if error.code() == ErrorCode::NotFound { words.not_found_title } else { words.failed_title };
    view! {
        <Title text=title/>
        <main id="content" class="page">
            <h1>{title}</h1>
            <p>{words.sentence(error)}</p>
            <p><a href="/">{words.home}</a></p>
        </main>
    }
    .into_any()
}
