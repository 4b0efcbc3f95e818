//! From which page a request comes. A browser sends cookies along with whatever another site makes it send; only its `Origin`
//! header tells whose idea the request was.

use std::{fmt, net::SocketAddr, str::FromStr};

use app::cookie::{Cookies, SESSION};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use engine::Error;
use http::{
    HeaderMap, Method,
    header::{HOST, ORIGIN},
};
use tertulia::problem::ErrorCode;

use crate::{AppState, observe, problem::Problem};

/// Scheme, host and port of a site, in the form in which browsers send it: lower case, the scheme's own port left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    authority: String,
}

/// A text that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an origin is `https://chat.example.org` or `http://localhost:3000`: scheme, host, port, nothing after")]
pub struct InvalidOrigin;

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let (secure, authority) = match text.split_once("://") {
            Some(("https", authority)) => (true, authority),
            Some(("http", authority)) => (false, authority),
            _ => return Err(InvalidOrigin),
        };
        let clean = !authority.is_empty() && !authority.contains(['/', '?', '#', '@', ' ', ',']);
        clean
            .then(|| Self { secure, authority: without_default_port(authority, secure).to_owned() })
            .ok_or(InvalidOrigin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

fn without_default_port(authority: &str, secure: bool) -> &str {
    authority.strip_suffix(if secure { ":443" } else { ":80" }).unwrap_or(authority)
}

/// Which origins are ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// The configured one, exactly.
    Exactly(Origin),
    /// Every name of this machine's loopback, with this port.
    Loopback(u16),
    /// Whatever the request names in `Host`. A page from elsewhere cannot forge that header, and its own name resolving to us
    /// does not help it: cookies belong to names.
    AsHost,
}

impl Origins {
    /// The configured origin, or what the address that we listen on implies.
    pub fn new(configured: Option<Origin>, listening: SocketAddr) -> Self {
        match configured {
            Some(origin) => Self::Exactly(origin),
            None if listening.ip().to_canonical().is_loopback() => Self::Loopback(listening.port()),
            None => Self::AsHost,
        }
    }

    /// The one that people type, where we were told.
    pub const fn public(&self) -> Option<&Origin> {
        match self {
            Self::Exactly(origin) => Some(origin),
            Self::Loopback(_) | Self::AsHost => None,
        }
    }

    /// How cookies are written and read.
    pub const fn cookies(&self) -> Cookies {
        Cookies { secure: self.is_https() }
    }

    /// Whether people reach us through TLS: decides over `Secure` cookies and HSTS.
    pub const fn is_https(&self) -> bool {
        matches!(self, Self::Exactly(Origin { secure: true, .. }))
    }

    /// Whether a page with this `Origin` is ours. `null` (a sandboxed frame, a local file) never is.
    pub fn admits(&self, origin: &str, host: Option<&str>) -> bool {
        let Ok(origin) = origin.parse::<Origin>() else { return false };
        match self {
            Self::Exactly(ours) => *ours == origin,
            Self::Loopback(port) => {
                let names = ["127.0.0.1", "localhost", "[::1]"];
                let ours = |name: &&str| without_default_port(&format!("{name}:{port}"), false) == origin.authority;
                !origin.secure && names.iter().any(ours)
            }
            Self::AsHost => host
                .map(str::to_ascii_lowercase)
                .is_some_and(|host| without_default_port(&host, origin.secure) == origin.authority),
        }
    }

    /// What the headers say about where the request comes from.
    pub fn judge(&self, headers: &HeaderMap) -> Provenance {
        let text = |value: &http::HeaderValue| value.to_str().map(str::to_owned).unwrap_or_default();
        let Some(origin) = headers.get(ORIGIN).map(text) else { return Provenance::Unsaid };
        let host = headers.get(HOST).map(text);
        if self.admits(&origin, host.as_deref()) { Provenance::Ours } else { Provenance::Foreign }
    }
}

/// Where a request comes from, by its `Origin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// One of our pages.
    Ours,
    /// Another site's page.
    Foreign,
    /// No `Origin`: a program, or a browser that left it out.
    Unsaid,
}

/// The refusal of a request from elsewhere.
pub fn foreign() -> Problem {
    Problem::new(ErrorCode::Forbidden, "the request comes from another site")
}

/// Lets a request that changes something pass only if it comes from one of our pages or from a program. Signing in and up are
/// included: another site must not sign its visitor in to an account of its choice.
pub async fn own_origin(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || may_change(&app.origins, request.headers()) {
        return next.run(request).await;
    }
    tracing::info!(route = observe::route(&request), "refused: a change from another site's page");
    foreign().into_response()
}

fn may_change(origins: &Origins, headers: &HeaderMap) -> bool {
    match origins.judge(headers) {
        Provenance::Ours => true,
        Provenance::Foreign => false,
        // Where a browser leaves `Origin` out it still says this; a program with a bearer token says neither.
        Provenance::Unsaid => match headers.get("sec-fetch-site").map(http::HeaderValue::as_bytes) {
            Some(site) => site == b"same-origin" || site == b"none",
            None => !brings_cookie(origins, headers),
        },
    }
}

fn brings_cookie(origins: &Origins, headers: &HeaderMap) -> bool {
    origins.cookies().read(headers, SESSION).next().is_some()
}

/// Lets a socket's upgrade pass only from one of our pages, or without `Origin` from a program that brings its own token: a
/// cookie alone could have been sent along by any page.
///
/// # Errors
/// 403
pub fn may_upgrade(origins: &Origins, headers: &HeaderMap, brings_token: bool) -> Result<(), Error> {
    match origins.judge(headers) {
        Provenance::Ours => Ok(()),
        Provenance::Unsaid if brings_token || !brings_cookie(origins, headers) => Ok(()),
        Provenance::Unsaid | Provenance::Foreign => Err(Error::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(text: &str) -> Origins {
        Origins::Exactly(text.parse().expect("valid"))
    }

    #[test]
    fn a_configured_origin_is_compared_whole() {
        let ours = exactly("https://Chat.example.org:443/");
        assert!(ours.is_https() && ours.admits("https://chat.example.org", None));
        assert_eq!(ours.public().map(Origin::to_string).as_deref(), Some("https://chat.example.org"));
        for text in [
            "http://chat.example.org",
            "https://chat.example.org.evil",
            "https://chat.example.org:8443",
            "https://evil/chat.example.org",
            "https://chat.example.org@evil",
            "null",
            "",
        ] {
            assert!(!ours.admits(text, Some("chat.example.org")), "{text}");
        }
    }

    #[test]
    fn on_the_loopback_all_three_names_are_ours() {
        let ours = Origins::new(None, "127.0.0.1:3000".parse().expect("valid"));
        for text in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
            assert!(ours.admits(text, None), "{text}");
        }
        for text in ["http://localhost:3001", "http://localhost", "https://localhost:3000", "http://evil:3000"] {
            assert!(!ours.admits(text, Some("evil:3000")), "{text}");
        }
        assert!(Origins::Loopback(80).admits("http://localhost", None));
    }

    #[test]
    fn elsewhere_the_host_header_says_who_we_are() {
        let ours = Origins::new(None, "0.0.0.0:3000".parse().expect("valid"));
        assert!(ours.admits("http://aula:3000", Some("aula:3000")));
        assert!(ours.admits("https://aula", Some("aula:443")));
        assert!(!ours.admits("http://evil:3000", Some("aula:3000")));
        assert!(!ours.admits("http://aula:3000", None));
    }

    #[test]
    fn a_change_without_origin_is_believed_only_without_a_cookie_or_with_the_browsers_word() {
        let mut headers = HeaderMap::new();
        let ours = Origins::Loopback(3000);
        assert!(may_change(&ours, &headers));
        headers.insert("cookie", http::HeaderValue::from_static("tertulia_session=x"));
        assert!(!may_change(&ours, &headers));
        headers.insert("sec-fetch-site", http::HeaderValue::from_static("same-origin"));
        assert!(may_change(&ours, &headers));
        headers.insert("sec-fetch-site", http::HeaderValue::from_static("same-site"));
        assert!(!may_change(&ours, &headers));
    }
}
