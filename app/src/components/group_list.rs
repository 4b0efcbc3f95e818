//! The groups of a person.

use leptos::prelude::*;
use tertulia::{api::Group, ids::GroupId};

use super::Moment;
use crate::i18n::use_words;

/// Most unread messages that are counted out; beyond, the exact number helps nobody.
const COUNTED_MAX: u64 = 99;

/// A link per group, the most recently active first, with what waits there.
#[component]
pub fn GroupList(
    /// The groups.
    groups: Vec<Group>,
    /// The one that is open: its messages are being read.
    #[prop(optional_no_strip)]
    current: Option<GroupId>,
) -> impl IntoView {
    let rows = groups.into_iter().map(|group| view! { <li><GroupRow open={current == Some(group.id)} group/></li> });
    view! { <ul class="groups">{rows.collect_view()}</ul> }
}

#[component]
fn GroupRow(group: Group, open: bool) -> impl IntoView {
    let words = &use_words().groups;
    let unread = if open { 0 } else { group.unread };
    let badge = (unread > 0).then(|| {
        let number = if unread > COUNTED_MAX { format!("{COUNTED_MAX}+") } else { unread.to_string() };
        view! {
            <span class="badge" aria-hidden="true">{number}</span>
            <span class="unseen">{(words.unread)(unread)}</span>
        }
    });
    view! {
        <a
            class="group-row"
            href=format!("/groups/{}", group.id)
            aria-current=open.then_some("page")
            data-unread=(unread > 0).then_some("")
        >
            <span class="group-row__name">{group.name}</span>
            <Moment at=group.active_at/>
            <span class="group-row__note">{(words.people)(group.member_count)}</span>
            {badge}
        </a>
    }
}
