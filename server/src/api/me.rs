//! `/api/v1/me`

use axum::{Json, extract::State};
use http::StatusCode;
use tertulia::api::{PasswordChange, User};

use crate::{
    AppState,
    extract::{Body, CallerAddress, CurrentUser},
    problem::{Problem, Refused, RefusedReading},
};

/// Who am I.
#[utoipa::path(get, path = "/api/v1/me", tag = "accounts",
    responses((status = OK, description = "The caller's account", body = User), RefusedReading))]
pub async fn show(State(app): State<AppState>, CurrentUser(who): CurrentUser) -> Result<Json<User>, Problem> {
    Ok(Json(app.engine.me(&who).await?))
}

/// Changes the password and ends the person's other sessions.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "accounts", request_body = PasswordChange,
    responses((status = NO_CONTENT, description = "Changed; other sessions are revoked"), Refused))]
pub async fn change_password(
    State(app): State<AppState>,
    CallerAddress(address): CallerAddress,
    CurrentUser(who): CurrentUser,
    Body(change): Body<PasswordChange>,
) -> Result<StatusCode, Problem> {
    app.engine.change_password(address, &who, change).await?;
    Ok(StatusCode::NO_CONTENT)
}
