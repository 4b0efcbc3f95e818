//! A text to be taken along.

use leptos::prelude::*;

use crate::i18n::use_words;

/// How long the button says that it has copied, in milliseconds.
#[cfg(feature = "hydrate")]
const COPIED_FOR: std::time::Duration = std::time::Duration::from_secs(2);

/// A text that one selects with a touch, and a button that copies it once the page is hydrated.
#[component]
pub fn CopyField(
    /// What it is.
    #[prop(into)]
    label: String,
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let words = &use_words().site;
    let copied = RwSignal::new(false);
    let to_copy = text.clone();
    view! {
        <div class="copy">
            <span class="copy__label">{label.clone()}</span>
            <output class="copy__text" aria-label=label.clone()>{text}</output>
            <button class="button button--small needs-script" type="button" on:click=move |_| copy(to_copy.clone(), copied)>
                <span aria-live="polite" translate="no">{move || if copied.get() { words.copied } else { words.copy }}</span>
                <span class="unseen">" "{label}</span>
            </button>
        </div>
    }
}

/// Puts the text on the clipboard. Browsers offer one on secure pages and on this machine only; elsewhere the text is there to be
/// selected by hand.
#[cfg(feature = "hydrate")]
fn copy(text: String, copied: RwSignal<bool>) {
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        if wasm_bindgen::JsValue::from(clipboard.clone()).is_undefined() {
            return;
        }
        if wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok() {
            let _ = copied.try_set(true);
            set_timeout(
                move || {
                    let _ = copied.try_set(false);
                },
                COPIED_FOR,
            );
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn copy(_: String, _: RwSignal<bool>) {}
