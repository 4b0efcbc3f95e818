//! A person's groups, page by page.

use leptos::prelude::*;
use tertulia::{ids::GroupId, json::Inside};

use crate::{
    api::{encode_query_value, groups::GroupListing},
    i18n::use_words,
    islands::GroupList,
};

/// The list, and the ways to its other pages.
#[component]
pub fn Groups(
    /// The page.
    listing: GroupListing,
    /// The group that is open, if one is.
    current: Option<GroupId>,
) -> impl IntoView {
    let words = &use_words().pages.groups;
    let newest =
        listing.before.is_some().then(|| view! { <a class="button button--small" href="/groups">{words.newest}</a> });
    let more = listing.next.as_deref().map(|next| {
        let href = format!("/groups?before={}", encode_query_value(next));
        view! { <a class="button button--small" href=href>{words.more}</a> }
    });
    let ways = (newest.is_some() || more.is_some()).then(|| view! { <p class="groups-ways">{newest} {more}</p> });
    view! {
        <GroupList listing=Inside(listing) current/>
        {ways}
    }
}
