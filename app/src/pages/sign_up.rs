//! (being written)

use leptos::prelude::*;

/// (being written)
#[component]
pub fn SignUpPage() -> impl IntoView {
    view! { <main><h1>"Tertulia"</h1></main> }.into_any()
}
