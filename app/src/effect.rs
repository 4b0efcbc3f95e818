//! What an island does once it lives in the browser.

use leptos::prelude::{Effect, RwSignal, Set, WithUntracked};

/// Runs in the browser, and again whenever a signal changes that it read; never on the server.
///
/// All effects go through here and not through [`Effect::new`], which is compiled anew for each closure: 2 kB of WASM a time.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_: Option<()>| run());
}

/// Tells nobody about what is the same. Without effect after the page was left.
pub(crate) fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|now| *now != value) == Some(true) {
        signal.try_set(value);
    }
}
