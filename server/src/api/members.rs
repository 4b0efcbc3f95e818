//! `/api/v1/groups/{id}/members`

use axum::{Json, extract::State};
use http::StatusCode;
use serde::Deserialize;
use tertulia::{
    api::{Members, RoleChange},
    ids::{GroupId, UserId},
};
use utoipa::IntoParams;

use crate::{
    AppState,
    extract::{Body, CurrentUser, PathParams, QueryParams},
    problem::{Problem, Refused, RefusedReading},
};

/// A group's members, by name.
#[utoipa::path(get, path = "/api/v1/groups/{id}/members", tag = "members",
    params(("id" = GroupId, Path, description = "The group")),
    responses((status = OK, description = "The members", body = Members), RefusedReading))]
pub async fn list(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
) -> Result<Json<Members>, Problem> {
    Ok(Json(Members { members: app.engine.members(&who, group).await? }))
}

/// Whether somebody who is removed may come back.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RemovalParams {
    /// Whether the person is kept out until let in again. Leaving keeps nobody out.
    #[param(default = true)]
    ban: Option<bool>,
}

/// Leaves the group (one's own id) or removes somebody (the owner may), who is kept out until let in again. The person's sockets leave the
/// group at once.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/members/{user_id}", tag = "members",
    params(("id" = GroupId, Path, description = "The group"), ("user_id" = UserId, Path, description = "The member"), RemovalParams),
    responses((status = NO_CONTENT, description = "Not a member any more"), Refused))]
pub async fn remove(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, user)): PathParams<(GroupId, UserId)>,
    QueryParams(removal): QueryParams<RemovalParams>,
) -> Result<StatusCode, Problem> {
    app.engine.remove_member(&who, group, user, removal.ban.unwrap_or(true)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a member a role; `owner` hands the group over.
#[utoipa::path(patch, path = "/api/v1/groups/{id}/members/{user_id}", tag = "members", request_body = RoleChange,
    params(("id" = GroupId, Path, description = "The group"), ("user_id" = UserId, Path, description = "The member")),
    responses((status = NO_CONTENT, description = "The member has the role"), Refused))]
pub async fn change_role(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, user)): PathParams<(GroupId, UserId)>,
    Body(change): Body<RoleChange>,
) -> Result<StatusCode, Problem> {
    app.engine.change_role(&who, group, user, change.role).await?;
    Ok(StatusCode::NO_CONTENT)
}
