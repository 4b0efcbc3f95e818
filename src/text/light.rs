//! Without tables: what the browser can say about a text before the server does. Nothing is removed here but white space, so
//! what a person has just written stands there as she wrote it until the stored text replaces it.

use super::Shape;

/// As it is.
pub(super) fn clean(text: &str, _shape: Shape) -> String {
    text.to_owned()
}

/// White space, and what looks like it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// Nearly always right: the invisible characters that people come across.
pub(super) fn is_visible(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}');
    !(invisible || is_space(c) || c.is_control())
}

/// An e-mail address in the form in which it is compared.
pub fn address(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A password in the form in which it is hashed.
pub fn secret(text: &str) -> String {
    text.to_owned()
}

/// With letters and their marks apart (NFD), which takes tables.
pub fn taken_apart(text: &str) -> String {
    text.to_owned()
}

/// Letters and digits as plain capitals where there are such; everything else is gone.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
}
