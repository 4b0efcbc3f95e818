//! A group's page: the conversation, with the list of groups at its side where there is room.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};
use tertulia::{
    api::{Group, Page},
    ids::Seq,
    json::Inside,
    timeline::MessageRow,
};

use super::parts::{HeldText, Loaded, RoomLayout, error_page};
use crate::{
    api::groups::{GroupPageData, load_group},
    conversation::{ConversationData, Pane, Refused},
    error::ApiError,
    held::{Held, held},
    i18n::isolated,
    islands::GroupRoom,
    viewer::Viewer,
};

/// `/groups/{id}`: opens where the reader left off. `?newest` opens at the end, `?at=SEQ` at a message, `?before=SEQ` and `?after=SEQ` in the
/// middle.
#[component]
pub fn GroupPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let wanted = move || {
        let (id, query) = (params.read().get("id").unwrap_or_default(), query.read());
        let seq = |name| seq(&query, name);
        (id, seq("before"), seq("after"), seq("at"), query.get("newest").is_some())
    };
    let data =
        Resource::new_blocking(wanted, |(id, before, after, at, newest)| load_group(id, before, after, at, newest));

    view! { <Loaded data page=|data| view! { <GroupView data/> }.into_any() failed/> }
}

/// What somebody wrote is not lost with the page.
fn failed(error: ApiError) -> AnyView {
    match held().filter(|held| !held.text.is_empty()) {
        Some(held) => view! { <HeldText error text=held.text/> }.into_any(),
        None => error_page(error),
    }
}

#[component]
fn GroupView(data: GroupPageData) -> impl IntoView {
    let GroupPageData { me, group, online, page, place, groups, invite_link, pins } = data;
    let open = use_query_map().with_untracked(what_is_open);
    let reply = use_query_map().with_untracked(|query| seq(query, "reply"));
    let answered = reply.and_then(|reply| page.messages.iter().find(|message| message.seq == reply));
    let replying = answered.and_then(|message| MessageRow::stored(me.id, message.clone()).in_short());
    let refused = held().map(|held| refused(held, open)).unwrap_or_default();
    let seen = seen(&group, &page, &me);
    let invite_link = page.messages.is_empty().then_some(invite_link);
    let Group { id, name, role, read, unread, member_count, .. } = group;
    let title = isolated(&name);
    let data = ConversationData {
        me,
        id,
        name,
        role,
        read,
        unread,
        member_count,
        page,
        place,
        online,
        invite_link,
        open,
        replying,
        pins,
        refused,
    };
    view! {
        <RoomLayout title groups current=id>
            <GroupRoom data=Inside(data)/>
            {seen}
        </RoomLayout>
    }
    .into_any()
}

/// Says without a script what was seen: a picture that only a browser without one loads, and only of a page that it shows. A page
/// that was fetched ahead, a preview or a program that reads the page load none.
fn seen(group: &Group, page: &Page, me: &Viewer) -> Option<impl IntoView + use<>> {
    let last = page.messages.last().map(|last| last.seq).filter(|seq| *seq > group.read)?;
    let address = format!("/groups/{}/seen/{last}?reader={}", group.id, me.id);
    #[allow(clippy::disallowed_methods, reason = "there is no text in it")]
    let picture = view! { <noscript><img src=address alt="" class="unseen"/></noscript> };
    Some(picture)
}

/// What a form held that was refused. Which form it was, its address says.
fn refused(held: Held, open: Option<(Pane, Seq)>) -> Refused {
    let Held { error, text, client_id } = held;
    let refused = Refused { text, client_id, ..Refused::default() };
    match open {
        Some((Pane::Edit, _)) => Refused { edit: Some(error), ..refused },
        Some((Pane::Delete, _)) => Refused { deletion: Some(error), ..refused },
        Some((Pane::Deeds, _)) | None => Refused { message: Some(error), ..refused },
    }
}

/// What the URL opens below which message.
fn what_is_open(query: &ParamsMap) -> Option<(Pane, Seq)> {
    Pane::ALL.into_iter().find_map(|pane| Some((pane, seq(query, pane.name())?)))
}

fn seq(query: &ParamsMap, name: &str) -> Option<Seq> {
    query.get(name)?.parse().ok().map(Seq)
}
