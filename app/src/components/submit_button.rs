//! The button that sends a form.

use leptos::prelude::*;

/// Says by `aria-disabled` that the form is on its way; a second press meanwhile does nothing.
#[component]
pub fn SubmitButton(
    /// What it does.
    label: &'static str,
    /// Whether the form is on its way.
    #[prop(into)]
    pending: Signal<bool>,
    /// Whether it is the main deed of the page.
    #[prop(default = true)]
    main: bool,
) -> impl IntoView {
    let class = if main { "button button--main" } else { "button" };
    view! {
        <button
            class=class
            type="submit"
            aria-disabled=move || pending.get().then_some("true")
            on:click=move |event| {
                if pending.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            {label}
        </button>
    }
}
