//! Where a form may send somebody next.

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
    fn a_query_value_survives() {
        assert_eq!(encode_query_value("/groups/1?before=3&x=ñ"), "/groups/1%3Fbefore%3D3%26x%3D%C3%B1");
        for text in ["ana+x@example.org", "Peña & Hijos; 100 %", ""] {
            assert_eq!(decode_query_value(&encode_query_value(text)), text);
        }
        assert_eq!(decode_query_value("100%, %zz %ñ"), "100%, %zz %ñ");
    }
}
