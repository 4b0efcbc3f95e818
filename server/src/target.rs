//! What a request is about, before it is routed. Routes and pages expect a path; HTTP also knows targets that are none (RFC
//! 9112, 3.2).

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderValue, Method, StatusCode, Version,
    header::{ALLOW, HOST},
};
use tertulia::problem::ErrorCode;

use crate::problem::Problem;

/// What this program's addresses take, all together.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

/// Lets a request pass that has a path and one `Host`. A tunnel (`CONNECT`) is refused with 405, whatever it leads to; `OPTIONS *` is
/// answered for the whole server; any other target without a path is 400.
pub async fn has_a_path(request: Request, next: Next) -> Response {
    if *request.method() == Method::CONNECT {
        let problem = Problem::new(ErrorCode::InvalidRequest, "this server makes no tunnels");
        let refused = problem.with_status(StatusCode::METHOD_NOT_ALLOWED);
        return ([(ALLOW, METHODS)], refused).into_response();
    }
    if *request.method() == Method::OPTIONS && request.uri().path() == "*" {
        return ([(ALLOW, METHODS)], StatusCode::NO_CONTENT).into_response();
    }
    if !request.uri().path().starts_with('/') {
        return Problem::invalid("the request names no path").into_response();
    }
    if request.version() == Version::HTTP_11 && request.headers().get_all(HOST).iter().count() != 1 {
        return Problem::invalid("the request must have one Host").into_response();
    }
    next.run(request).await
}
