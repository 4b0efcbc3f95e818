//! An invitation: which group a code opens, and the door.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Meta;
use leptos_router::hooks::use_params_map;
use tertulia::{
    api::{Invitation, InvitationView},
    problem::ErrorCode,
};

use super::parts::{Loaded, Notice, PageLayout, PostForm, SubmitButton, error_page};
use crate::{
    api::{
        encode_query_value,
        groups::{JoinGroup, look_up_invitation},
        refused,
    },
    error::{ApiError, Field},
    i18n::{isolated, use_words},
    viewer::use_viewer,
};

/// `/join/{code}`
#[component]
pub fn JoinPage() -> impl IntoView {
    let invitation = Resource::new_blocking(code, look_up_invitation);
    view! {
        // An invitation that somebody published is still none for everybody who searches.
        <Meta name="robots" content="noindex"/>
        <Loaded data=invitation page=|invitation| view! { <Entrance invitation/> }.into_any() failed/>
    }
}

fn failed(error: ApiError) -> AnyView {
    if error.code() == ErrorCode::NotFound || error == ApiError::Field(Field::InviteCode) {
        return view! { <NoGroup/> }.into_any();
    }
    error_page(error)
}

/// The code in the page's address.
fn code() -> String {
    use_params_map().read().get("code").unwrap_or_default()
}

#[component]
fn Entrance(invitation: Invitation) -> impl IntoView {
    let (words, code) = (use_words(), code());
    let way_in = match (use_viewer(), invitation.door) {
        (None, _) => view! { <EntranceLinks code/> }.into_any(),
        (Some(_), InvitationView::Open) => view! { <AcceptForm code/> }.into_any(),
        (Some(_), InvitationView::KeptOut) => view! { <p class="notice">{words.pages.join.kept_out}</p> }.into_any(),
        (Some(_), InvitationView::Member(group)) => view! {
            <p>{words.pages.join.is_member}</p>
            <p><a class="button button--main" href=format!("/groups/{group}")>{words.pages.join.to_group}</a></p>
        }
        .into_any(),
    };
    let about = (!invitation.description.is_empty())
        .then(|| view! { <p class="door__about" dir="auto">{invitation.description}</p> });
    view! {
        <PageLayout title=isolated(&invitation.name) class="page page--short door">
            <p class="door__invited">{words.pages.join.invited_to}</p>
            <h1><bdi>{invitation.name}</bdi></h1>
            {about}
            <p class="door__people">{(words.groups.people)(invitation.member_count)}</p>
            {way_in}
        </PageLayout>
    }
    .into_any()
}

#[component]
fn AcceptForm(code: String) -> impl IntoView {
    let words = &use_words().groups;
    view! {
        <PostForm action=JoinGroup::url() class="form">
            <Notice error={refused::<JoinGroup>()}/>
            <input type="hidden" name="invite_code" value=code/>
            <SubmitButton label=words.join/>
        </PostForm>
    }
}

#[component]
fn EntranceLinks(code: String) -> impl IntoView {
    let words = use_words();
    let next = encode_query_value(&format!("/join/{code}"));
    view! {
        <p>{words.pages.join.needs_account}</p>
        <p class="door__ways">
            <a class="button button--main" href=format!("/sign-up?next={next}")>{words.account.sign_up}</a>
            <a class="button" href=format!("/sign-in?next={next}")>{words.account.sign_in}</a>
        </p>
    }
}

#[component]
fn NoGroup() -> impl IntoView {
    let words = use_words();
    view! {
        <PageLayout title=words.pages.join.no_group_title class="page page--short">
            <h1>{words.pages.join.no_group_title}</h1>
            <p>{words.pages.join.no_group_text}</p>
            <p><a class="button" href="/">{words.errors.home}</a></p>
        </PageLayout>
    }
    .into_any()
}
