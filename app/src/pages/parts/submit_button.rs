//! The button that sends a form.

use leptos::prelude::*;

/// A second press while the form is on its way does nothing: the islands' `forms` see to that.
#[component]
pub fn SubmitButton(
    /// What it does.
    label: &'static str,
    /// Whether it is the main deed of the page.
    #[prop(default = true)]
    main: bool,
) -> impl IntoView {
    let class = if main { "button button--main" } else { "button" };
    view! { <button class=class type="submit">{label}</button> }
}
