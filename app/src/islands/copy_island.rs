//! A text to be taken along, where nothing around it lives in the browser.

use leptos::prelude::*;

use crate::components::CopyField;

/// A [`CopyField`] of its own.
#[island]
pub fn CopyIsland(
    /// What it is.
    label: String,
    /// The text.
    text: String,
) -> impl IntoView {
    view! { <CopyField label text/> }
}
