//! The cookie that holds a browser's session, and what the server tells the pages about a request.

use std::net::IpAddr;

use http::HeaderValue;
use tertulia::clock::Timestamp;

/// Whose rate limits a request counts against; the server puts it in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// Scheme and host that people type, where the server was told; it provides it in the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin(pub String);

/// How the session's cookie is written; the server provides it in the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionCookie {
    /// Whether browsers may send it over TLS only: true wherever the public origin is `https`.
    pub secure: bool,
}

impl SessionCookie {
    /// Its name.
    pub const NAME: &'static str = "tertulia_session";

    /// A `Set-Cookie` value that keeps the token until it expires. (A token that is no header text, which ours never is, clears.)
    pub fn set(self, token: &str, expires_at: Timestamp) -> HeaderValue {
        let seconds = (expires_at.as_millis() - Timestamp::now().as_millis()).max(0) / 1000;
        HeaderValue::from_str(&self.text(token, seconds)).unwrap_or_else(|_| self.clear())
    }

    /// A `Set-Cookie` value that forgets the token.
    pub fn clear(self) -> HeaderValue {
        HeaderValue::from_str(&self.text("", 0)).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    fn text(self, value: &str, max_age_seconds: i64) -> String {
        let (name, secure) = (Self::NAME, if self.secure { "; Secure" } else { "" });
        format!("{name}={value}; Max-Age={max_age_seconds}; Path=/; HttpOnly; SameSite=Lax{secure}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &HeaderValue) -> &str {
        value.to_str().unwrap_or_default()
    }

    #[test]
    fn scripts_and_other_sites_do_not_get_it() {
        let set = SessionCookie { secure: true }.set("abc.def", Timestamp::now().plus_seconds(3600));
        let set = text(&set);
        assert!(set.starts_with("tertulia_session=abc.def; Max-Age=3"), "{set}");
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{set}");
    }

    #[test]
    fn clearing_ends_it_at_once() {
        assert_eq!(
            text(&SessionCookie { secure: false }.clear()),
            "tertulia_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
        );
    }
}
