//! A text to be taken along, and an address.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{click::opens_elsewhere, i18n::use_words};

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
            <button class="button button--small needs-script" type="button" on:click=move |_| _ = copy(to_copy.clone(), copied)>
                <span aria-live="polite" translate="no">{move || if copied.get() { words.copied } else { words.copy }}</span>
                <span class="unseen">" "{label}</span>
            </button>
        </div>
    }
}

/// An address of this site: a link that leads there, and is copied by whoever has a clipboard.
#[component]
pub fn CopyLink(
    /// Its path and query.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let words = &use_words().site;
    let copied = RwSignal::new(false);
    let to_copy = path.clone();
    let click = move |event: MouseEvent| {
        let address = || window().location().origin().unwrap_or_default() + &to_copy;
        if !opens_elsewhere(&event) && copy(address(), copied) {
            event.prevent_default();
        }
    };
    view! {
        <a class="button button--small" href=path rel="external" on:click=click>
            <span aria-live="polite">{move || if copied.get() { words.copied } else { words.copy_link }}</span>
        </a>
    }
}

/// Puts the text on the clipboard, and says whether there is one. Browsers offer one on secure pages and on this machine only; elsewhere the text
/// is there to be selected by hand, and the link to be followed.
#[cfg(feature = "hydrate")]
fn copy(text: String, copied: RwSignal<bool>) -> bool {
    let clipboard = window().navigator().clipboard();
    if wasm_bindgen::JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    leptos::task::spawn_local(async move {
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
    true
}

#[cfg(not(feature = "hydrate"))]
fn copy(_: String, _: RwSignal<bool>) -> bool {
    false
}
