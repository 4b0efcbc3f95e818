//! Every route there is, and what lies around which of them.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state, map_request},
    routing::any,
};
use tower::Layer as _;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use crate::{AppState, api, extract::BODY_MAX, headers, identity, observe, ops, origin, pages, person, socket, target};

/// The routes that the OpenAPI document describes: all but the pages.
pub fn documented() -> OpenApiRouter<AppState> {
    let interface = OpenApiRouter::with_openapi(api::document::Interface::openapi());
    interface.merge(api::routes()).merge(socket::routes()).merge(ops::routes())
}

/// The whole program as one service: `main` and the tests serve the same.
pub fn build_router(app: AppState) -> Router {
    let routes = Router::new()
        .merge(json(&app))
        .merge(Router::from(socket::routes()).method_not_allowed_fallback(api::no_such_method))
        .merge(Router::from(ops::routes()).method_not_allowed_fallback(api::no_such_method))
        .merge(pages::routes(&app))
        .layer(from_fn(target::has_a_path))
        .layer(from_fn(observe::observe))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .with_state(app);
    // Around the routes, not on them: the person is taken off the address before a route is chosen by it.
    Router::new().fallback_service(map_request(person::read).layer(routes))
}

/// The JSON interface. Addresses under `/api` that are none of its own get a problem document, not a page.
fn json(app: &AppState) -> Router<AppState> {
    Router::from(api::routes())
        .route("/api", any(api::no_such_route))
        .route("/api/{*rest}", any(api::no_such_route))
        .method_not_allowed_fallback(api::no_such_method)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(from_fn(person::honour))
        .layer(from_fn_with_state(app.clone(), identity::identify))
        .layer(from_fn_with_state(app.clone(), origin::own_origin))
        .layer(CompressionLayer::new())
}
