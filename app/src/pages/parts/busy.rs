//! That the next page is on its way.

use leptos::prelude::*;

/// A thin line at the top of the window. The page that one leaves stays until the next one is there; the style sheet shows the
/// line only if that takes a while. The islands' `forms` set its `data-busy`.
#[component]
pub fn Busy() -> impl IntoView {
    view! { <div class="busy" aria-hidden="true"></div> }
}
