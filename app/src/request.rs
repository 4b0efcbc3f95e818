//! The request that is being answered, as the server functions see it: who asks, and what the answer carries besides its body.

use std::net::{IpAddr, Ipv4Addr};

use engine::{Engine, Identity};
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use tertulia::{
    http::{
        ClientAddress,
        cookie::{Cookie, Cookies},
        retry_after, status,
    },
    problem::ErrorCode,
};

use crate::{error::ApiError, session::PublicOrigin};

/// The chat.
///
/// # Errors
/// `server_error` where the server provided none.
pub fn engine() -> Result<Engine, ApiError> {
    use_context::<Engine>().ok_or(ApiError::Code(ErrorCode::ServerError))
}

/// Who asks, if somebody is signed in.
pub fn visitor() -> Option<Identity> {
    use_context::<Parts>()?.extensions.get::<Identity>().cloned()
}

/// Who asks.
///
/// # Errors
/// `unauthenticated` when nobody is signed in.
pub fn identity() -> Result<Identity, ApiError> {
    visitor().ok_or_else(|| refuse(engine::Error::Unauthenticated))
}

/// Whose rate limit the request counts against.
pub fn address() -> IpAddr {
    let parts = use_context::<Parts>();
    let address = parts.and_then(|parts| parts.extensions.get::<ClientAddress>().copied());
    address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.0)
}

/// How cookies are written and read; for TLS only where the server does not say.
pub fn cookies() -> Cookies {
    use_context().unwrap_or(Cookies { secure: true })
}

/// Scheme and host for links that are copied out of a page: those that the server was told, or those under which this request
/// came.
pub fn origin() -> String {
    if let Some(PublicOrigin(origin)) = use_context() {
        return origin;
    }
    let scheme = if cookies().secure { "https" } else { "http" };
    let authority = use_context::<Parts>().and_then(|parts| parts.uri.authority().map(ToString::to_string));
    let host = header_text(&header::HOST).or(authority).unwrap_or_default();
    format!("{scheme}://{host}")
}

/// The values of a cookie of the request; of several the first that means something counts.
pub fn cookie_values(cookie: Cookie) -> Vec<String> {
    let parts = use_context::<Parts>();
    parts.map_or_else(Vec::new, |parts| cookies().read(&parts.headers, cookie).map(str::to_owned).collect())
}

/// The text of a header of the request.
pub fn header_text(name: &HeaderName) -> Option<String> {
    use_context::<Parts>()?.headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The path and query of the request.
pub fn path_and_query() -> Option<String> {
    Some(use_context::<Parts>()?.uri.path_and_query()?.as_str().to_owned())
}

/// Whether a form posted this: then the answer is a redirect and must stay one.
pub fn is_plain_form() -> bool {
    let under_api = use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/api/"));
    under_api && header_text(&header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}

/// Adds a `Set-Cookie` to the answer.
pub fn set_cookie(value: HeaderValue) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Sends the browser that posted a form on to `path`.
pub fn forward_plain_form(path: &str) {
    if is_plain_form() && HeaderValue::from_str(path).is_ok() {
        leptos_axum::redirect(path);
    }
}

/// Answers the page that is being rendered with a redirect instead, whoever asks (`leptos_axum::redirect` asks the `Accept` header).
pub fn redirect_page(path: &str) {
    if let (Some(response), Ok(path)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(header::LOCATION, path);
        response.set_status(StatusCode::FOUND);
    }
}

/// What the page may know of an error, with the answer's status set accordingly.
pub fn refuse(error: engine::Error) -> ApiError {
    let (code, wait) = (error.code(), error.retry_after());
    if let (Some(response), false) = (use_context::<ResponseOptions>(), is_plain_form()) {
        response.set_status(status(code));
        if let Some(wait) = wait {
            response.insert_header(header::RETRY_AFTER, retry_after(wait));
        }
    }
    ApiError::from(error)
}

/// The answer to a call of a server function whose arguments cannot be read. None where no call is being answered: then a page
/// reads what stands in its address.
pub fn refuse_unreadable(error: &ServerFnErrorErr) -> Option<ApiError> {
    let unreadable = matches!(
        error,
        ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_)
    );
    let call = use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/api/"));
    (unreadable && call).then(|| refuse(engine::Error::Invalid("the arguments cannot be read")))
}

/// Sets the status of the page that is being rendered.
pub fn set_status(code: ErrorCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status(code));
    }
}
