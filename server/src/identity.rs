//! Who is calling: a bearer token or the session's cookie, resolved once per request.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use engine::{Engine, Error, Identity};
use headers::{Authorization, HeaderMapExt as _, authorization::Bearer};
use http::HeaderMap;
use tertulia::http::{ClientAddress, cookie::SESSION};

use crate::{AppState, address, origin::Origins, problem::Problem};

/// The token after `Authorization: Bearer`.
pub fn bearer(headers: &HeaderMap) -> Option<String> {
    let Authorization(bearer) = headers.typed_get::<Authorization<Bearer>>()?;
    Some(bearer.token().to_owned()).filter(|token| !token.is_empty())
}

/// What a request brings to say who it is from: the header's token, else what its cookies hold. A request that says who it is
/// with a header means that, whatever cookie a browser adds.
pub fn tokens(origins: &Origins, headers: &HeaderMap) -> Vec<String> {
    match bearer(headers) {
        Some(token) => vec![token],
        None => origins.cookies().read(headers, SESSION).map(str::to_owned).collect(),
    }
}

/// Whom the first valid one of these tokens names; nobody where none is.
///
/// # Errors
/// [`Error::Unavailable`] and the like: the store could not be asked, which is not the same as "nobody".
pub async fn resolve(engine: &Engine, tokens: &[String]) -> Result<Option<Identity>, Error> {
    for token in tokens {
        match engine.authenticate(token).await {
            Ok(identity) => return Ok(Some(identity)),
            Err(Error::Unauthenticated) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Puts the caller's [`Identity`] (if there is one) and address into the request's extensions.
pub async fn identify(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let address = address::client_address(request.extensions(), request.headers(), app.trusted_proxies);
    let identity = match resolve(&app.engine, &tokens(&app.origins, request.headers())).await {
        Ok(identity) => identity,
        Err(error) => return Problem::from(error).into_response(),
    };
    if let Some(identity) = identity {
        request.extensions_mut().insert(identity);
    }
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
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
            ("bearer  abc", Some("abc")),
            ("Basic abc", None),
            ("Bearer ", None),
            ("Bearerabc", None),
            ("abc", None),
            ("", None),
        ] {
            headers.insert(http::header::AUTHORIZATION, http::HeaderValue::from_static(value));
            assert_eq!(bearer(&headers).as_deref(), token, "{value:?}");
        }
    }
}
