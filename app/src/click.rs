//! Clicks on links that the page would follow by itself.

use leptos::ev::MouseEvent;

/// Whether the person wants it in another tab or window, or saved: then it is the browser's.
pub(crate) fn opens_elsewhere(event: &MouseEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()
}
