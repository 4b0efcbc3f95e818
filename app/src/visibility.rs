//! Whether somebody sees the page.

use leptos::prelude::document;
use web_sys::VisibilityState;

/// Whether somebody can see it.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether somebody is looking: a window that is seen beside the one that one works in may be looked at, or not.
pub(crate) fn is_watched() -> bool {
    is_visible() && document().has_focus().unwrap_or(true)
}
