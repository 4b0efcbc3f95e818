//! Where a form lands that was made for somebody who is not signed in any more.

use leptos::prelude::*;

use super::parts::PageLayout;
use crate::i18n::use_words;

/// `/another-person`: nothing was done, and why.
#[component]
pub fn AnotherPersonPage() -> impl IntoView {
    let words = use_words();
    let cover = &words.pages.cover;
    view! {
        <PageLayout title=cover.title class="page page--short">
            <h1>{cover.title}</h1>
            <p>{cover.form}</p>
            <p><a class="button" href="/groups">{words.pages.welcome.to_groups}</a></p>
        </PageLayout>
    }
    .into_any()
}
