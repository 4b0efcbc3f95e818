//! My groups: the list, and the two ways to another one.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use tertulia::group::{DESCRIPTION_MAX, NAME_MAX};

use super::parts::{Field, Groups, Loaded, Notice, PageLayout, PostForm, SubmitButton};
use crate::{
    api::{
        groups::{CreateGroup, GroupListing, JoinGroup, my_groups},
        refused,
    },
    form_memory,
    i18n::use_words,
    islands::BackgroundSyncIsland,
    viewer::use_viewer,
};

/// `/groups`, and `?before=` for those that were active longer ago.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let query = use_query_map();
    let groups = Resource::new_blocking(move || query.read().get("before"), my_groups);
    view! { <Loaded data=groups page=|groups| view! { <MyGroups groups/> }.into_any()/> }
}

#[component]
fn MyGroups(groups: GroupListing) -> impl IntoView {
    let words = &use_words().groups;
    let background_sync = use_viewer().map(|viewer| view! { <BackgroundSyncIsland me=viewer.id/> });
    let list = if groups.groups.is_empty() && groups.before.is_none() {
        view! {
            <div class="empty">
                <p class="empty__title">{words.none_title}</p>
                <p>{words.none_text}</p>
            </div>
        }
        .into_any()
    } else {
        view! { <Groups listing=groups current=None/> }.into_any()
    };
    view! {
        <PageLayout title=words.title class="page page--wide my-groups">
            <h1>{words.title}</h1>
            <div class="my-groups__list">{list}</div>
            <div class="my-groups__forms">
                <JoinForm/>
                <CreateForm/>
            </div>
            {background_sync}
        </PageLayout>
    }
    .into_any()
}

#[component]
fn CreateForm() -> impl IntoView {
    let words = &use_words().groups;
    let typed = form_memory::recall();
    view! {
        <section class="card">
            <h2>{words.create_title}</h2>
            <PostForm action=CreateGroup::url() class="form">
                <Notice error={refused::<CreateGroup>()}/>
                <Field name="name" label=words.name value=typed.group_name max=NAME_MAX capitals="sentences"/>
                <Field
                    name="description"
                    label=words.description
                    value=typed.description
                    max=DESCRIPTION_MAX
                    capitals="sentences"
                    required=false
                />
                <SubmitButton label=words.create main=false/>
            </PostForm>
        </section>
    }
}

#[component]
fn JoinForm() -> impl IntoView {
    let words = &use_words().groups;
    let typed = form_memory::recall();
    view! {
        <section class="card">
            <h2>{words.join_title}</h2>
            <PostForm action=JoinGroup::url() class="form">
                <Notice error={refused::<JoinGroup>()}/>
                <Field name="invite_code" label=words.code value=typed.invite_code hint=words.code_hint capitals="characters"/>
                <SubmitButton label=words.join main=false/>
            </PostForm>
        </section>
    }
}
