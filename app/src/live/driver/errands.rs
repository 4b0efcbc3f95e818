//! What the client wants from the server's HTTP interface; the answers come as events.

use leptos::task::spawn_local;
use tertulia::{
    client::{Input, Wanted},
    ids::Seq,
};

use super::Driver;
use crate::{
    api::messages::{delete_message, edit_message, messages},
    chat::event::Event,
    error::ApiError,
};

impl Driver {
    pub(super) fn load(&self, wanted: Wanted, before: Option<Seq>, after: Option<Seq>) {
        let (sender, group) = (self.sender.clone(), self.chat.id());
        spawn_local(async move {
            let page = messages(group, before, after, None).await.map_err(ApiError::code);
            sender.post(Event::Client(Input::Page(wanted, before.or(after), page)));
        });
    }

    pub(super) fn revise(&self, seq: Seq, content: Option<String>) {
        let (sender, group) = (self.sender.clone(), self.chat.id());
        spawn_local(async move {
            let answer = match content.clone() {
                Some(text) => edit_message(group, seq, text).await.map(|message| message.edited_at),
                None => delete_message(group, seq).await.map(|()| None),
            };
            sender.post(Event::Client(Input::Revised(seq, content, answer.map_err(ApiError::code))));
        });
    }
}
