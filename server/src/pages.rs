//! The HTML: crate `app` and the browser's files. Everything that is about Leptos is here.

use app::session::SessionCookie;
use axum::{Router, middleware::from_fn_with_state};
use http::{HeaderValue, header::CACHE_CONTROL};
use leptos::prelude::provide_context;
use leptos_axum::{ErrorHandler, LeptosRoutes as _, generate_route_list};
use tower_http::{
    compression::CompressionLayer, limit::RequestBodyLimitLayer, services::ServeDir, set_header::SetResponseHeaderLayer,
};

use crate::{AppState, extract::BODY_MAX, identity, origin};

/// A year: a name with a hash of its content never means anything else.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Ask again each time; `Last-Modified` makes the answer short.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// The pages with their server functions, the browser's files, and the page for everything else.
pub fn routes(app: &AppState) -> Router<AppState> {
    let options = app.site.clone();
    let pages = Router::new().leptos_routes_with_context(app, generate_route_list(app::App), context(app), {
        let options = options.clone();
        move || app::shell(options.clone())
    });
    let nowhere = Router::new().fallback_service(ErrorHandler::new_with_context(context(app), app::shell, options));
    let files = ServeDir::new(app.site.site_root.as_ref())
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(around(app, nowhere).with_state(app.clone()));
    Router::new().nest_service("/pkg", package(app)).merge(around(app, pages)).fallback_service(files)
}

/// What the pages find in their context besides the request.
fn context(app: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let (engine, cookie) = (app.engine.clone(), SessionCookie { secure: app.origins.is_https() });
    move || {
        provide_context(engine.clone());
        provide_context(cookie);
    }
}

/// The program's half that runs in the browser, and the styles.
fn package(app: &AppState) -> Router {
    let cached = if app.site.hash_files { FOR_EVER } else { REVALIDATE };
    let files = ServeDir::new(format!("{}/{}", app.site.site_root, app.site.site_pkg_dir));
    Router::new()
        .fallback_service(files.precompressed_br().precompressed_gzip())
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, cached))
}

/// What lies around every page and server function.
fn around(app: &AppState, pages: Router<AppState>) -> Router<AppState> {
    pages
        .layer(from_fn_with_state(app.clone(), identity::identify))
        .layer(from_fn_with_state(app.clone(), origin::own_origin))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(CompressionLayer::new())
}
