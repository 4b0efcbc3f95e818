//! The page on which an account is made.

use leptos::{prelude::*, server_fn::ServerFn};
use tertulia::account::{EMAIL_MAX, NAME_MAX, PASSWORD_MIN};

use super::{
    entrance::{Next, leave_if_signed_in},
    parts::{Field, Notice, PageLayout, PostForm, SubmitButton},
};
use crate::{
    api::{accounts::SignUp, refused},
    form_memory,
    i18n::use_words,
    islands::PasswordField,
};

/// `/sign-up`, and `?next=` for where to go afterwards.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let words = use_words();
    let next = Next::of_page();
    leave_if_signed_in(&next);
    view! {
        <PageLayout title=words.account.sign_up_title class="page page--form">
            <h1>{words.account.sign_up_title}</h1>
            <SignUpForm next=next.clone()/>
            <p class="page__aside">
                {words.account.have_account} " " <a href=next.on("/sign-in")>{words.account.sign_in}</a>
            </p>
        </PageLayout>
    }
    .into_any()
}

#[component]
fn SignUpForm(next: Next) -> impl IntoView {
    let words = use_words();
    let typed = form_memory::recall();
    view! {
        <PostForm action=SignUp::url() class="form">
            <Notice error={refused::<SignUp>()}/>
            {next.field()}
            <div class="form__pair">
                <Field
                    name="full_name"
                    label=words.account.full_name
                    value=typed.full_name
                    autocomplete="given-name"
                    capitals="words"
                    max=NAME_MAX
                />
                <Field
                    name="last_name"
                    label=words.account.last_name
                    value=typed.last_name
                    autocomplete="family-name"
                    capitals="words"
                    max=NAME_MAX
                    required=false
                />
            </div>
            <Field name="email" kind="email" label=words.account.email value=typed.email autocomplete="username" max=EMAIL_MAX/>
            <PasswordField
                autocomplete="new-password".to_owned()
                hint=Some(words.account.password_hint.to_owned())
                min=Some(PASSWORD_MIN)
            />
            <SubmitButton label=words.account.sign_up/>
        </PostForm>
    }
}
