//! What the pages of pinned messages and of questions show.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use tertulia::{
    api::{Group, Message, Questions},
    ids::Seq,
};

use super::{TextJson, groups::GroupListing};
use crate::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::groups::{Around, around},
    crate::request::{engine, identity, refuse},
    engine::Error,
    tertulia::{
        api::{PAGE_DEFAULT, QuestionState},
        markup,
    },
};

/// What the page of pinned messages shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinsPageData {
    /// The group.
    pub group: Group,
    /// The one that was pinned last first.
    pub messages: Vec<Message>,
    /// The groups of the person that were active last, for the side.
    pub groups: GroupListing,
}

/// What a page of questions shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionsPageData {
    /// The group.
    pub group: Group,
    /// Whether they are those with an answer.
    pub answered: bool,
    /// Newest first.
    pub page: Questions,
    /// The groups of the person that were active last, for the side.
    pub groups: GroupListing,
}

/// Everything that the page of pinned messages shows.
#[server(prefix = "/api/fn", endpoint = "pins-page", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn load_pins(id: String) -> Result<PinsPageData, ApiError> {
    let (engine, who) = (engine()?, identity()?);
    let id = id.parse().map_err(|_| refuse(Error::NotFound))?;
    let pins = async { engine.pins(&who, id).await.map_err(refuse) };
    let (Around { group, groups, .. }, mut messages) = futures::try_join!(around(&engine, &who, id), pins)?;
    markup::render(&mut messages);
    Ok(PinsPageData { group, messages, groups })
}

/// Everything that a page of questions shows: those without an answer or those with one, of those before a seq.
#[server(prefix = "/api/fn", endpoint = "questions-page", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn load_questions(
    id: String,
    #[server(default)] answered: bool,
    before: Option<Seq>,
) -> Result<QuestionsPageData, ApiError> {
    let (engine, who) = (engine()?, identity()?);
    let id = id.parse().map_err(|_| refuse(Error::NotFound))?;
    let state = if answered { QuestionState::Answered } else { QuestionState::Open };
    let questions = async { engine.questions(&who, id, state, before, PAGE_DEFAULT).await.map_err(refuse) };
    let (Around { group, groups, .. }, mut page) = futures::try_join!(around(&engine, &who, id), questions)?;
    markup::render(&mut page.messages);
    Ok(QuestionsPageData { group, answered, page, groups })
}
