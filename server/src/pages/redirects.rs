//! Where a server function sends the browser that posted a form to it.
//!
//! Leptos answers whoever accepts HTML with a redirect to whatever `Referer` says, and writes the reason of a refusal into its
//! query: any text, `javascript:` too, and any site, which so learns whether its visitor is signed in, or a member. Here that
//! becomes: a form comes back to one of our own pages or to the first one, and whatever only reads redirects nowhere.

use app::api::{local_path, without_outcomes};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderMap, HeaderValue, Method,
    header::{ACCEPT, HOST, LOCATION, REFERER},
};
use url::Url;

use super::FUNCTIONS;
use crate::{
    AppState,
    origin::{Origin, Origins},
};

/// Leptos takes whole addresses only. This one leads nowhere (RFC 6761), should it ever come out.
const NOWHERE: &str = "http://tertulia.invalid";
/// The first page.
const HOME: &str = "/";

/// Lets server functions redirect to our own paths only, and those that read not at all.
pub(super) async fn keep_local(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(FUNCTIONS) {
        return next.run(request).await;
    }
    let posts = request.method() == Method::POST;
    let back = if posts { own_page(&app.origins, request.headers()) } else { None };
    let headers = request.headers_mut();
    headers.remove(REFERER);
    if posts {
        let back = format!("{NOWHERE}{}", back.as_deref().unwrap_or(HOME));
        headers.extend(HeaderValue::try_from(back).ok().map(|back| (REFERER, back)));
    } else {
        headers.remove(ACCEPT);
    }
    let mut response = next.run(request).await;
    if let Some(wanted) = response.headers().get(LOCATION) {
        let path = HeaderValue::from_str(target(wanted)).unwrap_or(HeaderValue::from_static(HOME));
        response.headers_mut().insert(LOCATION, path);
    }
    response
}

/// The local path that a redirect is meant to lead to.
fn target(wanted: &HeaderValue) -> &str {
    let wanted = wanted.to_str().unwrap_or_default();
    let path = local_path(wanted.strip_prefix(NOWHERE).unwrap_or(wanted)).unwrap_or(HOME);
    // Leptos leaves a question mark where it took a reason away.
    path.strip_suffix('?').unwrap_or(path)
}

/// Path and query of the page that posted the form, if `Referer` names one of ours. Without what became of an earlier form: Leptos
/// would write the next reason behind it.
fn own_page(origins: &Origins, headers: &HeaderMap) -> Option<String> {
    let page = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let ours = Origin::of(&page).is_some_and(|origin| origins.admits(&origin, host));
    let path = local_path(page.path()).filter(|_| ours)?;
    Some(format!("{path}{}", without_outcomes(page.query().unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(referer: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(REFERER, HeaderValue::from_static(referer));
        own_page(&Origins::Loopback(3000), &headers)
    }

    #[test]
    fn only_our_own_pages_are_come_back_to() {
        assert_eq!(
            back("http://localhost:3000/sign-in?next=%2Fgroups#m-1").as_deref(),
            Some("/sign-in?next=%2Fgroups")
        );
        assert_eq!(back("http://127.0.0.1:3000/").as_deref(), Some("/"));
        assert_eq!(back("http://localhost:3000?x").as_deref(), Some("/?x"));
        assert_eq!(back("http://[::1]:3000/x?entered=1&__err=a&b=c").as_deref(), Some("/x?b=c"));
        for foreign in [
            "",
            "/groups",
            "javascript:alert(1)",
            "javascript://localhost:3000/%0aalert(1)",
            "data:text/html,x",
            "https://evil.example/",
            "http://localhost:3000.evil.example/",
            "http://evil.example/http://localhost:3000/",
            "http://localhost:3000@evil.example/",
            "http://evil.example\\@localhost:3000/",
            "http://evil.example#http://localhost:3000/",
            "http://localhost:3000//evil.example",
            "http://localhost:3000/\\evil.example",
        ] {
            assert_eq!(back(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_redirect_leads_to_a_local_path_or_to_the_first_page() {
        for (wanted, path) in [
            ("http://tertulia.invalid/sign-in?__err=x", "/sign-in?__err=x"),
            ("/groups", "/groups"),
            ("http://tertulia.invalid/groups?", "/groups"),
            ("http://tertulia.invalid//evil.example", "/"),
            ("http://tertulia.invalid.evil.example/", "/"),
            ("//evil.example", "/"),
            ("javascript:alert(1)", "/"),
        ] {
            assert_eq!(target(&HeaderValue::from_static(wanted)), path, "{wanted}");
        }
    }
}
