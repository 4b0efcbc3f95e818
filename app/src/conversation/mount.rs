//! Takes rows that are far from what is in view out of the document, and brings them back before the reader comes to them.
//!
//! They leave a list as high as they were, so nothing moves when they go, and nothing when they come back. What is open, has the keyboard or is
//! selected stays, and on paper everything does.

use leptos::{
    html,
    prelude::{
        Get, GetUntracked, NodeRef, UpdateValue, WithValue, document, on_cleanup, window, window_event_listener_untyped,
    },
};
use tertulia::timeline::RowKey;
use web_sys::{Element, HtmlElement, Node};

use super::{
    Screen,
    follow::came_into_view,
    near,
    rows::{Rows, SegmentList},
    scroll::Anchor,
};
use crate::effect::effect;

/// How far ahead rows come into the document, in pixels: about two screens.
const AHEAD: u32 = 1_500;

/// Follows one segment, whose list in the document is `place`, until the current owner is cleaned up. In the browser only.
pub(super) fn follow(list: SegmentList, place: NodeRef<html::Ol>, screen: Screen) {
    let SegmentList { id, height, .. } = list;
    effect(move || {
        near::watch(place.get(), screen.scroller.get(), AHEAD, move |is_near| came(screen, id, is_near));
    });
    effect(move || {
        if let Some(place) = place.get() {
            keep_height(&place, height.get());
        }
    });
}

/// On paper nobody scrolls.
pub(super) fn mount_for_paper(screen: Screen) {
    let printing = window_event_listener_untyped("beforeprint", move |_| screen.rows.with_value(Rows::mount_all));
    on_cleanup(move || printing.remove());
}

/// The element's id in the document.
pub(super) fn element_id(id: usize) -> String {
    format!("rows-{id}")
}

fn keep_height(place: &HtmlElement, height: Option<f64>) {
    let style = place.style();
    // Refused by no browser.
    let _ = match height {
        // In hundredths: the browser would load all that spells any number for this one.
        Some(height) => {
            let hundredths = (height * 100.0).round() as u32;
            style.set_property("block-size", &format!("{}.{:02}px", hundredths / 100, hundredths % 100))
        }
        None => style.remove_property("block-size").map(drop),
    };
}

/// A segment came near what is in view, or left it.
fn came(screen: Screen, id: usize, is_near: bool) {
    let Some(mounts) = screen.rows.try_update_value(|rows| rows.came(id, is_near)) else { return };
    let surplus: Vec<usize> = screen.rows.with_value(|rows| rows.surplus(|key| is_open(screen, key)));
    let going: Vec<(usize, f64)> = surplus.into_iter().filter_map(|id| Some((id, height_unless_in_use(id)?))).collect();
    if !mounts && going.is_empty() {
        return;
    }
    // At the end nothing above moves her.
    let place = (!screen.at_end.get_untracked()).then(|| Anchor::take(screen.scroller, &screen.mounted_keys()));
    screen.rows.with_value(|rows| {
        rows.mount(id);
        going.into_iter().for_each(|(id, height)| rows.unmount(id, height));
    });
    if let Some(place) = place {
        place.hold(screen.scroller, move || came_into_view(screen));
    }
}

/// Whether something is open below a message.
fn is_open(screen: Screen, key: RowKey) -> bool {
    screen.open.get_untracked().is_some_and(|open| open.key == key)
}

/// How high a segment's rows are, in pixels. None where they have not come into the document yet, the keyboard stands in them, or something in
/// them is selected.
fn height_unless_in_use(id: usize) -> Option<f64> {
    let list = document().get_element_by_id(&element_id(id))?;
    let has_focus = document().active_element().is_some_and(|focused| list.contains(Some(&focused)));
    (!has_focus && !is_selected(&list)).then(|| list.get_bounding_client_rect().height())
}

fn is_selected(list: &Element) -> bool {
    let Some(selection) = window().get_selection().ok().flatten().filter(|selection| !selection.is_collapsed()) else {
        return false;
    };
    let node: &Node = list;
    selection.get_range_at(0).is_ok_and(|range| range.intersects_node(node).unwrap_or(false))
}
