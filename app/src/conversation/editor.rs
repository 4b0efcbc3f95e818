//! Another text for a message.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    html,
    prelude::*,
};
use tertulia::{message::Content, timeline::RowKey};

use super::{
    Screen,
    composer::fit,
    composer_keys::{Stroke, stroke},
    pane::{Pane, Subject},
};
use crate::{components::TextArea, effect::effect, i18n::use_words, local_store::LocalStore};

/// Stands in the place of the message. Enter saves, Escape leaves it as it was, as in the composer and everywhere. What is
/// typed outlives the page, and whatever else is opened meanwhile, until one of the two.
#[component]
pub fn Editor(
    /// Which row.
    key: RowKey,
    /// Which message.
    subject: Subject,
    /// What it says until now.
    text: String,
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words();
    let ours = words.conversation;
    let field = NodeRef::<html::Textarea>::new();
    let refused = screen.refused.with_value(|refused| Some((refused.edit?, refused.text.clone())));
    let problem = RwSignal::new(refused.as_ref().map(|(error, _)| *error));
    let text = refused.map_or(text, |(_, refused)| refused);
    let id = format!("edit-{key}");

    let seq = match subject {
        Subject::Stored(seq) => Some(seq),
        Subject::Unsent(_) => None,
    };
    let shelf = StoredValue::new(LocalStore::of(screen.chat.me.with_value(|me| me.id), screen.id()));
    let keep = move |text: &str| {
        if let Some(seq) = seq {
            shelf.with_value(|shelf| shelf.keep_edit(seq, text));
        }
    };

    effect(move || {
        if let Some(field) = field.get() {
            if let Some(kept) = seq.and_then(|seq| shelf.with_value(|shelf| shelf.edit(seq))) {
                field.set_value(&kept);
            }
            let end = u32::try_from(field.value().encode_utf16().count()).unwrap_or(u32::MAX);
            fit(&field);
            let _ = field.focus();
            let _ = field.set_selection_range(end, end);
        }
    });
    let leave = move || {
        keep("");
        screen.close_pane();
    };
    let save = move || {
        let Some(field) = field.get_untracked() else { return };
        match Content::parse(&field.value()) {
            Ok(content) => {
                leave();
                screen.rewrite(subject, content);
            }
            Err(error) => problem.set(Some(error.code().into())),
        }
    };
    let on_keydown = move |event: KeyboardEvent| match stroke(&event) {
        _ if screen.is_history() => {}
        Stroke::Send => {
            event.prevent_default();
            save();
        }
        Stroke::Leave => {
            event.prevent_default();
            leave();
        }
        Stroke::Write => {}
    };
    let on_submit = move |event: SubmitEvent| {
        if !screen.is_history() {
            event.prevent_default();
            save();
        }
    };
    let cancel = move |event: MouseEvent| {
        if screen.acts_itself(&event) {
            leave();
        }
    };
    let on_input = move |_| {
        problem.set(None);
        if let Some(field) = field.get_untracked() {
            fit(&field);
            keep(&field.value());
        }
    };
    view! {
        <form
            class="pane pane--editor"
            method="post"
            action=seq.map(|seq| screen.address(&screen.pane_path(Pane::Edit, seq)))
            on:submit=on_submit
        >
            <label class="pane__label" for=id.clone()>{ours.edit_label}</label>
            <TextArea
                id=id
                class="editor__text"
                name="content"
                rows="2"
                text=text
                field=field
                required=|| true
                on_input
                on_keydown
            />
            <p class="pane__problem" role="alert">
                {move || problem.get().map(|error| words.errors.sentence(error))}
            </p>
            <div class="pane__choice">
                <button type="submit" class="button button--small button--main">{ours.save}</button>
                <a class="button button--small" href=screen.path() rel="external" on:click=cancel>{words.site.cancel}</a>
            </div>
        </form>
    }
}
