//! Refusals as problem documents (RFC 9457), with the same `code` as on the socket.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use engine::Error;
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Serialize;
use tertulia::{
    http::{retry_after, status},
    problem::ErrorCode,
};
use utoipa::{
    ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, Response as Documented, ResponseBuilder},
};

/// A refusal on its way to a client. What went wrong inside is in the log, never here. (RFC 9457 calls it a problem, and the document problem details.)
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: ErrorCode,
    detail: Cow<'static, str>,
    retry_after: Option<Duration>,
}

/// The document that a refusal becomes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// Always `about:blank`: `code` tells the kinds apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// One English sentence for whoever reads it.
    detail: Cow<'static, str>,
    /// Why, from a closed list that the socket uses too.
    code: ErrorCode,
    /// When the same request will be taken, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
}

impl Problem {
    /// With the code's own status.
    pub fn new(code: ErrorCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status: status(code), code, detail: detail.into(), retry_after: None }
    }

    /// A request whose values are of the wrong kind or out of range.
    pub fn invalid(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::InvalidRequest, detail)
    }

    /// With a status that says more than the code does (405, 413, 415, 426).
    #[must_use]
    pub const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self { retry_after: error.retry_after(), ..Self::new(error.code(), error.to_string()) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = Document {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            retry_after_ms: self.retry_after.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        };
        let mut response = (self.status, Json(document)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if self.code == ErrorCode::Unauthenticated {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = self.retry_after {
            headers.insert(RETRY_AFTER, retry_after(wait));
        }
        response
    }
}

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Every status that a call may answer instead of what was asked for, in the OpenAPI document.
const REFUSALS: [(u16, &str); 13] = [
    (400, "A value is of the wrong kind, out of range or not acceptable"),
    (401, "No valid identity came with the request"),
    (403, "One may see it but not do this, or the request comes from another site's page"),
    (404, "It does not exist, or one may not know that it does"),
    (408, "The body did not arrive in time"),
    (409, "It would contradict something that is already there"),
    (413, "The body is too large"),
    (415, "The body is not JSON"),
    (422, "The text is no message; `code` says why"),
    (426, "The address takes WebSocket upgrades (RFC 6455, version 13) and nothing else"),
    (429, "Too much in too short a time; see `Retry-After`"),
    (500, "A fault of the server's; the cause is in its log only"),
    (503, "Not now; the same request may succeed later"),
];

fn refusals(statuses: &[u16]) -> BTreeMap<String, RefOr<Documented>> {
    let one = |(status, description): &(u16, &str)| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().description(*description).content(MEDIA_TYPE, content).build();
        (status.to_string(), RefOr::T(response))
    };
    REFUSALS.iter().filter(|(status, _)| statuses.contains(status)).map(one).collect()
}

/// What a call that changes something may answer instead.
#[derive(Debug)]
pub struct Refused;

impl utoipa::IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        refusals(&[400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503])
    }
}

/// What a call that only reads may answer instead.
#[derive(Debug)]
pub struct RefusedReading;

impl utoipa::IntoResponses for RefusedReading {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        refusals(&[400, 401, 404, 429, 500, 503])
    }
}

/// What a request for a socket may be answered instead. Who somebody is and may see is answered after the upgrade.
#[derive(Debug)]
pub struct RefusedUpgrade;

impl utoipa::IntoResponses for RefusedUpgrade {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        refusals(&[400, 403, 426, 429, 500, 503])
    }
}

/// What a probe may be answered instead.
#[derive(Debug)]
pub struct NotReady;

impl utoipa::IntoResponses for NotReady {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        refusals(&[500, 503])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_the_header_too() {
        let error = Error::RateLimited { retry_after: Duration::from_millis(1_001) };
        let response = Problem::from(error).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[RETRY_AFTER], "2");
        assert_eq!(response.headers()[CONTENT_TYPE], MEDIA_TYPE);
    }

    #[test]
    fn whoever_is_not_signed_in_is_told_how() {
        let response = Problem::from(Error::Unauthenticated).into_response();
        assert_eq!(
            (response.status(), &response.headers()[WWW_AUTHENTICATE]),
            (StatusCode::UNAUTHORIZED, &"Bearer".parse().expect("valid"))
        );
    }
}
