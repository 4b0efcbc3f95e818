//! The rules that need Unicode's tables.

mod invisible;
mod properties;

use unicode_normalization::UnicodeNormalization as _;

pub(super) use properties::{is_space, is_visible};

use super::Shape;
use properties::{is_default_ignorable, is_mark};

/// Only what belongs there, in NFC.
pub(super) fn clean(text: &str, shape: Shape) -> String {
    // ASCII is in NFC, visible and without marks.
    if text.is_ascii() {
        return text.to_owned();
    }
    cap_marks(invisible::strip(text, shape).nfc(), shape.marks_max())
}

/// Drops the marks beyond the cap, and those that have no letter below them: they would stand on whatever comes before.
fn cap_marks(text: impl Iterator<Item = char>, max: usize) -> String {
    let mut marks = max;
    let keep = |c: &char| {
        if is_mark(*c) {
            marks += 1;
            return marks <= max;
        }
        if !is_default_ignorable(*c) {
            marks = if is_space(*c) { max } else { 0 };
        }
        true
    };
    text.filter(keep).collect()
}

/// An e-mail address in the form in which it is compared: NFKC and lower case, without anything invisible. Two spellings that look the
/// same are one account.
pub fn address(text: &str) -> String {
    let invisible = |c: char| is_default_ignorable(c) || properties::is_no_text(c);
    let lower = text.chars().filter(|c| !invisible(*c)).nfkc().collect::<String>().to_lowercase();
    lower.nfkc().filter(|c| !invisible(*c)).collect::<String>().trim().to_owned()
}

/// A password in the form in which it is hashed: the profile `OpaqueString` of RFC 8265, 4.2 (any space is the ASCII one, then NFC), so
/// that another keyboard writes the same.
pub fn secret(text: &str) -> String {
    let space = |c: char| if properties::is_space_separator(c) { ' ' } else { c };
    text.chars().map(space).nfc().collect()
}

/// With letters and their marks apart (NFD).
pub fn taken_apart(text: &str) -> String {
    text.nfd().collect()
}

/// Letters and digits as plain capitals where there are such (full-width ones are); everything else is gone.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| is_visible(*c))
        .nfkc()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// What a name looks like: the same for two names that a reader could take for one another (the skeleton of UTS #39, 4). A number
/// in brackets at the end does not count: that is how we tell such names apart.
pub fn look(name: &str) -> String {
    let bare = name.strip_suffix(')').and_then(|rest| {
        let (bare, number) = rest.rsplit_once(" (")?;
        (!number.is_empty() && number.chars().all(char::is_numeric)).then_some(bare)
    });
    unicode_security::skeleton(bare.unwrap_or(name)).collect()
}
