//! Where the reader is in the log, and how to leave her there.
//!
//! The scroller is a reversed column (style sheet), so its origin is the end: without any script it opens at the newest
//! message and stays there, and what is loaded at the top moves nothing. `scrollTop` is 0 at the end and negative above.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Within this distance of the end, in pixels, a new message takes the reader along.
const REACH: i32 = 100;

/// Whether the end of the log is within reach.
pub(super) fn is_at_end(scroller: &HtmlElement) -> bool {
    -scroller.scroll_top() <= REACH
}

/// Shows the end of the log.
pub(super) fn to_end(scroller: NodeRef<html::Div>) {
    if let Some(scroller) = scroller.try_get_untracked().flatten() {
        scroller.set_scroll_top(0);
    }
}

/// Puts the keyboard into the log.
pub(super) fn focus(scroller: NodeRef<html::Div>) {
    if let Some(scroller) = scroller.try_get_untracked().flatten() {
        // Refused where the browser refuses focus altogether.
        let _ = scroller.focus();
    }
}

/// What stays where it is while rows come and go.
#[derive(Debug)]
pub enum Anchor {
    /// The end of the log.
    End,
    /// The first row that the reader sees, and where its bottom is: what stands above its text (a day, an author) may go when
    /// older rows arrive.
    Row(Element, f64),
    /// Nothing is to be seen.
    Nothing,
}

impl Anchor {
    /// The first row in view.
    pub fn take(scroller: NodeRef<html::Div>) -> Self {
        Self::first_in_view(scroller).unwrap_or(Self::Nothing)
    }

    fn first_in_view(scroller: NodeRef<html::Div>) -> Option<Self> {
        let scroller = scroller.try_get_untracked()??;
        let top = scroller.get_bounding_client_rect().top();
        let rows = scroller.query_selector_all(".row").ok()?;
        (0..rows.length()).find_map(|at| {
            let row: Element = rows.item(at)?.unchecked_into();
            let place = row.get_bounding_client_rect();
            (place.bottom() > top).then(|| Self::Row(row, place.bottom()))
        })
    }

    /// Puts it back where it was, once the rows have been rendered and before anybody sees them.
    pub fn hold(self, scroller: NodeRef<html::Div>) {
        match self {
            Self::Nothing => {}
            Self::End => request_animation_frame(move || to_end(scroller)),
            Self::Row(row, bottom) => request_animation_frame(move || {
                let moved = row.get_bounding_client_rect().bottom() - bottom;
                if let Some(scroller) = scroller.try_get_untracked().flatten()
                    && row.is_connected()
                    && moved != 0.0
                {
                    scroller.scroll_by_with_x_and_y(0.0, moved);
                }
            }),
        }
    }
}
