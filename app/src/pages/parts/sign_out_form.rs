//! The way out.

use leptos::{prelude::*, server_fn::ServerFn};

use super::PostForm;
use crate::{api::accounts::SignOut, i18n::use_words};

/// A quiet button. The next page is a new document without anything of the session.
///
/// With a script (`person.js`) nothing of hers stays in the browser either, and she is asked first where something was not sent: the
/// question says how much. Without one nothing is ever kept there.
#[component]
pub fn SignOutForm() -> impl IntoView {
    let words = use_words();
    let leaving = &words.pages.leaving;
    view! {
        <PostForm action=SignOut::url() attr:data-leave="">
            <button class="quiet" type="submit">{words.site.sign_out}</button>
            <dialog class="question" aria-labelledby="unsent">
                <p id="unsent" data-one=leaving.one data-many=leaving.many></p>
                <p class="question__choice">
                    <button class="button button--danger" type="submit" name="forget">{leaving.leave}</button>
                    <button class="button" type="button" data-stay="">{leaving.stay}</button>
                </p>
            </dialog>
        </PostForm>
    }
}
