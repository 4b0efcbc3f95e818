//! The text of a message, checked once.

use crate::problem::ErrorCode;

/// Longest message, in characters after trimming.
pub const CONTENT_MAX: usize = 10_000;

/// Why a text is not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// Nothing but white space.
    #[error("a message needs some text")]
    Empty,
    /// More than [`CONTENT_MAX`] characters.
    #[error("a message has at most 10 000 characters")]
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

/// What somebody wrote: 1 to [`CONTENT_MAX`] characters after trimming, kept as sent but for line ends, which are LF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content(String);

impl Content {
    /// Normalises line ends, then checks.
    ///
    /// # Errors
    /// [`ContentError`], in the order empty, too long, control characters.
    pub fn parse(text: &str) -> Result<Self, ContentError> {
        let text = normalise_line_ends(text);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(ContentError::Empty);
        }
        if trimmed.chars().count() > CONTENT_MAX {
            return Err(ContentError::TooLong);
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            return Err(ContentError::Control);
        }
        Ok(Self(text))
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

/// CR LF and a lone CR become LF.
pub(crate) fn normalise_line_ends(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_kept_as_sent_but_for_line_ends() {
        assert_eq!(Content::parse("  uno\r\ndos\rtres\t ").expect("valid").as_str(), "  uno\ndos\ntres\t ");
    }

    #[test]
    fn blank_text_is_refused() {
        for text in ["", " ", "\n\t", "\u{a0}\u{2003}"] {
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
    fn control_characters_other_than_tab_and_line_feed_are_refused() {
        for c in ['\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{b}'] {
            assert_eq!(Content::parse(&format!("a{c}b")), Err(ContentError::Control), "{c:?}");
        }
        assert!(Content::parse("<script>alert(1)</script> '; REMOVE TABLE message; --").is_ok());
    }
}
