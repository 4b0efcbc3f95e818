//! What is done around every request: one line in the log, its numbers, a time limit, and a wall against panics.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use engine::Error;
use futures::FutureExt as _;

use crate::{metrics, problem::Problem};

/// How long a request may take until its response begins. A write that was asked for goes on regardless.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The route of a request that matched none: a file, or nothing at all.
const UNMATCHED: &str = "-";

/// The template of a request's route: what a log may hold. The address as it was typed may not be: a query may hold a token, a
/// path an invite code.
pub fn route(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or(UNMATCHED, MatchedPath::as_str)
}

/// Logs what became of a request, by its [`route`].
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = route(&request).to_owned();
    let route = route.as_str();
    let response = match AssertUnwindSafe(tokio::time::timeout(TIME_LIMIT, next.run(request))).catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::from(Error::Unavailable).into_response(),
        Err(_) => {
            tracing::error!(%method, route, "a request panicked");
            Problem::from(Error::Internal).into_response()
        }
    };
    let (status, took) = (response.status().as_u16(), started.elapsed());
    metrics::request(&method, route, status, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::warn!(%method, route, status, milliseconds, "request");
    } else {
        tracing::debug!(%method, route, status, milliseconds, "request");
    }
    response
}
