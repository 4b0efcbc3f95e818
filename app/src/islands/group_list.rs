//! The groups of a person.

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use tertulia::problem::ErrorCode;
use tertulia::{ids::GroupId, json::Inside};

use crate::{
    api::groups::{GroupEntry, GroupListing},
    calendar::Calendar,
    components::Moment,
    effect::effect,
    i18n::use_words,
    place::Place,
};

/// Most unread messages that are counted out; beyond, the exact number helps nobody.
const COUNTED_MAX: u64 = 99;

/// How often a list that is in view asks what is new, in seconds. The group that is open is live; the others may lag this much.
#[cfg(feature = "hydrate")]
const REFRESH_SECONDS: u64 = 20;

/// A link per group, the most recently active first, with what waits there.
#[island]
pub fn GroupList(
    /// The groups as the page was loaded with them.
    listing: Inside<GroupListing>,
    /// The one that is open: its messages are being read.
    current: Option<GroupId>,
) -> impl IntoView {
    let Inside(listing) = listing;
    let list = NodeRef::<leptos::html::Ul>::new();
    let (groups, before) = (RwSignal::new(listing.groups), StoredValue::new(listing.before));
    let calendar = Calendar::new();
    effect(move || keep_fresh(groups, before, list, calendar));
    let row = move |group: GroupEntry| view! { <li><GroupRow open={current == Some(group.id)} group calendar/></li> };
    let rows = move || groups.get().into_iter().map(row).collect_view();
    view! {
        <ul class="groups" translate="no" node_ref=list>
            {rows}
        </ul>
    }
}

/// Asks again from time to time, and when the page comes back into view, while the list is on the screen. What was today does not
/// stay so either.
#[cfg(feature = "hydrate")]
fn keep_fresh(
    groups: RwSignal<Vec<GroupEntry>>,
    before: StoredValue<Option<String>>,
    list: NodeRef<leptos::html::Ul>,
    calendar: Calendar,
) {
    calendar.go_local();
    let ask = move || {
        calendar.refresh_today();
        let on_screen = list.try_get_untracked().flatten().is_some_and(|list| list.offset_parent().is_some());
        if !on_screen || document().hidden() {
            return;
        }
        leptos::task::spawn_local(async move {
            let Some(before) = before.try_get_value() else { return };
            match crate::api::groups::my_groups(before).await {
                Ok(fresh) if groups.try_with_untracked(|groups| *groups != fresh.groups) == Some(true) => {
                    let _ = groups.try_set(fresh.groups);
                }
                Err(error) if error.code() == ErrorCode::WrongPerson => crate::api::person::cover(),
                _ => {}
            }
        });
    };
    if let Ok(interval) = set_interval_with_handle(ask, std::time::Duration::from_secs(REFRESH_SECONDS)) {
        on_cleanup(move || interval.clear());
    }
    let seen = window_event_listener_untyped("visibilitychange", move |_| ask());
    on_cleanup(move || seen.remove());
}

#[cfg(not(feature = "hydrate"))]
fn keep_fresh(_: RwSignal<Vec<GroupEntry>>, _: StoredValue<Option<String>>, _: NodeRef<leptos::html::Ul>, _: Calendar) {
}

#[component]
fn GroupRow(group: GroupEntry, open: bool, calendar: Calendar) -> impl IntoView {
    let words = &use_words().groups;
    let unread = if open { 0 } else { group.unread };
    let badge = (unread > 0).then(|| {
        let number = if unread > COUNTED_MAX { format!("{COUNTED_MAX}+") } else { unread.to_string() };
        view! {
            <span class="badge" aria-hidden="true">{number}</span>
            <span class="unseen">{(words.unread)(unread)}</span>
        }
    });
    let mentions = (!open && group.unread_mentions > 0).then(|| {
        view! {
            <span class="badge badge--mention" aria-hidden="true">{"@".to_owned()}</span>
            <span class="unseen">{(words.mentions)(group.unread_mentions)}</span>
        }
    });
    // Where there is nothing new, the page opens at its end.
    let place = if unread > 0 { "#new" } else { "" };
    view! {
        <a
            class="group-row"
            href=Place::Unread.path(group.id, place)
            aria-current=open.then_some("page")
            data-unread=(unread > 0).then_some("")
        >
            <bdi class="group-row__name">{group.name}</bdi>
            <Moment at=group.active_at calendar/>
            <span class="group-row__note">{(words.people)(group.member_count)}</span>
            {mentions}
            {badge}
        </a>
    }
}
