//! The frame of a group's pages: the list of groups at the side where there is room, the group beside it.

use leptos::prelude::*;
use tertulia::ids::GroupId;

use super::{LanguageSwitch, PageTitle, SignOutForm, SkipLink, Wordmark};
use crate::{
    api::groups::GroupEntry,
    components::{Icon, Sign},
    i18n::use_words,
    islands::GroupList,
    viewer::use_viewer,
};

/// Fills the window; its parts scroll, not the page.
#[component]
pub fn RoomLayout(
    /// Title in the browser's tab.
    #[prop(into)]
    title: String,
    /// All groups of the person.
    groups: Vec<GroupEntry>,
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
fn Side(groups: Vec<GroupEntry>, current: GroupId) -> impl IntoView {
    let words = use_words();
    view! {
        <aside class="side">
            <div class="side__head">
                <Wordmark/>
                <a class="icon-button" href="/groups" aria-label=words.groups.more title=words.groups.more>
                    <Icon sign=Sign::Plus/>
                </a>
            </div>
            <nav class="side__groups" aria-label=words.groups.title>
                <GroupList groups current=Some(current)/>
            </nav>
            <div class="side__foot">
                <bdi class="side__name">{use_viewer().map(|viewer| viewer.name)}</bdi>
                <SignOutForm/>
                <LanguageSwitch/>
            </div>
        </aside>
    }
}
