//! A page that could not be shown, with what was written on it.

use leptos::prelude::*;
use tertulia::problem::ErrorCode;

use super::PageLayout;
use crate::{components::sign_in_path, error::ApiError, i18n::use_words, request};

/// For whoever posted a message without a script and is not signed in any more, or not a member: the sentence, the text, and the
/// way on.
#[component]
pub fn HeldText(
    /// What went wrong.
    error: ApiError,
    /// What was written.
    text: String,
) -> impl IntoView {
    let words = use_words();
    let here = request::path_and_query().unwrap_or_default();
    let (href, way) = match error.code() {
        ErrorCode::Unauthenticated => (sign_in_path(&here), words.account.sign_in),
        _ => ("/".to_owned(), words.errors.home),
    };
    view! {
        <PageLayout title=words.errors.failed_title class="page page--short">
            <h1>{words.errors.failed_title}</h1>
            <p>{words.errors.sentence(error)}</p>
            <h2>{words.pages.held}</h2>
            <p class="held" dir="auto">{text}</p>
            <p><a class="button" href=href>{way}</a></p>
        </PageLayout>
    }
    .into_any()
}
