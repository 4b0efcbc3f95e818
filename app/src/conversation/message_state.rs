//! How far an own message has come, and a change of a stored one.

use leptos::{either::Either, prelude::*};
use tertulia::{
    client::UserAction,
    ids::{ClientMessageId, Seq},
    outbox::revisions::{Revision, RevisionState},
    timeline::{MessageRow, RowKey, SendState},
};

use super::{
    Screen,
    pane::{BackTo, Open, Pane},
};
use crate::i18n::ConversationWords;

/// What stands below a text that the server does not have yet.
enum State {
    /// It is under way.
    Quiet(&'static str),
    /// It was refused.
    Refused { what: &'static str, why: &'static str, ways: Vec<Way> },
}

/// What can be done about a refusal.
#[derive(Clone, Copy)]
enum Way {
    Retry(ClientMessageId),
    Edit(RowKey),
    Discard(ClientMessageId),
    RetryRevision(Seq),
    DiscardRevision(Seq),
}

impl Way {
    const fn name(self, words: &ConversationWords) -> &'static str {
        match self {
            Self::Retry(_) | Self::RetryRevision(_) => words.retry,
            Self::Edit(_) => words.edit,
            Self::Discard(_) | Self::DiscardRevision(_) => words.discard,
        }
    }

    fn go(self, screen: Screen) {
        screen.dispatch(match self {
            Self::Edit(key) => return screen.open.set(Some(Open { key, pane: Pane::Edit, back_to: BackTo::Composer })),
            Self::Retry(client_id) => UserAction::Retried(client_id),
            Self::Discard(client_id) => UserAction::Discarded(client_id),
            Self::RetryRevision(seq) => UserAction::RetriedRevision(seq),
            Self::DiscardRevision(seq) => UserAction::DiscardedRevision(seq),
        });
    }
}

/// Nothing for a message that is stored; a word for one that waits; a reason and a choice for one that was refused.
pub(super) fn message_state(message: &MessageRow, screen: Screen) -> impl IntoView + use<> {
    let words = screen.calendar.lang.words();
    let ours = words.conversation;
    let state = match message.status {
        SendState::Sent => None,
        SendState::Queued => Some(State::Quiet(ours.queued)),
        SendState::Sending => Some(State::Quiet(ours.sending)),
        SendState::Failed(code) => {
            // Only a message that has waited too long fails with a code that is temporary otherwise.
            let why = if code.is_temporary() { ours.too_old } else { (words.errors.code)(code) };
            let ways = |id| vec![Way::Retry(id), Way::Edit(message.key), Way::Discard(id)];
            Some(State::Refused { what: ours.failed, why, ways: message.client_id.map(ways).unwrap_or_default() })
        }
    };
    state.map(|state| shown(state, screen))
}

/// The same for a change of the stored message at `seq`.
pub(super) fn revision_state(revision: &Revision, seq: Seq, screen: Screen) -> impl IntoView + use<> {
    let words = screen.calendar.lang.words();
    let ours = words.conversation;
    let refused = |why| {
        let ways = vec![Way::RetryRevision(seq), Way::DiscardRevision(seq)];
        Some(State::Refused { what: ours.not_saved, why, ways })
    };
    let state = match revision.state {
        RevisionState::Saved => None,
        RevisionState::Queued => Some(State::Quiet(ours.saving_later)),
        RevisionState::Sending => Some(State::Quiet(ours.saving)),
        RevisionState::Unsure => refused(ours.unsure),
        RevisionState::Failed(code) => refused((words.errors.code)(code)),
    };
    state.map(|state| shown(state, screen))
}

fn shown(state: State, screen: Screen) -> impl IntoView {
    match state {
        State::Quiet(text) => Either::Left(view! { <p class="message__state">{text}</p> }),
        State::Refused { what, why, ways } => {
            let words = screen.calendar.lang.words().conversation;
            let button = |way: Way| {
                let go = move |_| way.go(screen);
                view! { <button type="button" class="button button--small" on:click=go>{way.name(words)}</button> }
            };
            Either::Right(view! {
                <p class="message__state message__state--failed">{what} " " {why}</p>
                <p class="message__choice">{ways.into_iter().map(button).collect_view()}</p>
            })
        }
    }
}
