//! A labelled field of a form.

use leptos::prelude::*;

/// A label, an input of one line and, below it, a hint if there is one.
#[component]
pub fn Field(
    /// Its name in the form, and the end of its id.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// `text`, `email` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What it starts with.
    #[prop(optional)]
    value: String,
    /// What is expected.
    #[prop(optional)]
    hint: &'static str,
    /// Most characters.
    #[prop(optional)]
    max: Option<usize>,
    /// Whether the form needs it.
    #[prop(default = true)]
    required: bool,
    /// How a phone's keyboard begins words.
    #[prop(default = "none")]
    capitals: &'static str,
) -> impl IntoView {
    let id = format!("field-{name}");
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let hint = hint_id.clone().map(|id| view! { <p class="field__hint" id=id>{hint}</p> });
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <input
                class="field__input"
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize=capitals
                spellcheck="false"
                maxlength=max.map(|max| max.to_string())
                required=required
                aria-describedby=hint_id
            />
            {hint}
        </div>
    }
}
