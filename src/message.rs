//! The text of a message, checked once.

use crate::{problem::ErrorCode, text};

/// Longest message, in characters (Unicode scalar values) as it is stored.
pub const CONTENT_MAX: usize = 10_000;
/// Most lines of a message: 10 000 characters of line ends would be a row of 200 screens.
pub const LINES_MAX: usize = 500;
/// Stands where an earlier version stored a message in which nothing is visible.
const NOTHING_VISIBLE: &str = "\u{fffd}";

/// Why a text is not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// Nothing that a reader would see.
    #[error("a message needs some text")]
    Empty,
    /// More than [`CONTENT_MAX`] characters or [`LINES_MAX`] lines.
    #[error("a message has at most 10 000 characters in 500 lines")]
    TooLong,
    /// A control character other than tab and line feed.
    #[error("a message may not hold control characters")]
    Control,
}

impl ContentError {
    /// The code that both interfaces answer with.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Empty => ErrorCode::EmptyContent,
            Self::TooLong => ErrorCode::TooLong,
            Self::Control => ErrorCode::InvalidContent,
        }
    }
}

/// What somebody wrote: 1 to [`CONTENT_MAX`] characters by the rules of [`text::lines`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content(String);

impl Content {
    /// Brings the text into its form, and measures that.
    ///
    /// # Errors
    /// [`ContentError`], in the order control characters, empty, too long.
    pub fn parse(text: &str) -> Result<Self, ContentError> {
        let text = text::lines(text).map_err(|_| ContentError::Control)?;
        if text.is_empty() {
            return Err(ContentError::Empty);
        }
        if text.chars().count() > CONTENT_MAX || text.split('\n').count() > LINES_MAX {
            return Err(ContentError::TooLong);
        }
        Ok(Self(text))
    }

    /// What an earlier version stored, brought under today's rules without losing a word of it; a text that they allow stays as it is.
    /// Lines beyond [`LINES_MAX`] are joined, and U+FFFD stands where nothing is visible.
    pub fn mend(text: &str) -> Self {
        let text = text::without_controls(text);
        let lines = text::lines(&text).unwrap_or_default();
        if lines.is_empty() {
            return Self(NOTHING_VISIBLE.to_owned());
        }
        // In NFC a text can be longer than it was measured; then it stays.
        if lines.chars().count() > CONTENT_MAX {
            return Self(text);
        }
        if lines.split('\n').count() <= LINES_MAX {
            return Self(lines);
        }
        let mut joined = String::with_capacity(lines.len());
        for (number, line) in lines.split('\n').enumerate() {
            if number > 0 && (number < LINES_MAX || !line.is_empty()) {
                joined.push(if number < LINES_MAX { '\n' } else { ' ' });
            }
            joined.push_str(line);
        }
        Self(text::lines(&joined).unwrap_or(joined))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_what_was_measured() {
        assert_eq!(Content::parse("  uno\r\ndos\rtres\t ").expect("valid").as_str(), "uno\ndos\ntres");
        assert_eq!(Content::parse(&format!("x{}", " ".repeat(128_000))).expect("valid").as_str(), "x");
        assert_eq!(Content::parse(&format!("x{}y", "\n".repeat(60_000))).expect("valid").as_str(), "x\n\n\ny");
    }

    #[test]
    fn blank_text_is_refused() {
        for text in ["", " ", "\n\t", "\u{a0}\u{2003}", "\u{200b}", "\u{3164}", "\u{2800}\u{ad}"] {
            assert_eq!(Content::parse(text), Err(ContentError::Empty), "{text:?}");
        }
    }

    #[test]
    fn the_limit_counts_characters_after_trimming() {
        let longest = "ñ".repeat(CONTENT_MAX);
        assert!(Content::parse(&format!("  {longest}\n")).is_ok());
        assert_eq!(Content::parse(&format!("{longest}ñ")), Err(ContentError::TooLong));
    }

    #[test]
    fn a_message_of_too_many_lines_is_refused() {
        assert!(Content::parse(&"x\n".repeat(LINES_MAX)).is_ok());
        assert_eq!(Content::parse(&"x\n".repeat(LINES_MAX + 1)), Err(ContentError::TooLong));
    }

    #[test]
    fn what_a_word_processor_ends_lines_with_is_a_line_end() {
        assert_eq!(
            Content::parse("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f").expect("valid").as_str(),
            "a\nb\nc\nd\ne\nf"
        );
    }

    #[test]
    fn control_characters_other_than_tab_and_line_feed_are_refused() {
        for c in ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{8}'] {
            assert_eq!(Content::parse(&format!("a{c}b")), Err(ContentError::Control), "{c:?}");
        }
        assert!(Content::parse("<script>alert(1)</script> '; REMOVE TABLE message; --").is_ok());
    }

    #[test]
    fn what_was_stored_before_these_rules_loses_no_word() {
        assert_eq!(Content::mend("  hola\r\n ").as_str(), "hola");
        assert_eq!(Content::mend("\u{200b}").as_str(), "\u{fffd}");
        let many = (0..2 * LINES_MAX).map(|n| n.to_string()).collect::<Vec<_>>();
        let mended = Content::mend(&many.join("\n"));
        assert_eq!(mended.as_str().split_whitespace().collect::<Vec<_>>(), many);
        assert_eq!(Content::parse(mended.as_str()), Ok(mended));
    }
}
