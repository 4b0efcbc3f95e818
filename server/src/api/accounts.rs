//! `/api/v1/accounts`

use axum::{Json, extract::State};
use http::StatusCode;
use tertulia::api::{NewAccount, SessionGrant};

use crate::{
    AppState,
    extract::{Body, CallerAddress},
    problem::{Problem, Refused},
};

/// Creates an account and its first session.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", request_body = NewAccount, security(()),
    responses((status = CREATED, description = "The account and its first session", body = SessionGrant), Refused))]
pub async fn create(
    State(app): State<AppState>,
    CallerAddress(address): CallerAddress,
    Body(new): Body<NewAccount>,
) -> Result<(StatusCode, Json<SessionGrant>), Problem> {
    let grant = app.engine.sign_up(address, new).await?;
    Ok((StatusCode::CREATED, Json(grant)))
}
