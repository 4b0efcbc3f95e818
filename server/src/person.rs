//! Whom a page was made for, compared with who is signed in now.
//!
//! On a shared computer the two differ: somebody signs out in one tab, somebody else signs in, and a page of the first one is still
//! open in another. The browser sends the second one's cookie along with whatever that page does. So every page names its person in
//! the address of all that it asks for, `/as/{user_id}/api/…`: its forms, its functions, its socket (and `/as/{user_id}/groups/…` for the forms
//! of a conversation, which are answered with a page). The person is taken off here; each interface refuses in its own form whoever is
//! not meant: the JSON one with [`honour`], sockets with a close code, pages with a page.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use engine::Identity;
use http::{Extensions, Uri, uri::PathAndQuery};
use tertulia::{api::split_person, ids::UserId, problem::ErrorCode};

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

/// The person before an address, and the address, where it is one that can be for somebody: of the interface, or of a group's page,
/// which takes forms itself.
fn split(address: &str) -> Option<(UserId, &str)> {
    split_person(address).filter(|(_, address)| address.starts_with("/api/") || address.starts_with("/groups/"))
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

/// Refuses what was meant for somebody else than who calls.
pub async fn honour(request: Request, next: Next) -> Response {
    let who = request.extensions().get::<Identity>();
    if who.is_none_or(|who| is_meant(request.extensions(), who)) {
        return next.run(request).await;
    }
    refusal().into_response()
}

/// The refusal, for whoever reads problem documents.
pub fn refusal() -> Problem {
    tracing::info!("refused: made on a page for somebody else");
    Problem::new(ErrorCode::WrongPerson, "the page was made for somebody else than who is signed in now")
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
        for other in ["/api/v1/me", &format!("/as/{ANA}/groups"), &format!("/as/{ANA}/sign-in")] {
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
