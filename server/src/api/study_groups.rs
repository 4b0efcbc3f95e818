//! `/study-groups`: the second earlier system's form of a group's messages.

use axum::{Json, extract::State};
use tertulia::{
    api::{StudyGroupMessage, StudyGroupPage},
    ids::GroupId,
};

use super::messages::PageParams;
use crate::{
    AppState,
    extract::{CurrentUser, PathParams, QueryParams},
    problem::{Problem, RefusedReading},
};

/// A page of messages, oldest first, in the second earlier system's form.
#[utoipa::path(get, path = "/study-groups/{id}/messages", tag = "earlier systems",
    params(("id" = GroupId, Path, description = "The group"), PageParams),
    responses((status = OK, description = "The page", body = StudyGroupPage), RefusedReading))]
pub async fn messages(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
    QueryParams(params): QueryParams<PageParams>,
) -> Result<Json<StudyGroupPage>, Problem> {
    let (query, limit) = params.read()?;
    let page = app.engine.page(&who, group, query, limit).await?;
    let messages = page.messages.into_iter().map(StudyGroupMessage::from).collect();
    Ok(Json(StudyGroupPage { messages, has_more: page.has_more }))
}
