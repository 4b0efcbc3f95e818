//! What a page and its functions may do as whom. A page's function that does something has to say whom the page was made for, and
//! whoever is refused is told in a form that a page can read.

use app::{
    api::{for_anybody, person::ANOTHER_PERSON},
    error::ApiError,
};
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use engine::Identity;
use http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use leptos::prelude::FromServerFnError as _;
use tertulia::problem::ErrorCode;

use super::FUNCTIONS;
use crate::person::{MadeFor, is_meant, refusal};

/// Refuses what was meant for somebody else than who is signed in, and what should say for whom it is and does not.
pub(super) async fn honour(request: Request, next: Next) -> Response {
    let who = request.extensions().get::<Identity>();
    if who.is_none_or(|who| may_act(&request, who)) {
        return next.run(request).await;
    }
    refuse(&request)
}

/// What a page does as a person has to name her: only signing in and up and the choice of a language are for whoever is there.
fn may_act(request: &Request, who: &Identity) -> bool {
    let path = request.uri().path();
    let acts = !request.method().is_safe() && (path.starts_with(FUNCTIONS) || is_group_page(path));
    let must_name = acts && !for_anybody(path);
    is_meant(request.extensions(), who) && (!must_name || request.extensions().get::<MadeFor>().is_some())
}

/// A group's page takes forms itself.
fn is_group_page(address: &str) -> bool {
    address.starts_with("/groups/")
}

/// A form without a script is led to a page that says so; a function's caller reads its error.
fn refuse(request: &Request) -> Response {
    let problem = refusal();
    let of_function = request.uri().path().starts_with(FUNCTIONS);
    let reads_html = |text: &HeaderValue| text.to_str().is_ok_and(|text| text.contains("text/html"));
    let leads_on = is_group_page(request.uri().path()) || (of_function && request.method() == Method::POST);
    if leads_on && request.headers().get(ACCEPT).is_some_and(reads_html) {
        return Redirect::to(ANOTHER_PERSON).into_response();
    }
    if of_function {
        let body = ApiError::from(ErrorCode::WrongPerson).ser();
        return (StatusCode::FORBIDDEN, [(CONTENT_TYPE, "application/json")], body).into_response();
    }
    problem.into_response()
}
