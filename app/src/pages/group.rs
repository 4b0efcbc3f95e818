//! A group's page: the conversation, with the list of groups at its side where there is room.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};
use tertulia::{
    api::{Member, Present},
    ids::Seq,
};

use super::parts::{ErrorPage, Loading, RoomLayout};
use crate::{
    api::{
        groups::{GroupPageData, load_group},
        messages::{DeleteMessage, EditMessage, SendMessage},
        refused,
    },
    conversation::{Pane, Refused, RoomData},
    i18n::isolated,
    islands::GroupRoom,
};

/// `/groups/{id}`, and `?before=SEQ` for older messages.
#[component]
pub fn GroupPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let wanted = move || (params.read().get("id").unwrap_or_default(), seq(&query.read(), "before"));
    let data = Resource::new_blocking(wanted, |(id, before)| load_group(id, before));

    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => view! { <GroupView data/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn GroupView(data: GroupPageData) -> impl IntoView {
    let GroupPageData { me, group, members, page, before, groups, invite_link } = data;
    let (title, current) = (isolated(&group.name), group.id);
    let open = use_query_map().with_untracked(what_is_open);
    let refused = Refused {
        message: refused::<SendMessage>(),
        edit: refused::<EditMessage>(),
        deletion: refused::<DeleteMessage>(),
    };
    let invite_link = page.messages.is_empty().then_some(invite_link);
    let online = online(members);
    let data = RoomData { me, group: group.into(), page, before, online, invite_link, open, refused };
    view! {
        <RoomLayout title groups current>
            <GroupRoom data/>
        </RoomLayout>
    }
    .into_any()
}

fn online(members: Vec<Member>) -> Vec<Present> {
    let online = members.into_iter().filter(|member| member.online);
    online.map(|member| Present { user_id: member.user_id, name: member.name }).collect()
}

/// What the URL opens below which message.
fn what_is_open(query: &ParamsMap) -> Option<(Pane, Seq)> {
    Pane::ALL.into_iter().find_map(|pane| Some((pane, seq(query, pane.name())?)))
}

fn seq(query: &ParamsMap, name: &str) -> Option<Seq> {
    query.get(name)?.parse().ok().map(Seq)
}
