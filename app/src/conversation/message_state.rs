//! How far an own message has come.

use leptos::prelude::*;
use tertulia::{ids::ClientId, timeline::Delivery};

use super::Room;
use crate::live::event::Deed;

/// Nothing for a message that is stored; a word for one that waits; a reason and a choice for one that was refused.
#[component]
pub fn MessageState(
    /// How far.
    status: Delivery,
    /// Which message; only own ones have a choice.
    client_id: Option<ClientId>,
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = room.calendar.lang.words();
    let ours = words.conversation;
    match status {
        Delivery::Sent => None,
        Delivery::Queued => Some(view! { <p class="message__state">{ours.queued}</p> }.into_any()),
        Delivery::Sending => Some(view! { <p class="message__state">{ours.sending}</p> }.into_any()),
        Delivery::Failed(code) => {
            // Only a message that has waited too long fails with a code that is temporary otherwise.
            let reason = if code.is_temporary() { ours.too_old } else { (words.errors.code)(code) };
            let choose = move |deed: fn(ClientId) -> Deed| client_id.into_iter().for_each(|id| room.did(deed(id)));
            Some(
                view! {
                    <p class="message__state message__state--failed">{ours.failed} " " {reason}</p>
                    <p class="message__choice">
                        <button type="button" class="button button--small" on:click=move |_| choose(Deed::Retried)>
                            {ours.retry}
                        </button>
                        <button type="button" class="button button--small" on:click=move |_| choose(Deed::Discarded)>
                            {ours.discard}
                        </button>
                    </p>
                }
                .into_any(),
            )
        }
    }
}
