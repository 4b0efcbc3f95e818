//! The JSON interface, one file per noun. Handlers say who, parse, call the engine and choose a status; errors are
//! [`Problem`](crate::problem::Problem)s.

pub mod accounts;
pub mod bans;
pub mod document;
pub mod groups;
pub mod invitation;
pub mod marks;
pub mod me;
pub mod members;
pub mod messages;
pub mod sessions;
pub mod study_groups;

use axum::response::{IntoResponse as _, Response};
use engine::Error;
use http::StatusCode;
use tertulia::problem::ErrorCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{AppState, problem::Problem};

/// Every route of the JSON interface.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(accounts::create))
        .routes(routes!(sessions::create))
        .routes(routes!(sessions::end))
        .routes(routes!(me::show))
        .routes(routes!(me::change_password))
        .routes(routes!(groups::list, groups::create))
        .routes(routes!(groups::join))
        .routes(routes!(groups::show))
        .routes(routes!(invitation::renew))
        .routes(routes!(bans::list))
        .routes(routes!(bans::add, bans::remove))
        .routes(routes!(members::list))
        .routes(routes!(members::remove, members::change_role))
        .routes(routes!(messages::list, messages::create))
        .routes(routes!(messages::edit, messages::delete))
        .routes(routes!(marks::react, marks::take_back))
        .routes(routes!(marks::pin, marks::unpin))
        .routes(routes!(marks::answer, marks::reopen))
        .routes(routes!(marks::pins))
        .routes(routes!(marks::questions))
        .routes(routes!(study_groups::messages))
        .routes(routes!(document::show))
}

/// An address under `/api` that is none.
pub async fn no_such_route() -> Response {
    Problem::from(Error::NotFound).into_response()
}

/// An address that is one, with a method that it does not take; the router adds `Allow`.
pub async fn no_such_method() -> Response {
    let problem = Problem::new(ErrorCode::InvalidRequest, "this address does not take that method");
    problem.with_status(StatusCode::METHOD_NOT_ALLOWED).into_response()
}
