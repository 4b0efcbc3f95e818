//! What a screen reader is told when messages come in.

use leptos::prelude::*;
use tertulia::client::Announcement;

use super::Screen;
use crate::i18n::use_words;

/// A polite live region of its own, because the log is none: otherwise loading older messages would read them all out.
#[component]
pub fn Announcer(
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words().conversation;
    let text = move || match screen.chat.announcement.get()? {
        Announcement::Message { name, text } => Some((words.announced)(&name, &text)),
        Announcement::Messages(count) => Some((words.several)(count)),
        Announcement::Deleted => Some(words.deleted.to_owned()),
        Announcement::QueueFull => Some(words.outbox_full.to_owned()),
    };
    view! { <p class="unseen" role="status" aria-live="polite">{text}</p> }
}
