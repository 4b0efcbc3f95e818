//! What stands in the browser's tab.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::rcdata;

/// The page's `<title>`, and the only way to one: the library would write the text into the page as markup. The last one that
/// is rendered counts.
#[component]
pub fn PageTitle(
    /// What the page is; empty for the first page.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let whole = if text.is_empty() { "Tertulia".to_owned() } else { format!("{text} · Tertulia") };
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    let title = view! { <Title text=rcdata::escape(&whole)/> };
    title
}
