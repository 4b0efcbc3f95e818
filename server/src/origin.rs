//! From which page a request comes. A browser sends cookies along with whatever another site makes it send; only its `Origin`
//! header tells whose idea the request was.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use engine::Error;
use http::{
    HeaderMap, HeaderValue, Method,
    header::{HOST, ORIGIN},
};
use tertulia::{
    http::cookie::{Cookies, SESSION},
    problem::ErrorCode,
};
use url::{Host, Url};

use crate::{AppState, observe, problem::Problem};

/// Scheme, host and port of a site, compared as browsers compare them: they write an address that a person types in the form
/// in which they send it (lower case, the scheme's own port left out, letters beyond ASCII as `xn--…`), and so does this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(url::Origin);

/// A text that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an origin is `https://chat.example.org` or `http://localhost:3000`: scheme, host, port, nothing after")]
pub struct InvalidOrigin;

impl Origin {
    /// Where an address leads; none where that is no site.
    pub fn of(url: &Url) -> Option<Self> {
        matches!(url.scheme(), "http" | "https").then(|| Self(url.origin()))
    }

    /// Scheme, host and port. None never happens: no site's origin is opaque.
    const fn parts(&self) -> Option<(&String, &Host, u16)> {
        match &self.0 {
            url::Origin::Tuple(scheme, host, port) => Some((scheme, host, *port)),
            url::Origin::Opaque(_) => None,
        }
    }

    fn is_https(&self) -> bool {
        self.parts().is_some_and(|(scheme, ..)| scheme == "https")
    }

    /// Whether it is this machine, by one of the three names of its loopback, on this port and without TLS.
    fn is_loopback(&self, port: u16) -> bool {
        self.parts().is_some_and(|(scheme, host, its)| {
            let here = match host {
                Host::Domain(name) => name == "localhost",
                Host::Ipv4(address) => *address == Ipv4Addr::LOCALHOST,
                Host::Ipv6(address) => *address == Ipv6Addr::LOCALHOST,
            };
            here && its == port && scheme == "http"
        })
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let url = Url::parse(text).map_err(|_| InvalidOrigin)?;
        let nobody = url.username().is_empty() && url.password().is_none();
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        Self::of(&url).filter(|_| nobody && bare).ok_or(InvalidOrigin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.ascii_serialization())
    }
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
    pub fn cookies(&self) -> Cookies {
        Cookies { secure: self.is_https() }
    }

    /// Whether people reach us through TLS: decides over `Secure` cookies and HSTS.
    pub fn is_https(&self) -> bool {
        self.public().is_some_and(Origin::is_https)
    }

    /// Whether a page of this origin is ours.
    pub fn admits(&self, origin: &Origin, host: Option<&str>) -> bool {
        match self {
            Self::Exactly(ours) => ours == origin,
            Self::Loopback(port) => origin.is_loopback(*port),
            Self::AsHost => {
                let scheme = if origin.is_https() { "https" } else { "http" };
                host.is_some_and(|host| format!("{scheme}://{host}").parse().as_ref() == Ok(origin))
            }
        }
    }

    /// What the headers say about where the request comes from.
    pub fn judge(&self, headers: &HeaderMap) -> Provenance {
        let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
        let Some(origin) = headers.get(ORIGIN) else { return Provenance::Unsaid };
        let host = headers.get(HOST).and_then(text);
        // `null` (a sandboxed frame, a local file) is none and never ours.
        let origin = text(origin).and_then(|origin| origin.parse().ok());
        let ours = origin.is_some_and(|origin| self.admits(&origin, host.as_deref()));
        if ours { Provenance::Ours } else { Provenance::Foreign }
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
        Provenance::Unsaid => match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
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

    /// Whether a request from there is taken for one of ours, as far as its headers say.
    fn admits(ours: &Origins, origin: &'static str, host: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::from_iter([(ORIGIN, HeaderValue::from_static(origin))]);
        headers.extend(host.map(|host| (HOST, HeaderValue::from_static(host))));
        ours.judge(&headers) == Provenance::Ours
    }

    #[test]
    fn a_configured_origin_is_compared_whole() {
        let ours = exactly("https://Chat.example.org:443/");
        assert!(ours.is_https() && admits(&ours, "https://chat.example.org", None));
        assert_eq!(ours.public().map(Origin::to_string).as_deref(), Some("https://chat.example.org"));
        for text in [
            "http://chat.example.org",
            "https://chat.example.org.evil",
            "https://chat.example.org:8443",
            "https://evil/chat.example.org",
            "https://chat.example.org@evil",
            "https://evil@chat.example.org",
            "https://chat.example.org/groups",
            "https://chat.example.org?x",
            "https://chat.example.org#x",
            "wss://chat.example.org",
            "chat.example.org",
            "null",
            "",
        ] {
            assert!(!admits(&ours, text, Some("chat.example.org")), "{text}");
        }
    }

    #[test]
    fn a_name_beyond_ascii_is_the_one_that_browsers_send() {
        let ours = exactly("https://ñandú.example");
        assert_eq!(ours.public().map(Origin::to_string).as_deref(), Some("https://xn--and-6ma2c.example"));
        assert!(admits(&ours, "https://xn--and-6ma2c.example", None));
    }

    #[test]
    fn on_the_loopback_all_three_names_are_ours() {
        let ours = Origins::new(None, "127.0.0.1:3000".parse().expect("valid"));
        for text in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
            assert!(admits(&ours, text, None), "{text}");
        }
        for text in ["http://localhost:3001", "http://localhost", "https://localhost:3000", "http://evil:3000"] {
            assert!(!admits(&ours, text, Some("evil:3000")), "{text}");
        }
        assert!(admits(&Origins::Loopback(80), "http://localhost", None));
    }

    #[test]
    fn elsewhere_the_host_header_says_who_we_are() {
        let ours = Origins::new(None, "0.0.0.0:3000".parse().expect("valid"));
        assert!(admits(&ours, "http://aula:3000", Some("aula:3000")));
        assert!(admits(&ours, "https://aula", Some("aula:443")));
        assert!(!admits(&ours, "http://evil:3000", Some("aula:3000")));
        assert!(admits(&ours, "http://aula:3000", Some("AULA:3000")));
        for host in [None, Some(""), Some("evil@aula:3000"), Some("aula:3000/x"), Some("aula"), Some("aula:99999")] {
            assert!(!admits(&ours, "http://aula:3000", host), "{host:?}");
        }
    }

    #[test]
    fn a_change_without_origin_is_believed_only_without_a_cookie_or_with_the_browsers_word() {
        let mut headers = HeaderMap::new();
        let ours = Origins::Loopback(3000);
        assert!(may_change(&ours, &headers));
        headers.insert("cookie", HeaderValue::from_static("tertulia_session=x"));
        assert!(!may_change(&ours, &headers));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        assert!(may_change(&ours, &headers));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-site"));
        assert!(!may_change(&ours, &headers));
    }
}
