//! What members do to each other's messages: reactions, pins, answers to questions.

use axum::{Json, extract::State};
use http::StatusCode;
use serde::Deserialize;
use tertulia::{
    api::{MarkedAnswer, PAGE_DEFAULT, Pins, QuestionState, Questions},
    ids::{GroupId, Seq},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    AppState,
    extract::{Body, CurrentUser, OptionalBody, PathParams, QueryParams},
    problem::{Problem, Refused, RefusedReading},
    render::{Render, RenderParams},
};

/// Reacts to a message. Again it changes nothing.
#[utoipa::path(put, path = "/api/v1/groups/{id}/messages/{seq}/reactions/{emoji}", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The message's seq"),
        ("emoji" = String, Path, description = "One emoji of Unicode", example = "👍")),
    responses((status = NO_CONTENT, description = "It is so"), Refused))]
pub async fn react(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq, emoji)): PathParams<(GroupId, Seq, String)>,
) -> Result<StatusCode, Problem> {
    app.engine.react(&who, group, seq, &emoji, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back a reaction. Where there is none it changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/messages/{seq}/reactions/{emoji}", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The message's seq"),
        ("emoji" = String, Path, description = "One emoji of Unicode", example = "👍")),
    responses((status = NO_CONTENT, description = "It is so"), Refused))]
pub async fn take_back(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq, emoji)): PathParams<(GroupId, Seq, String)>,
) -> Result<StatusCode, Problem> {
    app.engine.react(&who, group, seq, &emoji, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pins a message: the owner and moderators may. Again it changes nothing.
#[utoipa::path(put, path = "/api/v1/groups/{id}/messages/{seq}/pin", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The message's seq")),
    responses((status = NO_CONTENT, description = "It is so"), Refused))]
pub async fn pin(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
) -> Result<StatusCode, Problem> {
    app.engine.pin(&who, group, seq, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unpins a message. Where it is not pinned it changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/messages/{seq}/pin", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The message's seq")),
    responses((status = NO_CONTENT, description = "It is so"), Refused))]
pub async fn unpin(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
) -> Result<StatusCode, Problem> {
    app.engine.pin(&who, group, seq, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks a message as the answer to the question at `seq`: whoever asked may, and the owner and moderators. Again it changes nothing.
#[utoipa::path(put, path = "/api/v1/groups/{id}/messages/{seq}/answer", tag = "messages", request_body = MarkedAnswer,
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The question's seq")),
    responses((status = NO_CONTENT, description = "It is so"), Refused))]
pub async fn answer(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
    Body(MarkedAnswer { answer_seq }): Body<MarkedAnswer>,
) -> Result<StatusCode, Problem> {
    app.engine.answer(&who, group, seq, answer_seq).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back what is the answer to the question at `seq`; with a body `{answer_seq}` only if it is that one. Where there is none it changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/messages/{seq}/answer", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The question's seq")),
    responses((status = NO_CONTENT, description = "It is so"), Refused))]
pub async fn reopen(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
    OptionalBody(marked): OptionalBody<MarkedAnswer>,
) -> Result<StatusCode, Problem> {
    app.engine.reopen(&who, group, seq, marked.map(|marked| marked.answer_seq)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The pinned messages, the one that was pinned last first. At most 50.
#[utoipa::path(get, path = "/api/v1/groups/{id}/pins", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), RenderParams),
    responses((status = OK, description = "The messages", body = Pins), RefusedReading))]
pub async fn pins(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
    QueryParams(render): QueryParams<RenderParams>,
) -> Result<Json<Pins>, Problem> {
    let mut messages = app.engine.pins(&who, group).await?;
    render.all(&mut messages);
    Ok(Json(Pins { messages }))
}

/// Which questions.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateParam {
    /// Without an answer.
    #[default]
    Open,
    /// With one.
    Answered,
}

/// Which page of questions.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct QuestionParams {
    /// `open`, or `answered`.
    #[param(inline)]
    state: StateParam,
    /// Questions with a lower seq.
    #[param(value_type = Option<Seq>)]
    before: Option<u64>,
    /// How many: 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// `html`: messages have `html` beside `content`. Any other value is ignored.
    #[param(value_type = Option<String>, example = "html")]
    render: Render,
}

/// A group's questions, the newest first.
#[utoipa::path(get, path = "/api/v1/groups/{id}/questions", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), QuestionParams),
    responses((status = OK, description = "A page of them", body = Questions), RefusedReading))]
pub async fn questions(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
    QueryParams(params): QueryParams<QuestionParams>,
) -> Result<Json<Questions>, Problem> {
    let state = match params.state {
        StateParam::Open => QuestionState::Open,
        StateParam::Answered => QuestionState::Answered,
    };
    let (before, limit) = (params.before.map(Seq), params.limit.unwrap_or(PAGE_DEFAULT));
    let mut page = app.engine.questions(&who, group, state, before, limit).await?;
    params.render.all(&mut page.messages);
    Ok(Json(page))
}
