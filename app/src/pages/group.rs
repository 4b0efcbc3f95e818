//! A group's page: the conversation, with the list of groups at its side where there is room.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use tertulia::ids::Seq;

use crate::{
    api::groups::{GroupPageData, load_group},
    components::{ErrorPage, Here, Loading, RoomHead, RoomLayout},
    conversation::Conversation,
};

/// `/groups/{id}`, and `?before=SEQ` for older messages.
#[component]
pub fn GroupPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let wanted = Memo::new(move |_| {
        let before = query.read().get("before").and_then(|text| text.parse().ok()).map(Seq);
        (params.read().get("id").unwrap_or_default(), before)
    });
    let data = Resource::new_blocking(move || wanted.get(), |(id, before)| load_group(id, before));

    view! {
        <Transition fallback=Loading>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => view! { <GroupView data/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn GroupView(data: GroupPageData) -> impl IntoView {
    let here = Here::from_members(&data.members);
    provide_context(here);
    let (title, current) = (data.group.name.clone(), data.group.id);
    view! {
        <RoomLayout title groups=data.groups.clone() current>
            <RoomHead group=data.group.clone() here/>
            <Conversation data/>
        </RoomLayout>
    }
    .into_any()
}
