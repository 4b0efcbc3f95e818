//! Reading the cookie that holds a browser's session; [`SessionCookie`] writes it.

use app::session::SessionCookie;
use http::{HeaderMap, header::COOKIE};

/// The token in the session's cookie.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == SessionCookie::NAME && !value.is_empty()).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn it_is_found_among_others_and_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("lang=es; xtertulia_session=no"));
        assert_eq!(token(&headers), None);
        headers.append(COOKIE, HeaderValue::from_static("a=b;tertulia_session=abc.def"));
        assert_eq!(token(&headers), Some("abc.def"));
    }
}
