//! Whom a page was made for, compared with who is signed in now.
//!
//! On a shared computer the two differ: somebody signs out in one tab, somebody else signs in, and a page of the first one is still
//! open in another. The browser sends the second one's cookie along with whatever that page does. So every page names its person in
//! the address of all that it asks for, `/as/{user_id}/api/…`: its forms, its functions, its socket (and `/as/{user_id}/groups/…` for the forms
//! of a conversation, which are answered with a page). This is the one place that looks.

use app::{
    api::{AS, for_anybody, person::ANOTHER_PERSON},
    error::ApiError,
};
use axum::{
    extract::Request,
    response::{IntoResponse as _, Redirect, Response},
};
use engine::Identity;
use http::{
    Extensions, Method, StatusCode, Uri,
    header::{ACCEPT, CONTENT_TYPE},
    uri::PathAndQuery,
};
use leptos::prelude::FromServerFnError as _;
use tertulia::{ids::UserId, problem::ErrorCode};

use crate::problem::Problem;

/// The person that a request names before its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeFor(pub UserId);

/// Takes the person off the address and notes her beside it. This lies around the whole router, because a route is chosen by its
/// address; an address that names nobody, or is none of the interface's, stays as it is.
pub async fn read(mut request: Request) -> Request {
    let named = request.uri().path_and_query().and_then(|address| split(address.as_str()));
    if let Some((person, address)) = named
        && let Some(uri) = with_address(request.uri(), address)
    {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(MadeFor(person));
    }
    request
}

/// The person before an address, and the address.
fn split(address: &str) -> Option<(UserId, &str)> {
    let named = address.strip_prefix(AS)?;
    let (person, address) = named.split_at(named.find('/')?);
    let person = person.parse().ok()?;
    (address.starts_with("/api/") || is_group_page(address)).then_some((person, address))
}

/// A group's page takes forms itself.
fn is_group_page(address: &str) -> bool {
    address.starts_with("/groups/")
}

fn with_address(uri: &Uri, address: &str) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(address).ok()?);
    Uri::from_parts(parts).ok()
}

/// Whether a request or a socket may go on as this person. One that names nobody may, for programs name nobody: they bring a token
/// that is theirs.
pub fn is_meant(extensions: &Extensions, who: &Identity) -> bool {
    extensions.get::<MadeFor>().is_none_or(|MadeFor(person)| *person == who.user_id)
}

/// The same for a request over HTTP. What a page's function does as a person has to name her: only signing in and up and the choice
/// of a language are for whoever is there.
pub fn may_act(request: &Request, who: &Identity) -> bool {
    let path = request.uri().path();
    let acts = !request.method().is_safe() && (path.starts_with("/api/fn/") || is_group_page(path));
    let must_name = acts && !for_anybody(path);
    is_meant(request.extensions(), who) && (!must_name || request.extensions().get::<MadeFor>().is_some())
}

/// The refusal, in the form that whoever asked can read: a form without a script is led to a page that says so.
pub fn refusal(request: &Request) -> Response {
    tracing::info!("refused: made on a page for somebody else");
    let of_page = request.uri().path().starts_with("/api/fn/");
    let reads_html = |text: &http::HeaderValue| text.to_str().is_ok_and(|text| text.contains("text/html"));
    let leads_on = is_group_page(request.uri().path()) || (of_page && request.method() == Method::POST);
    if leads_on && request.headers().get(ACCEPT).is_some_and(reads_html) {
        return Redirect::to(ANOTHER_PERSON).into_response();
    }
    if of_page {
        let body = ApiError::from(ErrorCode::WrongPerson).ser();
        return (StatusCode::FORBIDDEN, [(CONTENT_TYPE, "application/json")], body).into_response();
    }
    Problem::new(ErrorCode::WrongPerson, "the page was made for somebody else than who is signed in now")
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "1cdcdd24-2273-4ce8-9a0c-7d61f96e10a2";

    #[test]
    fn a_person_stands_before_addresses_of_the_interface_only() {
        let person: UserId = ANA.parse().expect("an id");
        let named = format!("/as/{ANA}/api/v1/ws?after=3");
        assert_eq!(split(&named), Some((person, "/api/v1/ws?after=3")));
        for other in [
            "/api/v1/me",
            "/as/ana/api/v1/me",
            "/as//api/v1/me",
            "/as/",
            &format!("/as/{ANA}"),
            &format!("/as/{ANA}/groups"),
        ] {
            assert_eq!(split(other), None, "{other}");
        }
    }

    #[test]
    fn the_rest_of_an_address_stays() {
        let uri: Uri = format!("http://chat.example.org/as/{ANA}/api/v1/me?a=b").parse().expect("an address");
        let address = uri.path_and_query().and_then(|address| split(address.as_str())).map(|(_, address)| address);
        assert_eq!(
            with_address(&uri, address.expect("named")),
            Some("http://chat.example.org/api/v1/me?a=b".parse().expect("an address"))
        );
    }
}
