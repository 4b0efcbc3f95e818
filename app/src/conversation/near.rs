//! Noticing that the reader comes near something.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, js_sys::Array};

/// How far ahead older messages are loaded, in pixels: about a screen.
pub(super) const AHEAD: u32 = 600;

/// Says whether `place` is within so many pixels of what `scroller` shows: at once, and whenever that is another answer, until the
/// current owner is cleaned up.
pub(super) fn watch(
    place: Option<impl AsRef<Element>>,
    scroller: Option<impl AsRef<Element>>,
    ahead: u32,
    near: impl Fn(bool) + 'static,
) {
    if let (Some(place), Some(scroller)) = (place, scroller) {
        watch_element(place.as_ref(), scroller.as_ref(), ahead, Box::new(near));
    }
}

/// Compiled once.
fn watch_element(place: &Element, scroller: &Element, ahead: u32, near: Box<dyn Fn(bool)>) {
    let callback = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        // The last one is how it is now.
        let entry: IntersectionObserverEntry = JsCast::unchecked_into(entries.at(-1));
        near(entry.is_intersecting());
    });
    let options = IntersectionObserverInit::new();
    options.set_root(Some(scroller));
    options.set_root_margin(&format!("{ahead}px 0px"));
    let Ok(observer) = IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options) else {
        return;
    };
    observer.observe(place);
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
