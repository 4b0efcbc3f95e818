//! Where a form may send somebody next.

/// In the query of the sign-in page, to which whoever has come in goes first: it sends her on, and where it finds nobody the
/// browser did not keep the session's cookie.
pub(crate) const CAME_IN: &str = "entered";

/// What the server writes into the query of a page to say what became of a form: it is about that form and about once.
const OUTCOMES: [&str; 3] = ["__err", "__path", CAME_IN];

/// A query without what became of an earlier form; with its question mark, empty where nothing is left.
pub fn without_outcomes(query: &str) -> String {
    let stays = |pair: &&str| !OUTCOMES.contains(&pair.split_once('=').map_or(*pair, |(name, _)| name));
    let kept: Vec<&str> = query.trim_start_matches('?').split('&').filter(stays).collect();
    let kept = kept.join("&");
    if kept.is_empty() { kept } else { format!("?{kept}") }
}

/// The path if it leads to our own pages, else none: `next` comes from a URL, where anybody can write another site.
///
/// A browser reads `//host`, `/\host` and, because it drops tabs and line ends, `/<tab>/host` as another site.
#[cfg(feature = "ssr")]
pub fn local_path(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path[1..].starts_with(['/', '\\']);
    let clean = !path.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    (inside && clean).then_some(path)
}

/// Whether a person who has just signed in should see her groups instead: `next` leads back to where she came from.
#[cfg(feature = "ssr")]
pub(crate) fn is_entrance(path: &str) -> bool {
    ["/sign-in", "/sign-up", "/api/"].iter().any(|entrance| path.starts_with(entrance))
}

/// Text made safe as a value in a query: everything but letters, digits and `-_.~/` becomes `%XX`.
pub(crate) fn encode_query_value(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The opposite of [`encode_query_value`]; what is no `%XX` stays as it is.
#[cfg(feature = "ssr")]
pub(crate) fn decode_query_value(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_local() {
        assert_eq!(local_path("/groups?before=3#m-2"), Some("/groups?before=3#m-2"));
        for path in
            ["", "groups", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "/a\r\nb"]
        {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }

    #[test]
    fn what_became_of_a_form_is_taken_out_of_a_query_and_nothing_else() {
        for (query, kept) in [
            ("?next=%2Fa&__path=%2Fb&__err=c", "?next=%2Fa"),
            ("?__err=a&entered=1", ""),
            ("?entered", ""),
            ("?entered_by=x&y", "?entered_by=x&y"),
            ("", ""),
        ] {
            assert_eq!(without_outcomes(query), kept, "{query}");
        }
    }

    #[test]
    fn a_query_value_survives() {
        assert_eq!(encode_query_value("/groups/1?before=3&x=ñ"), "/groups/1%3Fbefore%3D3%26x%3D%C3%B1");
        for text in ["ana+x@example.org", "Peña & Hijos; 100 %", ""] {
            assert_eq!(decode_query_value(&encode_query_value(text)), text);
        }
        assert_eq!(decode_query_value("100%, %zz %ñ"), "100%, %zz %ñ");
    }
}
