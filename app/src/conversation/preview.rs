//! What a text will look like, shown while it is written. The Markdown is made in the browser, by what is loaded when somebody first
//! looks ([`lazy`](crate::lazy)). Only where there is a script: without one the page that follows shows it soon enough.
//!
//! It writes into the document by itself: with signals and views the same would be 3 kB more for every page.

use leptos::{ev::MouseEvent, html, prelude::*, task::spawn_local};
use tertulia::text;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::composer_keys::is_touch;
use crate::{
    components::{Icon, IconName},
    i18n::{ConversationWords, use_words},
    lazy,
};

/// Its id in the document.
const ID: &str = "composer-preview";
/// What opens it.
const OPENER: &str = "[aria-controls=composer-preview]";

/// The preview of what stands in a field. A handle; copies are the same one.
#[derive(Clone, Copy, Debug)]
pub struct Preview {
    field: NodeRef<html::Textarea>,
    /// Whether the next frame shows what was typed since the last.
    is_due: StoredValue<bool>,
    words: &'static ConversationWords,
}

impl Preview {
    /// Closed.
    pub fn of(field: NodeRef<html::Textarea>) -> Self {
        Self { field, is_due: StoredValue::new(false), words: use_words().conversation }
    }

    /// Something was typed: it is seen with the next frame, if the preview is open.
    pub fn typed(self) {
        if lazy::has_markup() && is_open() && !self.is_due.get_value() {
            self.is_due.set_value(true);
            request_animation_frame(move || {
                self.is_due.try_update_value(|is_due| *is_due = false);
                self.show();
            });
        }
    }

    /// What was written has been sent.
    pub fn close(self) {
        open(false);
        write("", "", None);
    }

    fn toggle(self) {
        if is_open() {
            return self.close();
        }
        open(true);
        if lazy::has_markup() {
            return self.show();
        }
        write(self.words.loading, "", None);
        spawn_local(async move {
            if lazy::load_markup().await {
                self.show();
            } else {
                write(self.words.preview_missing, "", None);
            }
        });
    }

    /// Shows what stands in the field now. Without effect after the page was left.
    fn show(self) {
        let Some(field) = self.field.try_get_untracked().flatten() else { return };
        let written = field.value();
        // As it will be stored, as far as the browser knows.
        let text = text::lines(&written).unwrap_or(written);
        let about = if text.trim().is_empty() { self.words.preview_empty } else { "" };
        write(about, &text, lazy::html(&text));
    }
}

fn pane() -> Option<HtmlElement> {
    document().get_element_by_id(ID)?.dyn_into().ok()
}

fn is_open() -> bool {
    pane().is_some_and(|pane| !pane.hidden())
}

fn open(is_open: bool) {
    if let Some((pane, opener)) = pane().zip(document().query_selector(OPENER).ok().flatten()) {
        pane.set_hidden(!is_open);
        let _ = opener.set_attribute("aria-expanded", if is_open { "true" } else { "false" });
    }
}

/// A line about the preview, and the text as it will look.
fn write(about: &str, text: &str, html: Option<String>) {
    let Some(pane) = pane() else { return };
    let Some((line, holder)) = pane.first_element_child().zip(pane.last_element_child()) else { return };
    line.set_text_content(Some(about));
    holder.set_class_name(if html.is_some() { "message__text markup" } else { "message__text" });
    match html {
        // What tertulia::markup wrote, which holds nothing that people wrote unescaped.
        Some(html) => holder.set_inner_html(&html),
        None => holder.set_text_content(Some(text)),
    }
}

/// Opens and closes it; the style sheet shows it once the page is alive.
#[component]
pub fn PreviewButton(
    /// Which.
    preview: Preview,
) -> impl IntoView {
    let word = preview.words.preview;
    let toggle = move |event: MouseEvent| {
        preview.toggle();
        // Whoever points at it goes on typing. A finger does not: without the keyboard there is room to read.
        if event.detail() > 0
            && !is_touch()
            && let Some(field) = preview.field.get_untracked()
        {
            let _ = field.focus();
        }
    };
    view! {
        <button type="button" class="preview-button" title=word aria-expanded="false" aria-controls=ID on:click=toggle>
            <Icon sign=IconName::Eye/>
            <span class="preview-button__word">{word}</span>
        </button>
    }
}

/// What it shows.
#[component]
pub fn PreviewPane(
    /// Which.
    preview: Preview,
) -> impl IntoView {
    view! {
        <section id=ID class="preview" aria-label=preview.words.preview tabindex="0" hidden>
            <p class="preview__hint" role="status"></p>
            <div class="message__text" dir="auto" translate="no"></div>
        </section>
    }
}
