//! `/api/v1/groups`

use axum::{Json, extract::State};
use http::StatusCode;
use serde::Deserialize;
use tertulia::{
    api::{GROUPS_DEFAULT, Group, GroupCursor, Groups, JoinGroup, NewGroup},
    ids::GroupId,
};
use utoipa::IntoParams;

use crate::{
    AppState,
    extract::{Body, CallerAddress, CurrentUser, PathParams, QueryParams},
    problem::{Problem, Refused, RefusedReading},
};

/// Which page of my groups.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupsParams {
    /// How many groups: 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// Groups behind this place: the `next` of the page before.
    #[param(value_type = Option<String>, example = "1795796300909.6c5770e8-a3d6-43a9-87eb-ddd8d2c1f688", pattern = "^-?[0-9]{1,18}[.][0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
    before: Option<GroupCursor>,
}

/// My groups, the most recently active first, page by page.
#[utoipa::path(get, path = "/api/v1/groups", tag = "groups", params(GroupsParams),
    responses((status = OK, description = "The page", body = Groups), RefusedReading))]
pub async fn list(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    QueryParams(params): QueryParams<GroupsParams>,
) -> Result<Json<Groups>, Problem> {
    let limit = params.limit.unwrap_or(GROUPS_DEFAULT);
    Ok(Json(app.engine.groups(&who, params.before, limit).await?))
}

/// A new group, owned by the caller.
#[utoipa::path(post, path = "/api/v1/groups", tag = "groups", request_body = NewGroup,
    responses((status = CREATED, description = "The group with its invite code", body = Group), Refused))]
pub async fn create(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    Body(new): Body<NewGroup>,
) -> Result<(StatusCode, Json<Group>), Problem> {
    Ok((StatusCode::CREATED, Json(app.engine.create_group(&who, new).await?)))
}

/// Joins the group that a code opens; joining again changes nothing. Whoever was removed is refused until let in again.
#[utoipa::path(post, path = "/api/v1/groups/join", tag = "groups", request_body = JoinGroup,
    responses((status = OK, description = "The group, joined", body = Group), Refused))]
pub async fn join(
    State(app): State<AppState>,
    CallerAddress(address): CallerAddress,
    CurrentUser(who): CurrentUser,
    Body(join): Body<JoinGroup>,
) -> Result<Json<Group>, Problem> {
    Ok(Json(app.engine.join(address, &who, &join.invite_code).await?))
}

/// One of my groups.
#[utoipa::path(get, path = "/api/v1/groups/{id}", tag = "groups", params(("id" = GroupId, Path, description = "The group")),
    responses((status = OK, description = "The group", body = Group), RefusedReading))]
pub async fn show(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
) -> Result<Json<Group>, Problem> {
    Ok(Json(app.engine.group(&who, group).await?))
}
