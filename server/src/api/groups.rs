//! `/api/v1/groups`

use axum::{Json, extract::State};
use http::StatusCode;
use tertulia::{
    api::{Group, Groups, JoinGroup, NewGroup},
    ids::GroupId,
};

use crate::{
    AppState,
    extract::{Body, CallerAddress, InPath, Who},
    problem::{Problem, Refused, RefusedReading},
};

/// My groups, the most recently active first.
#[utoipa::path(get, path = "/api/v1/groups", tag = "groups",
    responses((status = OK, description = "The caller's groups", body = Groups), RefusedReading))]
pub async fn list(State(app): State<AppState>, Who(who): Who) -> Result<Json<Groups>, Problem> {
    Ok(Json(Groups { groups: app.engine.groups(&who).await? }))
}

/// A new group, owned by the caller.
#[utoipa::path(post, path = "/api/v1/groups", tag = "groups", request_body = NewGroup,
    responses((status = CREATED, description = "The group with its invite code", body = Group), Refused))]
pub async fn create(
    State(app): State<AppState>,
    Who(who): Who,
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
    Who(who): Who,
    Body(join): Body<JoinGroup>,
) -> Result<Json<Group>, Problem> {
    Ok(Json(app.engine.join(address, &who, &join.invite_code).await?))
}

/// One of my groups.
#[utoipa::path(get, path = "/api/v1/groups/{id}", tag = "groups", params(("id" = GroupId, Path, description = "The group")),
    responses((status = OK, description = "The group", body = Group), RefusedReading))]
pub async fn show(
    State(app): State<AppState>,
    Who(who): Who,
    InPath(group): InPath<GroupId>,
) -> Result<Json<Group>, Problem> {
    Ok(Json(app.engine.group(&who, group).await?))
}
