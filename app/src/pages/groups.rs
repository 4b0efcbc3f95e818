//! My groups: the list, and the two ways to another one.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use tertulia::{
    api::Group,
    group::{DESCRIPTION_MAX, NAME_MAX},
    ids::GroupId,
};

use crate::{
    api::groups::{CreateGroup, JoinGroup, my_groups},
    components::{ErrorPage, Field, GroupList, Loading, Notice, PageLayout, SubmitButton},
    error::ApiError,
    i18n::use_words,
    live,
    viewer::use_viewer,
};

/// `/groups`
#[component]
pub fn GroupsPage() -> impl IntoView {
    let groups = Resource::new_blocking(|| (), |()| my_groups());
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match groups.await {
                    Ok(groups) => view! { <Groups groups/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Groups(groups: Vec<Group>) -> impl IntoView {
    let words = &use_words().groups;
    let me = use_viewer().map(|viewer| viewer.id);
    Effect::new(move |_| me.into_iter().for_each(live::send_waiting));
    let list = if groups.is_empty() {
        view! {
            <div class="empty">
                <p class="empty__title">{words.none_title}</p>
                <p>{words.none_text}</p>
            </div>
        }
        .into_any()
    } else {
        view! { <GroupList groups/> }.into_any()
    };
    view! {
        <PageLayout title=words.title class="page page--wide my-groups">
            <h1>{words.title}</h1>
            <div class="my-groups__list">{list}</div>
            <div class="my-groups__forms">
                <JoinForm/>
                <CreateForm/>
            </div>
        </PageLayout>
    }
    .into_any()
}

#[component]
fn CreateForm() -> impl IntoView {
    let words = &use_words().groups;
    let action = ServerAction::<CreateGroup>::new();
    let sentence = open_when_done(action.value());
    view! {
        <section class="card">
            <h2>{words.create_title}</h2>
            <ActionForm action attr:class="form">
                <Notice sentence/>
                <Field name="name" label=words.name max=NAME_MAX capitals="sentences"/>
                <Field name="description" label=words.description max=DESCRIPTION_MAX capitals="sentences" required=false/>
                <SubmitButton label=words.create pending=action.pending() main=false/>
            </ActionForm>
        </section>
    }
}

#[component]
fn JoinForm() -> impl IntoView {
    let words = &use_words().groups;
    let action = ServerAction::<JoinGroup>::new();
    let sentence = open_when_done(action.value());
    view! {
        <section class="card">
            <h2>{words.join_title}</h2>
            <ActionForm action attr:class="form">
                <Notice sentence/>
                <Field name="invite_code" label=words.code hint=words.code_hint capitals="characters"/>
                <SubmitButton label=words.join pending=action.pending() main=false/>
            </ActionForm>
        </section>
    }
}

/// Goes to the group that the answer names; otherwise the sentence to show.
pub(super) fn open_when_done(
    value: impl Get<Value = Option<Result<GroupId, ApiError>>> + Copy + Send + Sync + 'static,
) -> Signal<Option<&'static str>> {
    let words = &use_words().errors;
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(id)) = value.get() {
            navigate(&format!("/groups/{id}"), NavigateOptions::default());
        }
    });
    Signal::derive(move || value.get()?.err().map(|error| words.sentence(error)))
}
