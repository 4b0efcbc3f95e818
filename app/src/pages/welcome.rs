//! The first page: what this is, and the way in.

use leptos::prelude::*;

use super::parts::PageLayout;
use crate::{i18n::use_words, viewer::use_viewer};

/// `/`
#[component]
pub fn WelcomePage() -> impl IntoView {
    let words = use_words();
    let ways_in = if use_viewer().is_some() {
        view! { <a class="button button--main" href="/groups">{words.pages.welcome.to_groups}</a> }.into_any()
    } else {
        view! {
            <a class="button button--main" href="/sign-up">{words.account.sign_up}</a>
            <a class="button" href="/sign-in">{words.account.sign_in}</a>
        }
        .into_any()
    };
    let promises = words.pages.welcome.promises.map(|(title, text)| view! { <li><h2>{title}</h2><p>{text}</p></li> });
    view! {
        <PageLayout title="" class="welcome">
            <div class="welcome__words">
                <h1>{words.pages.welcome.title}</h1>
                <p class="welcome__lead">{words.pages.welcome.lead}</p>
                <p class="welcome__ways">{ways_in}</p>
            </div>
            <Example/>
            <ul class="welcome__promises">{promises.into_iter().collect_view()}</ul>
        </PageLayout>
    }
    .into_any()
}

/// A conversation of three messages, as a picture.
#[component]
fn Example() -> impl IntoView {
    let words = &use_words().pages.welcome;
    let lines = words.example.map(|(initials, name, text)| {
        let hue = if initials == words.example[0].0 { "face hue-2" } else { "face hue-7" };
        view! {
            <li class="example__line">
                <span class=hue aria-hidden="true">{initials}</span>
                <span class="example__name">{name}</span>
                <span class="example__text">{text}</span>
            </li>
        }
    });
    view! {
        <figure class="example" aria-label=words.example_label>
            <ol>{lines.into_iter().collect_view()}</ol>
        </figure>
    }
}
