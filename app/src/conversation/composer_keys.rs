//! Which keys do something in a field.

use leptos::{ev::KeyboardEvent, prelude::window};

/// `keyCode` of a key that an input method swallows; Safari ends a composition with it, after `isComposing` is over.
const KEY_CODE_COMPOSING: u32 = 229;

/// What a key means in the composer and in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    /// Send what is written.
    Send,
    /// Leave it as it was.
    Leave,
    /// Whatever the browser makes of it.
    Write,
}

/// Enter sends and Shift+Enter breaks the line. On a touch keyboard, which has no Shift to hold, Enter breaks the line; with
/// Control or Command it sends everywhere. Never while an input method composes.
pub(super) fn stroke(event: &KeyboardEvent) -> Stroke {
    let composing = event.is_composing() || event.key_code() == KEY_CODE_COMPOSING;
    let plain = !event.shift_key() && !event.alt_key();
    let commanded = event.ctrl_key() || event.meta_key();
    if event.key() == "Enter" && !composing && plain && (commanded || !is_touch()) {
        Stroke::Send
    } else if event.key() == "Escape" && !composing {
        Stroke::Leave
    } else {
        Stroke::Write
    }
}

/// The upward arrow alone: in an empty composer it leads to the last message that one wrote.
pub(super) fn is_up(event: &KeyboardEvent) -> bool {
    let alone = !event.shift_key() && !event.alt_key() && !event.ctrl_key() && !event.meta_key();
    event.key() == "ArrowUp" && alone && !event.is_composing()
}

/// Whether the person has a touch keyboard.
pub(super) fn is_touch() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}
