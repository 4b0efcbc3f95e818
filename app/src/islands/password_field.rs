//! The field for a password.

use leptos::prelude::*;

use crate::i18n::use_words;

/// A password, with a button that makes it readable once the page is hydrated.
#[island]
pub fn PasswordField(
    /// `current-password` or `new-password`.
    autocomplete: String,
    /// What a new one needs.
    hint: Option<String>,
    /// Fewest characters that the browser lets through; the server checks again.
    min: Option<usize>,
) -> impl IntoView {
    let words = &use_words().account;
    let shown = RwSignal::new(false);
    let hint_id = hint.is_some().then_some("field-password-hint");
    view! {
        <div class="field">
            <label class="field__label" for="field-password">{words.password}</label>
            <div class="field__row">
                <input
                    class="field__input"
                    id="field-password"
                    name="password"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    minlength=min.map(|min| min.to_string())
                    required=true
                    aria-describedby=hint_id
                />
                <button
                    class="field__reveal needs-script"
                    type="button"
                    translate="no"
                    aria-controls="field-password"
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { words.hide } else { words.show }}
                </button>
            </div>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
