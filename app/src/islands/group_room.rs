//! The inside of a group's page: its head, and the conversation.

use leptos::prelude::*;

use crate::{
    components::{PresenceSignals, RoomHead},
    conversation::{Conversation, RoomData},
};

/// All of the page that lives as long as it is open. One island, for its parts share what happens.
#[island]
pub fn GroupRoom(
    /// What it begins with.
    data: RoomData,
) -> impl IntoView {
    let here = PresenceSignals::new(data.online.clone(), data.member_count);
    view! {
        <RoomHead id=data.id name=data.name.clone() here/>
        <Conversation data here/>
    }
}
