//! The HTML: crate `app` and the browser's files. Everything that is about Leptos is here.

use std::net::IpAddr;

use axum::{Router, middleware::from_fn_with_state, response::Html};
use http::{HeaderValue, header::CACHE_CONTROL};
use tower_http::{
    compression::CompressionLayer, limit::RequestBodyLimitLayer, services::ServeDir, set_header::SetResponseHeaderLayer,
};

use crate::{AppState, extract::BODY_MAX, identity, origin};

/// Where a request comes from, for the pages' sign-in.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// A year: a name with a hash of its content never means anything else.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Ask again each time; `Last-Modified` makes the answer short.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// The pages, the browser's files, and the page for everything else.
pub fn routes(app: &AppState) -> Router<AppState> {
    let root = app.site.site_root.to_string();
    let cached = if app.site.hash_files { FOR_EVER } else { REVALIDATE };
    let package = ServeDir::new(format!("{root}/{}", app.site.site_pkg_dir)).precompressed_br().precompressed_gzip();
    let package =
        Router::new().fallback_service(package).layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, cached));
    let files = ServeDir::new(root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(
            around(app, Router::new().fallback(|| async { Html("<!DOCTYPE html><title>Tertulia</title>") }))
                .with_state(app.clone()),
        );
    Router::new().nest_service("/pkg", package).fallback_service(files)
}

/// What lies around every page and server function.
fn around(app: &AppState, pages: Router<AppState>) -> Router<AppState> {
    pages
        .layer(from_fn_with_state(app.clone(), identity::identify))
        .layer(from_fn_with_state(app.clone(), origin::own_origin))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(CompressionLayer::new())
}
