//! The inside of a group's page: its head, and the conversation.

use leptos::prelude::*;

use crate::{
    components::{Here, RoomHead},
    conversation::{Conversation, RoomData},
};

/// All of the page that lives as long as it is open. One island, for its parts share what happens.
#[island]
pub fn GroupRoom(
    /// What it begins with.
    data: RoomData,
) -> impl IntoView {
    let here = Here::new(data.online.clone(), data.group.member_count);
    view! {
        <RoomHead id=data.group.id name=data.group.name.clone() here/>
        <Conversation data here/>
    }
}
