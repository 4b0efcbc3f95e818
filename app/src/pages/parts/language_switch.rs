//! Spanish or English.

use leptos::{prelude::*, server_fn::ServerFn};

use super::PostForm;
use crate::{
    api::accounts::ChooseLanguage,
    i18n::{Lang, use_lang, use_words},
};

/// One button per language. The page is loaded again in the other language.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let current = use_lang();
    let buttons = Lang::ALL.map(|lang| {
        view! {
            <button
                class="quiet"
                type="submit"
                name="lang"
                value=lang.code()
                lang=lang.code()
                aria-pressed=if lang == current { "true" } else { "false" }
            >
                {lang.own_name()}
            </button>
        }
    });
    view! {
        <PostForm action=ChooseLanguage::url()>
            <div class="languages" role="group" aria-label=use_words().site.language>
                {buttons.into_iter().collect_view()}
            </div>
        </PostForm>
    }
}
