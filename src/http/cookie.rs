//! The cookies that a browser keeps for us: what they are called, how they are written and how they are read.
//!
//! Over TLS every one is `__Host-…`: a browser takes such a cookie only over TLS, for exactly this host and for all of it. A page
//! of a sibling domain, or whoever answers in its place without TLS, cannot put one of its own beside it. Without TLS browsers
//! refuse the prefix, and the plain name has to do.
//!
//! Read by hand, because what is read must be the name that the browser saw, byte by byte. The crate `cookie` trims Unicode's white
//! space off names, and decodes them where it is told to: a cookie that a sibling domain calls `\u{2000}__Host-…` or `%5F%5FHost-…`, which no browser
//! keeps it from, would be ours. `axum-extra` and `headers` leave out whole lines that hold a byte beyond ASCII, and keep one value of a name.

use http::{HeaderMap, HeaderValue, header::COOKIE};

use crate::clock::Timestamp;

/// Most values of one name that are looked at: a browser sends one, whoever plants others may plant many.
const VALUES_MAX: usize = 8;

/// A cookie, by its two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie {
    plain: &'static str,
    over_tls: &'static str,
}

macro_rules! cookie {
    ($name:literal) => {
        Cookie { plain: $name, over_tls: concat!("__Host-", $name) }
    };
}

/// Holds a browser's session.
pub const SESSION: Cookie = cookie!("tertulia_session");
/// Holds what a refused form held.
pub const FORM: Cookie = cookie!("tertulia_form");
/// Remembers a choice of language.
pub const LANG: Cookie = cookie!("lang");

impl Cookie {
    /// All there are.
    pub const ALL: [Self; 3] = [SESSION, FORM, LANG];

    /// What it is called without TLS.
    pub const fn plain_name(self) -> &'static str {
        self.plain
    }
}

/// How cookies are written and read; the server provides it in the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    /// Whether people reach us through TLS.
    pub secure: bool,
}

impl Cookies {
    /// What a cookie is called.
    pub const fn name(self, cookie: Cookie) -> &'static str {
        if self.secure { cookie.over_tls } else { cookie.plain }
    }

    /// A `Set-Cookie` that keeps a value for so many seconds. A value that no cookie can hold, which ours never are, forgets.
    pub fn keep(self, cookie: Cookie, value: &str, seconds: i64) -> HeaderValue {
        if !value.bytes().all(is_cookie_octet) {
            return self.forget(cookie);
        }
        self.header(cookie, value, seconds)
    }

    /// A `Set-Cookie` that keeps a session's token until it expires.
    pub fn keep_session(self, token: &str, expires_at: Timestamp) -> HeaderValue {
        let seconds = (expires_at.as_millis() - Timestamp::now().as_millis()).max(0) / 1000;
        self.keep(SESSION, token, seconds)
    }

    /// A `Set-Cookie` that forgets.
    pub fn forget(self, cookie: Cookie) -> HeaderValue {
        self.header(cookie, "", 0)
    }

    /// The values that a request brings under the cookie's name, in its order, without empty ones. There can be several: one
    /// that somebody planted for a part of our paths comes before ours. So the first is not the one that counts, but the first
    /// that means something.
    pub fn read(self, headers: &HeaderMap, cookie: Cookie) -> impl Iterator<Item = &str> {
        let name = self.name(cookie).as_bytes();
        // As bytes: what another cookie of the same line holds need not be text.
        let pairs = headers.get_all(COOKIE).into_iter().flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
        let values = pairs.filter_map(move |pair| pair.trim_ascii().strip_prefix(name)?.strip_prefix(b"="));
        values.filter_map(|value| std::str::from_utf8(value).ok()).filter(|value| !value.is_empty()).take(VALUES_MAX)
    }

    fn header(self, cookie: Cookie, value: &str, seconds: i64) -> HeaderValue {
        let (name, secure) = (self.name(cookie), if self.secure { "; Secure" } else { "" });
        let text = format!("{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
        // Names and attributes are header text, and so is every value of such octets.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// Whether a byte may stand in a cookie's value as it is (RFC 6265, 4.1.1): what ends a value, or begins an attribute, may not.
const fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Cookies = Cookies { secure: false };
    const TLS: Cookies = Cookies { secure: true };

    fn text(value: &HeaderValue) -> &str {
        value.to_str().unwrap_or_default()
    }

    fn request(lines: &[&'static [u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_bytes(line).expect("a header"));
        }
        headers
    }

    #[test]
    fn over_tls_scripts_other_sites_and_sibling_domains_have_no_part_in_it() {
        let set = TLS.keep_session("abc.def", Timestamp::now().plus_seconds(3600));
        let set = text(&set);
        assert!(set.starts_with("__Host-tertulia_session=abc.def; Max-Age=3"), "{set}");
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{set}");
    }

    #[test]
    fn without_tls_it_has_the_name_that_a_browser_takes() {
        for cookie in Cookie::ALL {
            let forgotten = PLAIN.forget(cookie);
            let expected = format!("{}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax", cookie.plain_name());
            assert_eq!(text(&forgotten), expected);
        }
    }

    #[test]
    fn it_is_found_among_others_and_by_its_whole_name() {
        let read = |cookies: Cookies, lines: &[&'static [u8]]| {
            cookies.read(&request(lines), SESSION).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(read(PLAIN, &[b"lang=es; xtertulia_session=no; tertulia_session; tertulia_session="]), [""; 0]);
        assert_eq!(read(PLAIN, &[b"a=b;tertulia_session=abc.def", b"tertulia_session=x=y"]), ["abc.def", "x=y"]);
        assert_eq!(read(PLAIN, &[b"x=\xff; tertulia_session=\xff; tertulia_session=abc"]), ["abc"]);
        assert_eq!(read(TLS, &[b"tertulia_session=planted; __Host-tertulia_session=ours"]), ["ours"]);
    }

    /// All of these are names that a browser lets anybody's page of a sibling domain give a cookie.
    #[test]
    fn a_name_that_only_looks_like_the_prefix_is_another_name() {
        for planted in [
            &b"\xe2\x80\x80__Host-tertulia_session=planted"[..],
            b"\xc2\xa0__Host-tertulia_session=planted",
            b"\x85__Host-tertulia_session=planted",
            b"%5F%5FHost-tertulia_session=planted",
            b"__host-tertulia_session=planted",
            b"__Host-tertulia%5Fsession=planted",
            b"=__Host-tertulia_session=planted",
            b"x=\"; __Host-tertulia_session\"=planted",
        ] {
            let line = HeaderValue::from_bytes(planted).expect("a header");
            let read: Vec<String> = {
                let headers = HeaderMap::from_iter([(COOKIE, line)]);
                TLS.read(&headers, SESSION).map(str::to_owned).collect()
            };
            assert_eq!(read, [""; 0], "{planted:?}");
        }
    }

    #[test]
    fn no_value_adds_an_attribute_or_a_header() {
        for value in ["a; Domain=example.org", "a\r\nSet-Cookie: b=c", "a,b", "\"a\"", "a b", "ñ", "a\\b", "a\0"] {
            assert_eq!(TLS.keep(LANG, value, 60), TLS.forget(LANG), "{value:?}");
        }
    }

    #[test]
    fn no_more_than_a_few_are_looked_at() {
        let line: &[u8] = b"tertulia_session=a; tertulia_session=b; tertulia_session=c; tertulia_session=d";
        assert_eq!(PLAIN.read(&request(&[line, line, line]), SESSION).count(), VALUES_MAX);
    }
}
