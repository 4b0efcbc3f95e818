//! The frame of every page but the group's: head, content, foot.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{LanguageSwitch, PageTitle, SignOutForm, Wordmark};
use crate::{i18n::use_words, viewer::use_viewer};

/// A page with one column in the middle.
#[component]
pub fn PageLayout(
    /// Its title, in the browser's tab; empty for the first page.
    #[prop(into)]
    title: String,
    /// Class of the content.
    #[prop(default = "page")]
    class: &'static str,
    /// The content, with one `h1`.
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title/>
        <SkipLink/>
        <SiteHead/>
        <main id="content" class=class tabindex="-1">{children()}</main>
        <SiteFoot/>
    }
    .into_any()
}

/// The first stop of the Tab key: over the navigation to the content.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#content" rel="external">{use_words().site.skip}</a> }
}

#[component]
fn SiteHead() -> impl IntoView {
    let words = use_words();
    let links = if use_viewer().is_some() {
        let here = use_location().pathname.get_untracked() == "/groups";
        view! { <a href="/groups" aria-current=here.then_some("page")>{words.groups.title}</a> }.into_any()
    } else {
        view! {
            <a href="/sign-in">{words.account.sign_in}</a>
            <a href="/sign-up" class="site-head__main">{words.account.sign_up}</a>
        }
        .into_any()
    };
    view! {
        <header class="site-head">
            <Wordmark/>
            <nav class="site-head__links" aria-label=words.site.navigation>{links}</nav>
        </header>
    }
}

#[component]
fn SiteFoot() -> impl IntoView {
    let person = use_viewer().map(|viewer| {
        view! {
            <div class="site-foot__person">
                <bdi class="site-foot__name">{viewer.name}</bdi>
                <SignOutForm/>
            </div>
        }
    });
    view! {
        <footer class="site-foot">
            <LanguageSwitch/>
            {person}
        </footer>
    }
}
