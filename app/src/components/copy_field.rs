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
            <button class="button button--small needs-script" type="button" on:click=move |_| _ = copy(to_copy.clone(), move || say(copied))>
                <span aria-live="polite" translate="no">{move || if copied.get() { words.copied } else { words.copy }}</span>
                <span class="unseen">" "{label}</span>
            </button>
        </div>
    }
}

/// Says that it is copied, for a moment.
#[cfg(feature = "hydrate")]
fn say(copied: RwSignal<bool>) {
    let _ = copied.try_set(true);
    set_timeout(move || _ = copied.try_set(false), COPIED_FOR);
}

#[cfg(not(feature = "hydrate"))]
fn say(_: RwSignal<bool>) {}

/// Copies the address of a link that leads somewhere on this site, where there is a clipboard; elsewhere the link is followed. What it says
/// when that is done stands with it (`data-copied`).
pub fn copy_link(event: &MouseEvent, link: &web_sys::Element) {
    let path = link.get_attribute("href").unwrap_or_default();
    let address = window().location().origin().unwrap_or_default() + &path;
    let link = link.clone();
    if !opens_elsewhere(event) && copy(address, move || swap(&link)) {
        event.prevent_default();
    }
}

/// Says that it is copied, and a moment later again what it does.
#[cfg(feature = "hydrate")]
fn swap(link: &web_sys::Element) {
    let Some(label) = link.first_element_child() else { return };
    let before = label.text_content();
    label.set_text_content(link.get_attribute("data-copied").as_deref());
    set_timeout(move || label.set_text_content(before.as_deref()), COPIED_FOR);
}

#[cfg(not(feature = "hydrate"))]
fn swap(_: &web_sys::Element) {}

/// Puts the text on the clipboard, and says whether there is one. Browsers offer one on secure pages and on this machine only; elsewhere the text
/// is there to be selected by hand, and the link to be followed.
#[cfg(feature = "hydrate")]
fn copy(text: String, done: impl FnOnce() + 'static) -> bool {
    let clipboard = window().navigator().clipboard();
    if wasm_bindgen::JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    leptos::task::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok() {
            done();
        }
    });
    true
}

#[cfg(not(feature = "hydrate"))]
fn copy(_: String, _: impl FnOnce() + 'static) -> bool {
    false
}
