//! Who is calling: a bearer token or the session's cookie, resolved once per request.

use app::session::ClientAddress;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, header::AUTHORIZATION};
use tertulia::engine::{Engine, Error, Identity};

use crate::{AppState, address, cookie, person, problem::Problem};

/// The token after `Authorization: Bearer`.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// Whom a token names; nobody where there is none or it is not valid. A request that says who it is with a header means that,
/// whatever cookie a browser adds.
///
/// # Errors
/// [`Error::Unavailable`] and the like: the store could not be asked, which is not the same as "nobody".
pub async fn resolve(engine: &Engine, token: Option<&str>) -> Result<Option<Identity>, Error> {
    let Some(token) = token else { return Ok(None) };
    match engine.authenticate(token).await {
        Ok(identity) => Ok(Some(identity)),
        Err(Error::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts the caller's [`Identity`] (if there is one) and address into the request's extensions, and keeps what a person who is
/// signed in sees out of shared caches. Before anything else happens, a request of a page for somebody else is refused.
pub async fn identify(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let address = address::client_address(request.extensions(), request.headers(), app.trusted_proxies);
    let token = bearer(request.headers()).or_else(|| cookie::token(request.headers()));
    let identity = match resolve(&app.engine, token).await {
        Ok(identity) => identity,
        Err(error) => return Problem::from(error).into_response(),
    };
    if identity.as_ref().is_some_and(|who| !person::may_act(&request, who)) {
        let mut response = person::refusal(&request);
        crate::headers::never_store(response.headers_mut());
        return response;
    }
    let known = identity.is_some();
    if let Some(identity) = identity {
        request.extensions_mut().insert(identity);
    }
    request.extensions_mut().insert(ClientAddress(address));
    let mut response = next.run(request).await;
    if known {
        crate::headers::never_store(response.headers_mut());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_token_is_read_whatever_the_case_of_its_scheme() {
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers), None);
        for (value, token) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("Basic abc", None),
            ("Bearer ", None),
            ("abc", None),
        ] {
            headers.insert(AUTHORIZATION, http::HeaderValue::from_static(value));
            assert_eq!(bearer(&headers), token, "{value:?}");
        }
    }
}
