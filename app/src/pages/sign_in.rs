//! The page on which a person signs in.

use leptos::prelude::*;
use tertulia::{account::EMAIL_MAX, problem::ErrorCode};

use super::entrance::{Next, enter_when_done, leave_if_signed_in};
use crate::{
    api::accounts::SignIn,
    components::{Field, Notice, PageLayout, PasswordField, SubmitButton},
    error::ApiError,
    form_memory::use_typed,
    i18n::use_words,
};

/// `/sign-in`, and `?next=` for where to go afterwards.
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
    let typed = use_typed();
    let action = ServerAction::<SignIn>::new();
    let pending = enter_when_done(action);
    let sentence = Signal::derive(move || {
        let error: ApiError = action.value().get()?.err()?;
        let wrong_pair = error.code() == ErrorCode::Unauthenticated;
        Some(if wrong_pair { words.account.wrong_pair } else { words.errors.sentence(error) })
    });
    view! {
        <ActionForm action attr:class="form">
            <Notice sentence/>
            {next.field()}
            <Field name="email" kind="email" label=words.account.email value=typed.email autocomplete="username" max=EMAIL_MAX/>
            <PasswordField autocomplete="current-password"/>
            <SubmitButton label=words.account.sign_in pending/>
        </ActionForm>
    }
}
