//! A sentence of ours with somebody's name in it.

use leptos::prelude::*;

use crate::i18n::{ISOLATE, POP_ISOLATE};

/// The words set every name apart from the sentence around it (`i18n::isolated`); on the page an element does that, so that what is copied or
/// searched holds nothing invisible.
pub fn sentence(text: &str) -> impl IntoView + use<> {
    let parts = text.split([ISOLATE, POP_ISOLATE]).map(str::to_owned).enumerate();
    let parts = parts.filter(|(_, part)| !part.is_empty());
    parts
        .map(|(place, part)| if place % 2 == 1 { view! { <bdi>{part}</bdi> }.into_any() } else { part.into_any() })
        .collect_view()
}
