//! Where a form may send somebody next.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is written as `%XX` in the value of a query: everything but letters, digits and these.
const QUERY_VALUE: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

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
/// A browser reads `//host`, `/\host` and, because it drops tabs and line ends, `/<tab>/host` as another site. A path beyond ASCII
/// cannot stand in a header.
#[cfg(feature = "ssr")]
pub fn local_path(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path[1..].starts_with(['/', '\\']);
    let clean = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (inside && clean).then_some(path)
}

/// Whether a person who has just signed in should see her groups instead: `next` leads back to where she came from.
#[cfg(feature = "ssr")]
pub(crate) fn is_entrance(path: &str) -> bool {
    ["/sign-in", "/sign-up", "/api/"].iter().any(|entrance| path.starts_with(entrance))
}

/// Text made safe as a value in a query.
pub(crate) fn encode_query_value(text: &str) -> String {
    utf8_percent_encode(text, &QUERY_VALUE).to_string()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_local() {
        assert_eq!(local_path("/groups?before=3#m-2"), Some("/groups?before=3#m-2"));
        for path in [
            "",
            "groups",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/a b",
            "/ñ",
        ] {
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
    fn a_query_value_ends_at_nothing_that_stands_in_it() {
        assert_eq!(encode_query_value("/groups/1?before=3&x=ñ"), "/groups/1%3Fbefore%3D3%26x%3D%C3%B1");
        assert_eq!(encode_query_value("a+b c%#\"-_.~"), "a%2Bb%20c%25%23%22-_.~");
    }
}
