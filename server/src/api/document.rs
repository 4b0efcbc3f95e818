//! `/api/v1/openapi.json`: the interface described by the code that serves it.

use std::sync::LazyLock;

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use tertulia::{http::cookie::SESSION, problem::ErrorCode};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use crate::{problem::Document, router};

/// What the document says about the interface as a whole; its paths come from the handlers.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Tertulia",
        description = "A real-time chat for study groups. Errors are RFC 9457 problem documents with a `code` from a closed \
                       list. Requests that change something and come from a browser must come from our own origin.",
        license(name = "MIT", identifier = "MIT")
    ),
    components(schemas(Document, ErrorCode)),
    modifiers(&Schemes),
    security(("bearer" = []), ("cookie" = []))
)]
pub struct Interface;

/// How a caller says who it is.
struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
            SESSION.plain_name(),
            "`__Host-tertulia_session` where the origin is https",
        ));
        let query = ApiKey::Query(ApiKeyValue::with_description("token", "On sockets only; kept out of the logs"));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
        components.add_security_scheme("token", SecurityScheme::ApiKey(query));
    }
}

static DOCUMENT: LazyLock<Bytes> =
    LazyLock::new(|| router::documented().into_openapi().to_json().unwrap_or_default().into());

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "operations", security(()),
    responses((status = OK, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub async fn show() -> Response {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.clone()).into_response()
}
