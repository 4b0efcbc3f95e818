//! The cookie that holds a browser's session, and what the server tells the pages about a request.

use std::net::IpAddr;

use http::HeaderValue;
use tertulia::clock::Timestamp;

/// Name of the session's cookie.
pub const NAME: &str = "tertulia_session";

/// Whose rate limits a request counts against; the server puts it in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// How the session's cookie is written; the server provides it in the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionCookie {
    /// Whether browsers may send it over TLS only: true wherever the public origin is `https`.
    pub secure: bool,
}

impl SessionCookie {
    /// A `Set-Cookie` value that keeps the token until it expires. None when the token is no header text, which ours always is.
    pub fn set(self, token: &str, expires_at: Timestamp) -> Option<HeaderValue> {
        let seconds = (expires_at.as_millis() - Timestamp::now().as_millis()).max(0) / 1000;
        self.write(token, seconds)
    }

    /// A `Set-Cookie` value that forgets the token.
    pub fn clear(self) -> Option<HeaderValue> {
        self.write("", 0)
    }

    fn write(self, value: &str, max_age_seconds: i64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{NAME}={value}; Max-Age={max_age_seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Option<HeaderValue>) -> String {
        value.and_then(|value| value.to_str().map(str::to_owned).ok()).unwrap_or_default()
    }

    #[test]
    fn scripts_and_other_sites_do_not_get_it() {
        let set = text(SessionCookie { secure: true }.set("abc.def", Timestamp::now().plus_seconds(3600)));
        assert!(set.starts_with("tertulia_session=abc.def; Max-Age=3"), "{set}");
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{set}");
    }

    #[test]
    fn clearing_ends_it_at_once() {
        assert_eq!(
            text(SessionCookie { secure: false }.clear()),
            "tertulia_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
        );
    }
}
