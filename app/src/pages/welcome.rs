//! (being written)

use leptos::prelude::*;

/// (being written)
#[component]
pub fn WelcomePage() -> impl IntoView {
    view! { <main><h1>"Tertulia"</h1></main> }.into_any()
}
