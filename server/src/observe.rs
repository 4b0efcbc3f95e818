//! What is done around every request: one line in the log, its numbers, a time limit, and a wall against panics.
//!
//! One function of our own rather than three of `tower-http`'s layers: its time limit answers with an empty body where ours is a problem
//! document, and what its other two call once a request has ended or panicked does not know which request that was.

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

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use http::{StatusCode, header::CONTENT_TYPE};
    use tower::ServiceExt as _;

    use super::*;
    use crate::problem::MEDIA_TYPE;

    async fn faulty() -> &'static str {
        panic!("what somebody wrote")
    }

    #[tokio::test]
    async fn a_request_that_panics_is_answered_like_any_other_fault() {
        let routes = Router::new().route("/", get(faulty)).layer(from_fn(observe));
        let answer = routes.oneshot(Request::new(Body::empty())).await.expect("infallible");
        assert_eq!(
            (answer.status(), &answer.headers()[CONTENT_TYPE]),
            (StatusCode::INTERNAL_SERVER_ERROR, &http::HeaderValue::from_static(MEDIA_TYPE))
        );
        let body = axum::body::to_bytes(answer.into_body(), 10_000).await.expect("a body");
        assert!(!String::from_utf8_lossy(&body).contains("somebody wrote"), "{body:?}");
    }
}
