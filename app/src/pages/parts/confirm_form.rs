//! A form that asks before it is sent.

use leptos::prelude::*;

use super::PostForm;

/// A button that opens a question below it, without a script too, and the form that answers it.
#[component]
pub fn ConfirmForm(
    /// The address of a server function.
    action: &'static str,
    /// What the button says that opens it.
    label: &'static str,
    /// Class of that button.
    #[prop(default = "button")]
    class: &'static str,
    /// The question.
    question: AnyView,
    /// What the button says that sends it.
    confirm: &'static str,
    /// Class of that button.
    #[prop(default = "button button--danger")]
    confirm_class: &'static str,
    /// The fields of the form, which nobody sees.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="ask">
            <summary class=class>{label}</summary>
            <p>{question}</p>
            <PostForm action>
                {children()}
                <button class=confirm_class type="submit">{confirm}</button>
            </PostForm>
        </details>
    }
}
