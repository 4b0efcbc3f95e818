//! A group's page: the conversation, with the list of groups at its side where there is room.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use tertulia::ids::Seq;

use crate::{
    api::groups::{GroupPageData, load_group},
    components::{ErrorPage, Loading},
    conversation::Conversation,
    error::ApiError,
};

/// `/groups/{id}`, and `?before=SEQ` for older messages.
#[component]
pub fn GroupPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let wanted = move || {
        let before = query.read().get("before").and_then(|text| text.parse().ok()).map(Seq);
        (params.read().get("id").unwrap_or_default(), before)
    };
    let data = Resource::new_blocking(wanted, |(id, before)| load_group(id, before));

    view! {
        <Transition fallback=Loading>
            {move || Suspend::new(async move { frame(data.await) })}
        </Transition>
    }
    .into_any()
}

fn frame(data: Result<GroupPageData, ApiError>) -> AnyView {
    match data {
        Ok(data) => view! {
            <main id="content">
                <h1>{data.group.name.clone()}</h1>
                <Conversation data/>
            </main>
        }
        .into_any(),
        Err(error) => view! { <ErrorPage error/> }.into_any(),
    }
}
