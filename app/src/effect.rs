//! What an island does once it lives in the browser.

use leptos::prelude::Effect;

/// Runs in the browser, and again whenever a signal changes that it read; never on the server.
///
/// All effects go through here and not through [`Effect::new`], which is compiled anew for each closure: 2 kB of WASM a time.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_: Option<()>| run());
}
