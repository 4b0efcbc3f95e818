//! What a screen reader is told when messages come in.

use leptos::prelude::*;

use super::Room;

/// A polite live region of its own, because the log is none: otherwise loading older messages would read them all out.
#[component]
pub fn Announcer(
    /// Where.
    room: Room,
) -> impl IntoView {
    view! { <p class="unseen" role="status" aria-live="polite">{move || room.announcement.get()}</p> }
}
