//! `/api/v1/groups/{id}/bans`

use axum::{Json, extract::State};
use http::StatusCode;
use tertulia::{
    api::Bans,
    ids::{GroupId, UserId},
};

use crate::{
    AppState,
    extract::{CurrentUser, PathParams},
    problem::{Problem, Refused},
};

/// Whom a group keeps out, the latest first; for its owner and moderators.
#[utoipa::path(get, path = "/api/v1/groups/{id}/bans", tag = "members",
    params(("id" = GroupId, Path, description = "The group")),
    responses((status = OK, description = "Who is kept out", body = Bans), Refused))]
pub async fn list(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
) -> Result<Json<Bans>, Problem> {
    Ok(Json(Bans { bans: app.engine.bans(&who, group).await? }))
}

/// Keeps somebody out until let in again: a member, who is removed (the owner may), or somebody who is none (moderators may too).
#[utoipa::path(put, path = "/api/v1/groups/{id}/bans/{user_id}", tag = "members",
    params(("id" = GroupId, Path, description = "The group"), ("user_id" = UserId, Path, description = "The person")),
    responses((status = NO_CONTENT, description = "Kept out"), Refused))]
pub async fn add(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, user)): PathParams<(GroupId, UserId)>,
) -> Result<StatusCode, Problem> {
    app.engine.ban(&who, group, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets somebody in again; the code is still needed.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/bans/{user_id}", tag = "members",
    params(("id" = GroupId, Path, description = "The group"), ("user_id" = UserId, Path, description = "The person")),
    responses((status = NO_CONTENT, description = "Not kept out, whether or not before"), Refused))]
pub async fn remove(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, user)): PathParams<(GroupId, UserId)>,
) -> Result<StatusCode, Problem> {
    app.engine.unban(&who, group, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
