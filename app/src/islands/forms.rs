//! What every plain form gets once the page lives: it is sent once, however often its button is pressed, and a line says that the
//! next page is on its way. One that was refused says so once.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, NodeList};

use crate::api::without_outcomes;

/// Marks a form that is on its way.
const SENT: &str = "data-sent";
/// Marks the line that says so.
const BUSY: &str = "data-busy";

/// How long a form that was sent cannot be sent again: as long as the server lets anybody wait. Whoever stopped the browser
/// meanwhile, or lost the network, must not be left with a button that does nothing.
const SENT_FOR: Duration = Duration::from_secs(10);

/// Begins listening, for as long as the document lives.
pub(super) fn listen() {
    forget_refusal();
    // At the window, after the form's own handlers: what they took over is not on its way.
    let _ = window_event_listener_untyped("submit", |event| {
        if event.default_prevented() {
            return;
        }
        match form_of(&event) {
            Some(form) if form.has_attribute(SENT) => event.prevent_default(),
            Some(form) => {
                let _ = form.set_attribute(SENT, "");
                set_busy(true);
                set_timeout(nothing_is_sent, SENT_FOR);
            }
            None => {}
        }
    });
    // Back from the next page, out of the browser's cache.
    let _ = window_event_listener_untyped("pageshow", |_| nothing_is_sent());
}

/// Takes what became of a form out of the address, where the server put it: a page that is loaded again, or whose address is
/// passed on, has nothing to complain about.
fn forget_refusal() {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(fragment)) = (location.pathname(), location.search(), location.hash()) else { return };
    let kept = without_outcomes(&query);
    if kept == query {
        return;
    }
    if let Ok(history) = window().history() {
        // Refused to a page that a browser shows as a file; then the address stays.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&(path + &kept + &fragment)));
    }
}

/// Every form may be sent again.
fn nothing_is_sent() {
    for form in elements("[data-sent]") {
        let _ = form.remove_attribute(SENT);
    }
    set_busy(false);
}

fn form_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn set_busy(busy: bool) {
    for line in elements(".busy") {
        let _ = if busy { line.set_attribute(BUSY, "") } else { line.remove_attribute(BUSY) };
    }
}

fn elements(selector: &str) -> impl Iterator<Item = Element> {
    let found = document().query_selector_all(selector).ok();
    let count = found.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |at| found.as_ref()?.item(at)?.dyn_into().ok())
}
