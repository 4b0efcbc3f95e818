//! That the next page is on its way.

use leptos::prelude::*;

/// A thin line at the top of the window. The page that one leaves stays until the next one is there; the style sheet shows the
/// line only if that takes a while.
#[component]
pub fn Busy(
    /// Whether a page is being loaded.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! { <div class="busy" data-busy=move || busy.get().then_some("") aria-hidden="true"></div> }
}
