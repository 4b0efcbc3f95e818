//! The way out.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{api::accounts::SignOut, i18n::use_words};

/// A quiet button. The next page is a new document without anything of the session.
#[component]
pub fn SignOutForm() -> impl IntoView {
    view! {
        <form method="post" action=SignOut::url()>
            <button class="quiet" type="submit">{use_words().site.sign_out}</button>
        </form>
    }
}
