//! `/api/v1/sessions`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, header::SET_COOKIE};
use tertulia::{
    api::{Credentials, SessionGrant},
    http::cookie::SESSION,
};

use crate::{
    AppState,
    extract::{Body, CallerAddress, CurrentUser},
    problem::{Problem, Refused},
};

/// Signs in. Any wrong pair of e-mail and password gets the same answer.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", request_body = Credentials, security(()),
    responses((status = CREATED, description = "A session and its bearer token", body = SessionGrant), Refused))]
pub async fn create(
    State(app): State<AppState>,
    CallerAddress(address): CallerAddress,
    Body(credentials): Body<Credentials>,
) -> Result<(StatusCode, Json<SessionGrant>), Problem> {
    let grant = app.engine.sign_in(address, credentials).await?;
    Ok((StatusCode::CREATED, Json(grant)))
}

/// Signs out: revokes the token that the request carries and closes its sockets.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions",
    responses((status = NO_CONTENT, description = "Revoked"), Refused))]
pub async fn end(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.engine.sign_out(&who).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let cookies = app.origins.cookies();
    if cookies.read(&headers, SESSION).next().is_some() {
        response.headers_mut().append(SET_COOKIE, cookies.forget(SESSION));
    }
    Ok(response)
}
