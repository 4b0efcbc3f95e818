//! What a page shows instead of itself once somebody else is signed in.

use leptos::prelude::*;

use crate::{
    api::local_path,
    i18n::Lang,
    request::{path_and_query, visitor},
};

/// Stands hidden in every page that is made for somebody. The islands uncover it, and the style sheet hides all else
/// then: the page was another person's.
#[component]
pub fn Cover() -> impl IntoView {
    let words = &Lang::current().words().pages.cover;
    visitor().map(|_| {
        let asked = path_and_query().unwrap_or_default();
        let here = local_path(&asked).unwrap_or("/groups").to_owned();
        view! {
            <div class="cover" role="main">
                <div class="cover__text" role="alert">
                    <h1>{words.title}</h1>
                    <p>{words.text}</p>
                </div>
                <a class="button button--main" href=here rel="external">{words.reload}</a>
            </div>
        }
    })
}
