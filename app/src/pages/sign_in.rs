//! The page on which a person signs in.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use tertulia::account::EMAIL_MAX;

use super::{
    entrance::{Next, leave_if_signed_in},
    parts::{Field, Notice, PageLayout, PostForm, SubmitButton},
};
use crate::{
    api::{CAME_IN, accounts::SignIn, refused},
    form_memory,
    i18n::use_words,
    islands::PasswordField,
};

/// `/sign-in`, and `?next=` for where to go afterwards. Signing in leads here once more (`?entered=`), to see whether the browser
/// has kept the session's cookie.
#[component]
pub fn SignInPage() -> impl IntoView {
    let words = use_words();
    let next = Next::of_page();
    leave_if_signed_in(&next);
    view! {
        <PageLayout title=words.account.sign_in class="page page--form">
            <h1>{words.account.sign_in_title}</h1>
            <SignInForm next=next.clone()/>
            <p class="page__aside">
                {words.account.no_account} " " <a href=next.on("/sign-up")>{words.account.sign_up}</a>
            </p>
        </PageLayout>
    }
    .into_any()
}

#[component]
fn SignInForm(next: Next) -> impl IntoView {
    let words = use_words();
    let typed = form_memory::recall();
    let error = refused::<SignIn>();
    // Whoever has come in, and is somebody, is not on this page any more.
    let forgotten = error.is_none() && use_query_map().read_untracked().get(CAME_IN).is_some();
    let cookie_refused = forgotten.then(|| view! { <p class="notice" role="alert">{words.account.cookie_refused}</p> });
    view! {
        <PostForm action=SignIn::url() class="form">
            <Notice error/>
            {cookie_refused}
            {next.field()}
            <Field name="email" kind="email" label=words.account.email value=typed.email autocomplete="username" max=EMAIL_MAX/>
            <PasswordField autocomplete="current-password".to_owned() hint=None min=None/>
            <SubmitButton label=words.account.sign_in/>
        </PostForm>
    }
}
