//! Messages over HTTP: what the conversation does without a socket, and pages of its history.

use leptos::prelude::*;
use tertulia::{
    api::{Message, Page},
    ids::{ClientMessageId, GroupId, Seq},
};

use super::TextJson;
use crate::error::ApiError;
#[cfg(feature = "ssr")]
use {
    crate::request::{engine, forward_plain_form, identity, refuse},
    engine::Error,
    tertulia::{
        api::{NewMessage, PAGE_DEFAULT, PageQuery},
        markup,
    },
};

/// A page of messages, oldest first: those before or after a seq, else the newest. `limit` is 1 to 100, 50 where left out.
#[server(prefix = "/api/fn", endpoint = "messages", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn messages(
    group_id: GroupId,
    before: Option<Seq>,
    after: Option<Seq>,
    limit: Option<u32>,
) -> Result<Page, ApiError> {
    let query = match (before, after) {
        (None, None) => PageQuery::Newest,
        (Some(seq), None) => PageQuery::Before(seq),
        (None, Some(seq)) => PageQuery::After(seq),
        (Some(_), Some(_)) => return Err(refuse(Error::Invalid("either before or after"))),
    };
    let limit = limit.unwrap_or(PAGE_DEFAULT);
    let mut page = engine()?.page(&identity()?, group_id, query, limit).await.map_err(refuse)?;
    markup::render(&mut page.messages);
    Ok(page)
}

/// Sends a message; the same client id again returns the first result. A form comes back to the newest page.
#[server(prefix = "/api/fn", endpoint = "send-message", output = TextJson)]
pub async fn send_message(
    group_id: GroupId,
    content: String,
    client_id: Option<ClientMessageId>,
    reply_to: Option<Seq>,
    question: Option<bool>,
) -> Result<Message, ApiError> {
    let question = question.unwrap_or_default();
    let new = NewMessage { content, client_id, reply_to, sender_id: None, question };
    let sent = engine()?.send(&identity()?, group_id, new).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}"));
    Ok(sent.message)
}

/// Changes the text of one's own message.
#[server(prefix = "/api/fn", endpoint = "edit-message", output = TextJson)]
pub async fn edit_message(group_id: GroupId, seq: Seq, content: String) -> Result<Message, ApiError> {
    let message = engine()?.edit(&identity()?, group_id, seq, &content).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}"));
    Ok(message)
}

/// Deletes a message.
#[server(prefix = "/api/fn", endpoint = "delete-message", output = TextJson)]
pub async fn delete_message(group_id: GroupId, seq: Seq) -> Result<(), ApiError> {
    engine()?.delete(&identity()?, group_id, seq).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}"));
    Ok(())
}
