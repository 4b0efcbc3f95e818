//! Headers that every response carries.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{
        ACCEPT_ENCODING, ACCEPT_LANGUAGE, CACHE_CONTROL, COOKIE, REFERRER_POLICY, SET_COOKIE,
        STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
    },
};

use crate::AppState;

/// The content security policy is not here: it holds a nonce of each page, so the pages set it.
const ALWAYS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// A year, as browsers ask for. Not for subdomains: what else runs below the name is not ours to decide.
const TLS_ONLY: &str = "max-age=31536000";

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Adds them, HSTS where people reach us through TLS, and keeps out of every cache whatever does not say how long it may be
/// kept: only files do. What sets a cookie is never kept, whatever it says.
pub async fn secure(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.origins.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TLS_ONLY));
    }
    if headers.contains_key(SET_COOKIE) || !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, NO_STORE);
    }
    response
}

/// What a page depends on besides its address: who asks, in which language. Never kept, and a cache that keeps it nevertheless
/// is told for whom.
pub async fn page(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(NO_STORE);
    vary(headers, &ACCEPT_LANGUAGE);
    vary(headers, &COOKIE);
    response
}

/// How long a file may be kept, and that it comes in several encodings. Nothing but a file: a refusal may not be kept, and what
/// says for itself how long it is kept (the page in the place of a missing file) does.
pub async fn file(State(keep): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let there = matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED);
    if there && !response.headers().contains_key(CACHE_CONTROL) {
        response.headers_mut().insert(CACHE_CONTROL, keep);
        vary(response.headers_mut(), &ACCEPT_ENCODING);
    }
    response
}

/// Adds a header's name to `Vary`, once.
fn vary(headers: &mut HeaderMap, name: &HeaderName) {
    let named = headers.get_all(VARY).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    if !named.into_iter().any(|named| named.trim().eq_ignore_ascii_case(name.as_str())) {
        headers.append(VARY, name.clone().into());
    }
}
