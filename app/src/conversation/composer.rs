//! What the reader writes.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
    server_fn::ServerFn,
};
use tertulia::{
    client::UserAction,
    ids::ClientMessageId,
    message::{CONTENT_MAX, Content, ContentError},
    text,
};

use super::{
    Screen,
    composer_keys::{Stroke, is_up, stroke},
    marks,
    preview::{Preview, PreviewButton, PreviewPane},
};
use crate::{
    api::messages::SendMessage, chat::event::Event, components::TextArea, effect::effect, i18n::use_words,
    local_store::LocalStore, place::Place,
};

/// From how many characters left on they are counted.
const COUNT_FROM: i64 = 500;
/// How many lines are shown at most where the browser does not fit the field to its text by itself.
const ROWS_MAX: usize = 8;

/// A plain form without a script: the hidden client id makes sending it twice harmless. With one, what is written goes into
/// the outbox and the form is never posted: `first_paint.js` sees to that from the first paint on, and hands over when the
/// form says that it is alive.
#[component]
#[allow(clippy::disallowed_methods, reason = "written by `marks`, which escapes whatever somebody wrote")]
pub fn Composer(
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words();
    let ours = words.conversation;
    let length = RwSignal::new(0_usize);
    let (refused, text, client_id) = screen.refused.with_value(|refused| {
        let text = refused.message.map(|_| refused.text.clone()).unwrap_or_default();
        (refused.message, text, refused.client_id.unwrap_or_else(ClientMessageId::random))
    });
    let problem = RwSignal::new(refused);
    let alive = RwSignal::new(false);
    let preview = Preview::of(screen.textarea);
    let form = NodeRef::<html::Form>::new();
    let shelf = StoredValue::new(LocalStore::of(screen.chat.me.with_value(|me| me.id), screen.id()));

    effect(move || {
        if screen.is_history() {
            return;
        }
        let (Some(form), Some(field)) = (form.get(), screen.textarea.get()) else { return };
        if field.value().is_empty()
            && let Some(draft) = shelf.with_value(LocalStore::draft)
        {
            field.set_value(&draft);
        }
        measured(&field, length);
        alive.set(true);
        // At once, so that no event falls between the two.
        let _ = form.set_attribute("data-alive", "");
        let _ = form.remove_attribute("data-held");
        screen.happened(Event::CameAlive);
    });
    // The field was cleared already: what could not be taken goes back into it, unless something newer is there.
    effect(move || {
        let back = screen.chat.handed_back.get().zip(screen.textarea.get_untracked());
        if let Some((text, field)) = back.filter(|(_, field)| field.value().is_empty()) {
            field.set_value(&text);
            shelf.with_value(|shelf| shelf.keep_draft(&text));
            measured(&field, length);
        }
    });

    let send = move || {
        let Some(field) = screen.textarea.get_untracked() else { return };
        match Content::parse(&field.value()) {
            Ok(content) => {
                screen.dispatch(UserAction::Sent(ClientMessageId::random(), content, screen.take_options()));
                shelf.with_value(|shelf| shelf.forget_draft(&field.value()));
                field.set_value("");
                problem.set(None);
                preview.close();
                measured(&field, length);
            }
            Err(ContentError::Empty) => {}
            Err(error) => problem.set(Some(error.code().into())),
        }
        // A tap on the button takes the focus, and with it the keyboard of a phone.
        let _ = field.focus();
    };
    let on_input = move |_| {
        let Some(field) = screen.textarea.get_untracked() else { return };
        let text = field.value();
        shelf.with_value(|shelf| shelf.keep_draft(&text));
        measured(&field, length);
        preview.typed();
        problem.set(None);
        if !text.trim().is_empty() {
            screen.dispatch(UserAction::Typed);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if !alive.get_untracked() {
            return;
        }
        if stroke(&event) == Stroke::Send {
            event.prevent_default();
            send();
        } else if event.key() == "Escape" {
            screen.reply_to(None);
        } else if is_up(&event) && length.get_untracked() == 0 && screen.edit_last() {
            event.prevent_default();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        if alive.get_untracked() {
            event.prevent_default();
            send();
        }
    };
    let left = move || i64::try_from(CONTENT_MAX).unwrap_or(i64::MAX) - i64::try_from(length.get()).unwrap_or(i64::MAX);
    let count = move || (left() <= COUNT_FROM).then(|| (ours.left)(left()));

    // A page of history is never alive: its form is a plain one, and leads to what happens now.
    let at = |place: fn(&LocalStore) -> &str| {
        (!screen.is_history()).then(|| shelf.with_value(|shelf| place(shelf).to_owned()))
    };

    view! {
        <form
            class="composer"
            method="post"
            action=screen.address(&Place::Unread.path(screen.id(), ""))
            data-send=screen.address(SendMessage::url())
            data-shelf=at(LocalStore::outbox_keys)
            data-draft=at(LocalStore::draft_key)
            data-holding=ours.holding
            node_ref=form
            on:submit=on_submit
        >
            <input type="hidden" name="group_id" value=screen.id().to_string()/>
            <input type="hidden" name="client_id" value=client_id.to_string() autocomplete="off"/>
            <p class="composer__problem" id="composer-problem" role="alert">
                {move || problem.get().map(|error| words.errors.sentence(error))}
            </p>
            <div class="replying" inner_html=screen.replying.with_value(|reply| marks::replying(reply.as_ref(), screen))></div>
            <PreviewPane preview/>
            <div class="composer__box">
                <label class="unseen" for="composer-text">{ours.composer_label}</label>
                <TextArea
                    id="composer-text"
                    class="composer__text"
                    name="content"
                    rows="1"
                    field=screen.textarea
                    placeholder=ours.composer_label
                    described_by="composer-problem composer-count"
                    required=move || !alive.get()
                    on_input
                    on_keydown
                    text=text
                />
                <PreviewButton preview/>
                <button type="submit" class="composer__send">{ours.send}</button>
            </div>
            <div class="composer__question" inner_html=marks::question_box(screen)></div>
            <p class="composer__count" id="composer-count" data-over=move || (left() < 0).then_some("")>{count}</p>
        </form>
    }
}

/// Counts what is written, as [`Content`] counts, and fits the field to it.
fn measured(field: &web_sys::HtmlTextAreaElement, length: RwSignal<usize>) {
    fit(field);
    let text = field.value();
    let as_stored = text::lines(&text).unwrap_or(text);
    length.set(as_stored.chars().count());
}

/// Fits a field to its text where the style sheet cannot.
pub(super) fn fit(field: &web_sys::HtmlTextAreaElement) {
    let rows = field.value().split('\n').count().min(ROWS_MAX);
    field.set_rows(u32::try_from(rows).unwrap_or(1));
}
