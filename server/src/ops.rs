//! Health and numbers for whoever runs this. Nothing here is about a person.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use engine::Error;
use http::header::CONTENT_TYPE;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState, metrics,
    problem::{NotReady, Problem},
};

/// `/healthz`, `/readyz`, `/metrics`.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(healthy)).routes(routes!(ready)).routes(routes!(numbers))
}

/// The process answers. No I/O: a restart would not help a slow database.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()),
    responses((status = OK, description = "It answers", body = String, content_type = "text/plain")))]
async fn healthy() -> &'static str {
    "ok"
}

/// The store answers and the program is not stopping: traffic may come.
#[utoipa::path(get, path = "/readyz", tag = "operations", security(()),
    responses((status = OK, description = "Ready", body = String, content_type = "text/plain"), NotReady))]
async fn ready(State(app): State<AppState>) -> Result<&'static str, Problem> {
    if app.stopping.is_cancelled() {
        return Err(Error::Unavailable.into());
    }
    app.engine.ready().await?;
    Ok("ready")
}

/// Counters in Prometheus' text form.
#[utoipa::path(get, path = "/metrics", tag = "operations", security(()),
    responses((status = OK, description = "Counters", body = String, content_type = "text/plain")))]
async fn numbers(State(app): State<AppState>) -> Response {
    let (sockets, groups) = app.engine.live_counts();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics::render(sockets, groups)).into_response()
}
