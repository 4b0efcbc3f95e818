//! The frame of a group's pages: the list of groups at the side where there is room, the group beside it.

use leptos::prelude::*;
use tertulia::ids::GroupId;

use super::{Groups, LanguageSwitch, PageTitle, SignOutForm, SkipLink, Wordmark};
use crate::{
    api::groups::GroupListing,
    components::{Icon, IconName},
    i18n::use_words,
    viewer::use_viewer,
};

/// Fills the window; its parts scroll, not the page.
#[component]
pub fn RoomLayout(
    /// Title in the browser's tab.
    #[prop(into)]
    title: String,
    /// The groups of the person that were active last.
    groups: GroupListing,
    /// The open one.
    current: GroupId,
    /// The group, with one `h1`.
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title/>
        <SkipLink/>
        <div class="room">
            <Side groups current/>
            <main id="content" class="room__main" tabindex="-1">{children()}</main>
        </div>
    }
    .into_any()
}

#[component]
fn Side(groups: GroupListing, current: GroupId) -> impl IntoView {
    let words = use_words();
    view! {
        <aside class="side">
            <div class="side__head">
                <Wordmark/>
                <a class="icon-button" href="/groups" aria-label=words.groups.more title=words.groups.more>
                    <Icon sign=IconName::Plus/>
                </a>
            </div>
            <nav class="side__groups" aria-label=words.groups.title>
                <Groups listing=groups current=Some(current)/>
            </nav>
            <div class="side__foot">
                <bdi class="side__name">{use_viewer().map(|viewer| viewer.name)}</bdi>
                <SignOutForm/>
                <LanguageSwitch/>
            </div>
        </aside>
    }
}
