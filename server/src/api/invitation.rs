//! `/api/v1/groups/{id}/invitation`

use axum::{Json, extract::State};
use tertulia::{api::NewInvitation, ids::GroupId};

use crate::{
    AppState,
    extract::{CurrentUser, PathParams},
    problem::{Problem, Refused},
};

/// Gives the group another invite code; the one until now opens nothing any more. The owner and moderators may.
#[utoipa::path(post, path = "/api/v1/groups/{id}/invitation", tag = "groups",
    params(("id" = GroupId, Path, description = "The group")),
    responses((status = OK, description = "The code from now on", body = NewInvitation), Refused))]
pub async fn renew(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
) -> Result<Json<NewInvitation>, Problem> {
    let code = app.engine.renew_invitation(&who, group).await?;
    Ok(Json(NewInvitation { invite_code: code.as_str().to_owned() }))
}
