//! Sends what waits, on a page without a conversation.

use leptos::prelude::*;
use tertulia::ids::UserId;

use crate::{effect::effect, live};

/// Nothing to see: what the reader wrote without a network goes out from the list of groups too.
#[island]
pub fn BackgroundSyncIsland(
    /// The reader.
    me: UserId,
) -> impl IntoView {
    effect(move || live::send_waiting(me));
}
