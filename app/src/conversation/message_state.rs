//! How far an own message has come, and a change of a stored one.

use leptos::prelude::*;
use tertulia::{
    ids::{ClientId, Seq},
    outbox::revisions::RevisionState,
    timeline::{Delivery, RowKey},
};

use super::{
    Room,
    pane::{BackTo, Open, Pane},
};
use crate::live::event::Deed;

/// Nothing for a message that is stored; a word for one that waits; a reason and a choice for one that was refused.
#[component]
pub fn MessageState(
    /// How far.
    status: Delivery,
    /// Which row.
    key: RowKey,
    /// Which message; only own ones have a choice.
    client_id: Option<ClientId>,
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = room.calendar.lang.words();
    let ours = words.conversation;
    match status {
        Delivery::Sent => None,
        Delivery::Queued => Some(quietly(ours.queued)),
        Delivery::Sending => Some(quietly(ours.sending)),
        Delivery::Failed(code) => {
            // Only a message that has waited too long fails with a code that is temporary otherwise.
            let reason = if code.is_temporary() { ours.too_old } else { (words.errors.code)(code) };
            let choose = move |deed: fn(ClientId) -> Deed| client_id.into_iter().for_each(|id| room.did(deed(id)));
            let edit = move || room.open.set(Some(Open { key, pane: Pane::Edit, back_to: BackTo::Composer }));
            Some(
                view! {
                    <p class="message__state message__state--failed">{ours.failed} " " {reason}</p>
                    <p class="message__choice">
                        {choice(ours.retry, move || choose(Deed::Retried))}
                        {choice(ours.edit, edit)}
                        {choice(ours.discard, move || choose(Deed::Discarded))}
                    </p>
                }
                .into_any(),
            )
        }
    }
}

/// The same for a change of the stored message at `seq`.
pub(super) fn revision_state(state: RevisionState, seq: Seq, room: Room) -> Option<AnyView> {
    let words = room.calendar.lang.words();
    let ours = words.conversation;
    let reason = match state {
        RevisionState::Saved => return None,
        RevisionState::Queued => return Some(quietly(ours.saving_later)),
        RevisionState::Sending => return Some(quietly(ours.saving)),
        RevisionState::Unsure => ours.unsure,
        RevisionState::Failed(code) => (words.errors.code)(code),
    };
    let view = view! {
        <p class="message__state message__state--failed">{ours.not_saved} " " {reason}</p>
        <p class="message__choice">
            {choice(ours.retry, move || room.did(Deed::RetriedRevision(seq)))}
            {choice(ours.discard, move || room.did(Deed::DiscardedRevision(seq)))}
        </p>
    };
    Some(view.into_any())
}

fn quietly(text: &'static str) -> AnyView {
    view! { <p class="message__state">{text}</p> }.into_any()
}

fn choice(text: &'static str, choose: impl Fn() + 'static) -> impl IntoView {
    view! { <button type="button" class="button button--small" on:click=move |_| choose()>{text}</button> }
}
