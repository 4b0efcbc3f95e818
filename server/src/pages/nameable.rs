//! Which paths can name a file.

use axum::{
    Router,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;

/// Longest name of a file, in bytes: 255 on the common systems, less the ending of a compressed one.
const NAME_MAX: usize = 250;
/// Longest path, in bytes: 4096 on the common systems, less the folder that it is in.
const PATH_MAX: usize = 1024;

/// Asks for a file only what can name one. For the rest the system has errors of their own, which would look like faults of ours; it
/// goes to whatever answers for what is missing.
pub(super) async fn nameable(State(missing): State<Router>, request: Request, next: Next) -> Response {
    if can_name_a_file(request.uri().path()) {
        return next.run(request).await;
    }
    missing.oneshot(request).await.into_response()
}

/// Of the path as it is spelt: decoded it is shorter.
fn can_name_a_file(path: &str) -> bool {
    path.len() <= PATH_MAX && path.split('/').all(|name| name.len() <= NAME_MAX) && !path.contains("%00")
}
