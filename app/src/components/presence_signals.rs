//! Who is in the group now, shared between the conversation, which hears of it, and the head of the page, which shows it.

use leptos::prelude::*;
use tertulia::api::Present;

/// [`Conversation`](crate::conversation::Conversation) writes both signals as frames arrive; [`RoomHead`](crate::components::RoomHead) shows them.
#[derive(Clone, Copy, Debug)]
pub struct PresenceSignals {
    /// The people who are here now, in the order in which they are shown.
    pub online: RwSignal<Vec<Present>>,
    /// How many members the group has.
    pub member_count: RwSignal<u32>,
}

impl PresenceSignals {
    /// As the server knew it when it rendered the page.
    pub fn new(online: Vec<Present>, member_count: u32) -> Self {
        Self { online: RwSignal::new(online), member_count: RwSignal::new(member_count) }
    }
}
