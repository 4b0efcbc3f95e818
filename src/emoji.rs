//! Which emoji there are.

/// The emoji that a text is, in Unicode's fully-qualified form: ❤ and ❤️ are one. None where it is none, or more than one.
pub fn qualified(text: &str) -> Option<&'static str> {
    emojis::get(text).map(emojis::Emoji::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_has_one_form() {
        assert_eq!(qualified("👍"), Some("👍"));
        assert_eq!(qualified("❤"), Some("❤\u{fe0f}"));
        assert_eq!(qualified("❤\u{fe0f}"), Some("❤\u{fe0f}"));
        assert_eq!(qualified("👍🏽"), Some("👍🏽"));
        assert_eq!(qualified("🏳\u{200d}🌈"), Some("🏳\u{fe0f}\u{200d}🌈"));
        assert_eq!(qualified("👨\u{200d}👩\u{200d}👧"), Some("👨\u{200d}👩\u{200d}👧"));
        for none in ["", "a", "👍👍", "👍 ", ":+1:", "thumbsup", "<b>", "\u{200d}", "☺\u{fe0e}", "1"] {
            assert_eq!(qualified(none), None, "{none:?}");
        }
    }
}
