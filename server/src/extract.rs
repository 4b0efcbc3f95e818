//! Values out of a request; whatever is wrong with them becomes a [`Problem`].

use std::net::IpAddr;

use axum::{
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    response::IntoResponse as _,
};
use bytes::Bytes;
use engine::{Error, Identity};
use headers::{ContentType, HeaderMapExt as _};
use http::{StatusCode, request::Parts};
use mime::Mime;
use serde::de::DeserializeOwned;
use tertulia::{http::ClientAddress, json, problem::ErrorCode};

use crate::{problem::Problem, timed_body::BodyError};

/// Largest request body, in bytes. A message has at most 10 000 characters; a client that escapes everything beyond ASCII (as
/// Python's `json` does) spells each of them in up to 12 bytes (`\ud83d\ude00`), and a form likewise (`%F0%9F%98%80`): 120 000
/// bytes, and the rest of the body beside it.
pub const BODY_MAX: usize = 128 * 1024;

/// The caller, who must be signed in.
#[derive(Clone, Debug)]
pub struct CurrentUser(pub Identity);

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().cloned().map(Self).ok_or_else(|| Error::Unauthenticated.into())
    }
}

/// Where the request comes from.
#[derive(Clone, Copy, Debug)]
pub struct CallerAddress(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for CallerAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let address = parts.extensions.get::<ClientAddress>();
        address.map(|ClientAddress(address)| Self(*address)).ok_or_else(|| Error::Internal.into())
    }
}

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(&request) {
            let problem = Problem::invalid("the body must be JSON (Content-Type: application/json)");
            return Err(problem.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            if is_late(&rejection) {
                return Problem::invalid("the body did not arrive").with_status(StatusCode::REQUEST_TIMEOUT);
            }
            match rejection.into_response().status() {
                status @ StatusCode::PAYLOAD_TOO_LARGE => too_large().with_status(status),
                _ => Problem::invalid("the body could not be read"),
            }
        })?;
        json::from_slice(&body).map(Self).map_err(|error| Problem::invalid(format!("the body is not valid: {error}")))
    }
}

/// A JSON body that may be left out.
#[derive(Debug)]
pub struct OptionalBody<T>(pub Option<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OptionalBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        use axum::body::HttpBody as _;
        if request.body().is_end_stream() {
            return Ok(Self(None));
        }
        Body::from_request(request, state).await.map(|Body(value)| Self(Some(value)))
    }
}

/// The refusal of a body over [`BODY_MAX`].
pub fn too_large() -> Problem {
    Problem::new(ErrorCode::TooLong, "the body is larger than 128 KiB").with_status(StatusCode::PAYLOAD_TOO_LARGE)
}

/// Whether the body took longer than it may.
fn is_late(error: &(dyn std::error::Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.into_iter().any(|error| matches!(error.downcast_ref::<BodyError<hyper::Error>>(), Some(BodyError::Late)))
}

fn is_json(request: &Request) -> bool {
    let media = request.headers().typed_get::<ContentType>().map(Mime::from);
    let says_json = |media: &Mime| media.subtype() == mime::JSON || media.suffix() == Some(mime::JSON);
    media.is_some_and(|media| media.type_() == mime::APPLICATION && says_json(&media))
}

/// Parts of the path.
#[derive(Debug)]
pub struct PathParams<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value)).map_err(|_| Problem::invalid("a part of the path is not an id or a number"))
    }
}

/// The query.
#[derive(Debug)]
pub struct QueryParams<T>(pub T);

impl<T: DeserializeOwned> QueryParams<T> {
    /// The query of a request's address.
    ///
    /// # Errors
    /// 400
    pub fn from_query(parts: &Parts) -> Result<Self, Problem> {
        let query = Query::try_from_uri(&parts.uri);
        query.map(|Query(value)| Self(value)).map_err(|_| Problem::invalid("a value of the query is not valid"))
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::from_query(parts)
    }
}
