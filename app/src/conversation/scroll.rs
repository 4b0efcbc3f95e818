//! Where the reader is in the log, and how to leave her there.
//!
//! The scroller is a reversed column (style sheet), so its origin is the end: without any script it opens at the newest
//! message and stays there, and what is loaded at the top moves nothing. `scrollTop` is 0 at the end and negative above.

use std::cell::Cell;

use leptos::{html, prelude::*};
use tertulia::timeline::RowKey;
use web_sys::{Element, HtmlElement};

/// Within this distance of the end, in pixels, a new message takes the reader along.
const REACH: i32 = 100;
/// How much is left above the first message that was not seen, in pixels: the end of what was. In a low window less, in parts of
/// the log's height.
const ABOVE: (f64, f64) = (64.0, 0.15);

type Scroller = NodeRef<html::Div>;

thread_local! {
    /// How often the reader is still to be put back in her place.
    static MOVING: Cell<usize> = const { Cell::new(0) };
}

fn before_paint(put_back: impl FnOnce() + 'static, then: impl FnOnce() + 'static) {
    MOVING.set(MOVING.get() + 1);
    request_animation_frame(move || {
        put_back();
        MOVING.set(MOVING.get().saturating_sub(1));
        then();
    });
}

fn element(scroller: Scroller) -> Option<web_sys::HtmlDivElement> {
    scroller.try_get_untracked().flatten()
}

fn row(key: RowKey) -> Option<Element> {
    document().get_element_by_id(&key.to_string())
}

/// Whether the reader is not back in her place yet: what is in view meanwhile is nothing that she sees.
pub(super) fn is_moving() -> bool {
    MOVING.get() > 0
}

/// Whether the end of the log is within reach.
pub(super) fn is_at_end(scroller: &HtmlElement) -> bool {
    -scroller.scroll_top() <= REACH
}

/// Puts the keyboard into the log.
pub(super) fn focus(scroller: Scroller) {
    if let Some(scroller) = element(scroller) {
        // Refused where the browser refuses focus altogether.
        let _ = scroller.focus();
    }
}

/// Shows the end of the log, or the log from the row on that was not seen, where that is further up.
fn to_end(scroller: Scroller, unseen: Option<RowKey>) {
    let Some(scroller) = element(scroller) else { return };
    scroller.set_scroll_top(0);
    let view = scroller.get_bounding_client_rect();
    let top = view.top() + ABOVE.0.min(view.height() * ABOVE.1);
    let hidden = unseen.and_then(row).map(|row| row.get_bounding_client_rect().top() - top);
    if let Some(hidden) = hidden.filter(|hidden| *hidden < 0.0) {
        scroller.scroll_by_with_x_and_y(0.0, hidden);
    }
}

/// Opens the log at the first row that was not seen, unless it stands there already. Says whether the end
/// is within reach then.
pub fn open_at(scroller: Scroller, unseen: Option<RowKey>) -> bool {
    let Some(place) = element(scroller) else { return true };
    // A browser that brings the line into view by itself may leave it at the lower edge.
    if place.scroll_top() == 0 || unseen.is_some_and(|unseen| is_below(scroller, unseen)) {
        to_end(scroller, unseen);
    }
    is_at_end(&place)
}

/// How many of these rows have been in view down to their end, with those that have been passed: the last one that one has seen
/// is the last of them. None while rows have come or gone and the reader is not back in her place yet: that is nothing she sees.
pub fn seen(scroller: Scroller, keys: &[RowKey]) -> usize {
    let Some(scroller) = element(scroller).filter(|_| MOVING.get() == 0) else { return 0 };
    let bottom = scroller.get_bounding_client_rect().bottom() + 1.0;
    keys.partition_point(|key| row(*key).is_some_and(|row| row.get_bounding_client_rect().bottom() <= bottom))
}

/// Whether a row stands in the lower half of what is in view, or below it.
pub fn is_below(scroller: Scroller, key: RowKey) -> bool {
    let (Some(scroller), Some(row)) = (element(scroller), row(key)) else { return false };
    let view = scroller.get_bounding_client_rect();
    row.get_bounding_client_rect().top() > view.top() + view.height() / 2.0
}

/// Whether a row is out of view at the top.
pub fn is_above(scroller: Scroller, key: RowKey) -> bool {
    let (Some(scroller), Some(row)) = (element(scroller), row(key)) else { return false };
    row.get_bounding_client_rect().bottom() <= scroller.get_bounding_client_rect().top()
}

/// What stays where it is while rows come and go.
#[derive(Debug)]
pub enum Anchor {
    /// The end of the log, but nothing that was not seen goes out of view at the top: this row and what follows.
    End(Option<RowKey>),
    /// The first row that the reader sees, and where its bottom is: what stands above its text (a day, an author) may go when
    /// older rows arrive.
    Row(Element, f64),
    /// Nothing is to be seen.
    Nothing,
}

impl Anchor {
    /// The first of these rows, all of them in the document, in view. Nothing where the reader is not back in her place yet: what was taken before says where that is, and what is in
    /// view meanwhile she has not seen.
    pub fn take(scroller: Scroller, keys: &[RowKey]) -> Self {
        if MOVING.get() > 0 {
            return Self::Nothing;
        }
        Self::first_in_view(scroller, keys).unwrap_or(Self::Nothing)
    }

    fn first_in_view(scroller: Scroller, keys: &[RowKey]) -> Option<Self> {
        let top = element(scroller)?.get_bounding_client_rect().top();
        let bottom = |key: RowKey| row(key).map(|row| row.get_bounding_client_rect().bottom());
        let first = *keys.get(keys.partition_point(|key| bottom(*key).is_some_and(|bottom| bottom <= top)))?;
        Some(Self::Row(row(first)?, bottom(first)?))
    }

    /// Puts it back where it was, once the rows have been rendered and before anybody sees them. What is in view counts again
    /// when `then` is called.
    pub fn hold(self, scroller: Scroller, then: impl FnOnce() + 'static) {
        match self {
            Self::Nothing => {}
            Self::End(unseen) => before_paint(move || to_end(scroller, unseen), then),
            Self::Row(row, bottom) => {
                let put_back = move || {
                    let moved = row.get_bounding_client_rect().bottom() - bottom;
                    if let Some(scroller) = element(scroller)
                        && row.is_connected()
                        && moved != 0.0
                    {
                        scroller.scroll_by_with_x_and_y(0.0, moved);
                    }
                };
                before_paint(put_back, then);
            }
        }
    }
}
