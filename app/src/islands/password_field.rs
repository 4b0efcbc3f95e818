//! The field for a password.

use leptos::prelude::*;

use crate::i18n::use_words;

/// A password, with a button that makes it readable once the page is hydrated.
#[island]
pub fn PasswordField(
    /// `current-password` or `new-password`.
    autocomplete: String,
    /// What a new one needs.
    hint: String,
    /// Fewest characters that the browser lets through; the server checks again.
    min: usize,
) -> impl IntoView {
    let words = &use_words().account;
    let shown = RwSignal::new(false);
    let hint_id = (!hint.is_empty()).then_some("field-password-hint");
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
                    minlength=(min > 0).then(|| min.to_string())
                    required=true
                    aria-describedby=hint_id
                />
                <button
                    class="field__reveal needs-script"
                    type="button"
                    aria-controls="field-password"
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { words.hide } else { words.show }}
                </button>
            </div>
            {hint_id.map(|id| view! { <p class="field__hint" id=id>{hint}</p> })}
        </div>
    }
}
