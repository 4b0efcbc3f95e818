//! The question before a message is deleted.

use std::sync::Arc;

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    html,
    prelude::*,
};
use tertulia::{client::UserAction, ids::Seq, timeline::MessageRow};

use super::{
    Screen,
    composer_keys::{Stroke, stroke},
    pane::Pane,
};
use crate::{components::sentence, effect::effect, i18n::use_words};

/// Names whose message it is, where it is not the reader's own. The keyboard stands on the way out.
#[component]
pub fn Deletion(
    /// Which message, as it is now.
    message: Arc<MessageRow>,
    /// Its place in the log.
    seq: Seq,
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words();
    let ours = words.conversation;
    let way_out = NodeRef::<html::A>::new();
    let question = if message.mine {
        ours.delete_question.to_owned()
    } else {
        (ours.delete_theirs_question)(&message.sender_name)
    };
    let problem = screen.refused.with_value(|refused| refused.deletion).map(|error| words.errors.sentence(error));

    effect(move || {
        if let Some(way_out) = way_out.get() {
            let _ = way_out.focus();
        }
    });
    let on_submit = move |event: SubmitEvent| {
        if !screen.is_history() {
            event.prevent_default();
            screen.close_pane();
            screen.dispatch(UserAction::Revised(seq, None));
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if stroke(&event) == Stroke::Leave && !screen.is_history() {
            event.prevent_default();
            screen.close_pane();
        }
    };
    let cancel = move |event: MouseEvent| {
        if screen.acts_itself(&event) {
            screen.close_pane();
        }
    };
    view! {
        <form
            class="pane pane--question"
            method="post"
            action=screen.address(&screen.pane_path(Pane::Delete, seq))
            on:submit=on_submit
            on:keydown=on_keydown
        >
            <p class="pane__label">{sentence(&question)}</p>
            <p class="pane__problem" role="alert">{problem}</p>
            <div class="pane__choice">
                <button type="submit" class="button button--small button--danger">{ours.confirm_delete}</button>
                <a class="button button--small" href=screen.path() rel="external" node_ref=way_out on:click=cancel>
                    {words.site.cancel}
                </a>
            </div>
        </form>
    }
}
