//! What the browser tells the conversation: time, network, visibility, and what other tabs put on the shelf.

use std::time::Duration;

use leptos::prelude::{
    WindowListenerHandle, on_cleanup, set_interval_with_handle, window, window_event_listener_untyped,
};
use tertulia::client::{BrowserEvent, Input};
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use crate::{
    chat::event::{Event, EventSender},
    visibility::is_visible,
};

/// How often deadlines are looked at. A background tab stretches this to a minute, and nothing depends on it being less.
const TICK: Duration = Duration::from_millis(500);

/// Begins listening, until the current owner is cleaned up.
pub(super) fn listen(sender: &EventSender) {
    let on = |event: &str, what: fn() -> BrowserEvent| {
        let sender = sender.clone();
        window_event_listener_untyped(event, move |_| sender.post(Event::Client(Input::Browser(what()))))
    };
    let seen = || if is_visible() { BrowserEvent::Visible } else { BrowserEvent::Hidden };
    // `visibilitychange` bubbles from the document to the window.
    let handles = [
        on("online", || BrowserEvent::Online),
        on("offline", || BrowserEvent::Offline),
        on("pageshow", seen),
        on("visibilitychange", seen),
        on("focus", seen),
        other_tabs(sender.clone()),
    ];
    let sender = sender.clone();
    let ticker =
        set_interval_with_handle(move || sender.post(Event::Client(Input::Browser(BrowserEvent::Tick))), TICK).ok();
    on_cleanup(move || {
        for handle in handles {
            handle.remove();
        }
        if let Some(ticker) = ticker {
            ticker.clear();
        }
    });
}

/// The browser tells a tab what the others do to the storage, never what it does itself.
fn other_tabs(sender: EventSender) -> WindowListenerHandle {
    window_event_listener_untyped("storage", move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>()
            && let Some(key) = event.key()
        {
            sender.post(Event::Stored(key, event.new_value()));
        }
    })
}

/// Whether the browser believes in a network. It is wrong both ways now and then, so nothing is given up because of it.
pub(super) fn is_online() -> bool {
    window().navigator().on_line()
}
