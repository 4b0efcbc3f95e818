//! A page that could not be shown.

use leptos::prelude::*;
use tertulia::problem::ErrorCode;

use super::PageLayout;
use crate::{components::sign_in_path, error::ApiError, i18n::use_words, request};

/// One sentence with what to do. Whoever is not signed in is sent to sign in and comes back afterwards; on the server the
/// function that refused has set the response's status.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: ApiError,
) -> impl IntoView {
    let words = &use_words().errors;
    if error.code() == ErrorCode::Unauthenticated {
        sign_in_first();
    }
    let title = if error.code() == ErrorCode::NotFound { words.not_found_title } else { words.failed_title };
    view! {
        <PageLayout title class="page page--short">
            <h1>{title}</h1>
            <p>{words.sentence(error)}</p>
            <p><a class="button" href="/">{words.home}</a></p>
        </PageLayout>
    }
    .into_any()
}

/// Sends the visitor to sign in and back here afterwards: as a redirect of the response that is being rendered.
fn sign_in_first() {
    let here = request::path_and_query().unwrap_or_default();
    request::redirect_page(&sign_in_path(&here));
}
