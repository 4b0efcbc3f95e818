//! Noticing that the reader comes near something.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, js_sys::Array};

/// How far ahead older messages are loaded: about a screen.
const AHEAD: &str = "600px 0px";

/// Calls `near` when `place` comes within about a screen of what `scroller` shows, until the current owner is cleaned up.
pub(super) fn watch<P, S>(place: Option<P>, scroller: Option<S>, near: impl Fn() + 'static)
where
    P: AsRef<Element>,
    S: AsRef<Element>,
{
    let (Some(place), Some(scroller)) = (place, scroller) else { return };
    let callback = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        let is_near = |entry| IntersectionObserverEntry::is_intersecting(JsCast::unchecked_ref(&entry));
        if entries.iter().any(is_near) {
            near();
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root(Some(scroller.as_ref()));
    options.set_root_margin(AHEAD);
    let Ok(observer) = IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options) else {
        return;
    };
    observer.observe(place.as_ref());
    // Dropped with the owner.
    StoredValue::new_local(Watch { observer, _callback: callback });
}

struct Watch {
    observer: IntersectionObserver,
    /// What the observer calls; must live as long.
    _callback: Closure<dyn Fn(Array)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
