//! The inside of a group's page: its head, and the conversation.

use leptos::prelude::*;

use tertulia::json::Inside;

use crate::{
    components::{PresenceSignals, RoomHead},
    conversation::{Conversation, ConversationData, Screen},
    effect::effect,
    live,
};

/// All of the page that lives as long as it is open. One island, for its parts share what happens: what makes it live and what shows it meet here
/// alone.
#[island]
pub fn GroupRoom(
    /// What it begins with.
    data: Inside<ConversationData>,
) -> impl IntoView {
    let Inside(data) = data;
    let here = PresenceSignals::new(data.online.clone(), data.member_count);
    let (id, name, invite_link) = (data.id, data.name.clone(), data.invite_link.clone());
    let screen = Screen::new(data, here);
    effect(move || live::start(screen.chat));
    view! {
        <RoomHead id name here/>
        <Conversation screen invite_link/>
    }
}
