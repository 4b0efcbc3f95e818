//! Who is writing.

use leptos::prelude::*;

use super::Screen;
use crate::{components::sentence, i18n::use_words};

/// One line whose height is always reserved, so that nothing jumps when somebody begins.
#[component]
pub fn Writing(
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words().conversation;
    view! { <p class="writing">{move || screen.chat.writing.with(|names| sentence(&(words.writing)(names)))}</p> }
}
