//! What may stand in a text that a person writes: the rules of every parser (names, messages, descriptions, addresses,
//! passwords, codes), of restoring a backup and of the migration of older databases.
//!
//! A text is brought into one form and only then measured, so that what is stored is what was measured and what looks the same
//! is the same:
//!
//! * **Normal form**: NFC, as UAX #15 recommends for text that is kept and compared.
//! * **Invisible characters** go where they have no business. They stay where writing needs them: joiners inside emoji and
//!   between letters of scripts that join, variation selectors after what they vary, direction marks beside text that runs from
//!   the right. Embeddings and overrides of the direction always go; isolates end with their line. (`unicode`)
//! * **Marks** are capped per letter: [`Shape::marks_max`].
//! * **White space** at the ends goes, of lines and of the whole; in a name a run of it is one space, in a longer text at most two
//!   lines in a row are blank. What a word processor ends lines with is a line end.
//! * **Control characters** other than tab and line end are refused, not dropped: they come from programs, not from people.
//!
//! Whether something visible is left is the parser's question: [`is_blank`].
//!
//! The whole of it needs Unicode's tables, and they are too heavy for the browser: without the feature `unicode` only layout is
//! looked after, and blankness by a short list. The server's answer is the truth.

#[cfg(not(all(feature = "unicode", not(target_family = "wasm"))))]
mod light;
#[cfg(all(test, feature = "unicode"))]
mod tests;
#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
mod unicode;

#[cfg(not(all(feature = "unicode", not(target_family = "wasm"))))]
use light as rules;
#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
use unicode as rules;

pub use rules::{address, letters, secret, taken_apart};
#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
pub use unicode::look;

/// Most blank lines in a row.
const BLANK_LINES_MAX: usize = 2;

/// A control character, which no text of ours holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("control characters are not allowed")]
pub struct ControlCharacter;

/// What a text is: decides what stays in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line that stands among others' and is compared with them: a name.
    Line,
    /// Something to be read: a message, a description.
    Lines,
}

impl Shape {
    /// Most non-spacing and enclosing marks after one another. In a name 4, which UTS #39 (5.4) gives as the most that an
    /// identifier needs; in a text 8, the tallest stack of Tibetan (HAKṢHMALAWARAYAṀ). More are dropped: they only
    /// cover the lines above.
    pub const fn marks_max(self) -> usize {
        match self {
            Self::Line => 4,
            Self::Lines => 8,
        }
    }
}

/// A text of one line: runs of white space are one space, line ends included. Empty where nothing is visible.
///
/// # Errors
/// [`ControlCharacter`]
pub fn line(text: &str) -> Result<String, ControlCharacter> {
    let words = |text: &str| text.split(rules::is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let text = words(text);
    refuse_controls(&text)?;
    let text = words(&rules::clean(&text, Shape::Line));
    Ok(if is_blank(&text) { String::new() } else { text })
}

/// A text of several lines. Empty where nothing is visible.
///
/// # Errors
/// [`ControlCharacter`], tab and line end excepted
pub fn lines(text: &str) -> Result<String, ControlCharacter> {
    let text = line_feeds(text);
    refuse_controls(&text)?;
    Ok(fold(&rules::clean(&text, Shape::Lines)))
}

/// Whether a reader would see nothing.
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(rules::is_visible)
}

/// The text without control characters, for what was stored before they were refused; line ends and tabs stay.
pub(crate) fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect()
}

/// A text that was stored before `rule`, under it and at most so many characters long.
pub(crate) fn shortened(text: &str, max: usize, rule: fn(&str) -> Result<String, ControlCharacter>) -> String {
    let ruled = rule(&without_controls(text)).unwrap_or_default();
    if ruled.chars().count() <= max {
        return ruled;
    }
    // What is cut in the middle may leave something that has no business at an end.
    rule(&ruled.chars().take(max).collect::<String>()).unwrap_or_default()
}

fn refuse_controls(text: &str) -> Result<(), ControlCharacter> {
    let refused = text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    if refused { Err(ControlCharacter) } else { Ok(()) }
}

/// Whatever ends a line (UAX #14: BK, CR, NL) becomes a line feed: word processors write U+000B for a line and U+000C for a page.
fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

/// No white space at the ends, of lines and of the whole, and few blank lines in a row.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.split('\n') {
        if is_blank(line) {
            blank += 1;
            continue;
        }
        if folded.is_empty() {
            folded.push_str(line.trim_start_matches(rules::is_space).trim_end_matches(rules::is_space));
        } else {
            folded.extend(std::iter::repeat_n('\n', 1 + blank.min(BLANK_LINES_MAX)));
            folded.push_str(line.trim_end_matches(rules::is_space));
        }
        blank = 0;
    }
    folded
}
