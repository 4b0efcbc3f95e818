//! The HTML: crate `app` and the browser's files. Everything that is about Leptos is here.

mod conversation;
mod nameable;
mod person;
mod redirects;

use app::{held::Held, session::PublicOrigin};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use http::HeaderValue;
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{ErrorHandler, LeptosRoutes as _, generate_route_list, render_app_async_with_context};
use tower_http::{compression::CompressionLayer, limit::RequestBodyLimitLayer, services::ServeDir};

use self::nameable::nameable;
use crate::{AppState, api, extract::BODY_MAX, headers, identity, origin};

/// What the addresses of server functions begin with.
const FUNCTIONS: &str = "/api/fn/";

/// A year: a name with a hash of its content never means anything else.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Ask again each time; `Last-Modified` makes the answer short.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// A day, for what has the same name for ever and hardly ever changes: icons, the manifest.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// The pages and their server functions, the browser's files, and the page for everything else.
pub fn routes(app: &AppState) -> Router<AppState> {
    let (engine, cookie) = (app.engine.clone(), app.origins.cookies());
    let public = app.origins.public().map(|origin| PublicOrigin(origin.to_string()));
    let context = move || {
        provide_context(engine.clone());
        provide_context(cookie);
        if let Some(public) = public.clone() {
            provide_context(public);
        }
    };
    let options = app.site.clone();
    let shell = move || app::shell(options.clone());
    let (around_page, document) = (context.clone(), shell.clone());
    let to_group = move |State(app): State<AppState>, request: Request| {
        let render = |held: Held, request| {
            let context = move || {
                around_page();
                provide_context(held.clone());
            };
            render_app_async_with_context(context, document)(request)
        };
        conversation::post(app, request, render)
    };
    let pages = Router::new()
        .leptos_routes_with_context(app, generate_route_list(app::App), context.clone(), shell)
        .route("/groups/{id}", post(to_group))
        .route("/groups/{id}/seen/{seq}", get(conversation::seen))
        .method_not_allowed_fallback(api::no_such_method);
    let missing = ErrorHandler::new_with_context(context, app::shell, app.site.clone());
    let missing = around(app, Router::new().fallback_service(missing)).with_state(app.clone());
    let icons =
        directory(app.site.site_root.to_string()).call_fallback_on_method_not_allowed(true).fallback(missing.clone());
    let icons = Router::new().fallback_service(icons).layer(from_fn_with_state(A_DAY, headers::file));
    let icons = icons.layer(from_fn_with_state(missing, nameable));
    around(app, pages).nest_service("/pkg", package(&app.site)).fallback_service(icons)
}

/// The scripts and styles. A missing one is a plain 404: nothing that asks for it could show a page.
fn package(site: &LeptosOptions) -> Router {
    let kept = if site.hash_files { FOR_EVER } else { REVALIDATE };
    Router::new()
        .fallback_service(directory(format!("{}/{}", site.site_root, site.site_pkg_dir)))
        .layer(from_fn_with_state(kept, headers::file))
        .layer(from_fn_with_state(Router::new(), nameable))
}

/// A folder's files, as they were compressed when they were built.
fn directory(path: String) -> ServeDir {
    ServeDir::new(path).append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
}

/// What lies around every page and server function.
fn around(app: &AppState, pages: Router<AppState>) -> Router<AppState> {
    pages
        .layer(from_fn_with_state(app.clone(), redirects::keep_local))
        .layer(from_fn(person::honour))
        .layer(from_fn_with_state(app.clone(), identity::identify))
        .layer(from_fn_with_state(app.clone(), origin::own_origin))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(from_fn(headers::page))
        .layer(CompressionLayer::new())
}
