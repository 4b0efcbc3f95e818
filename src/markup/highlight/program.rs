//! Languages with words, strings and comments.

use super::painter::{Class, Painter};

pub(super) type Words = &'static [&'static str];

/// What distinguishes a language from others.
#[derive(Debug)]
pub(super) struct Program {
    /// How a comment begins and ends.
    pub(super) comments: &'static [(&'static str, &'static str)],
    /// What stands around a string, longest first, and whether it may have several lines.
    pub(super) strings: &'static [(&'static str, bool)],
    pub(super) apostrophe: Apostrophe,
    pub(super) keywords: Words,
    pub(super) types: Words,
    pub(super) constants: Words,
    pub(super) functions: Words,
    /// What else than letters, digits and `_` a word may have.
    pub(super) signs: &'static str,
    /// What a word may begin with that gives it a meaning.
    pub(super) prefixes: &'static [(&'static str, Class)],
    pub(super) ignores_case: bool,
    /// Whether words that begin with a capital are types.
    pub(super) has_capital_types: bool,
    /// Whether a backslash in a string escapes.
    pub(super) escapes: bool,
}

/// What `'` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apostrophe {
    /// Around a string, as in `strings`, or nothing at all.
    Quote,
    /// Around one sign. Else it begins the name of a lifetime, or ends a word.
    Character,
    /// Around a string, but for behind a value: `A'` is a transposed matrix.
    Transpose,
}

/// Behind these a word is the name of a function, or of a type.
const NAMES_FUNCTION: [&str; 6] = ["fn", "def", "function", "func", "fun", "sub"];
const NAMES_TYPE: [&str; 8] = ["class", "struct", "enum", "trait", "interface", "type", "union", "object"];
/// Before a quote these belong to the string.
const STRING_PREFIXES: [&str; 12] = ["r", "b", "f", "u", "br", "rb", "fr", "rf", "L", "u8", "R", "c"];

pub(super) fn read(program: &Program, painter: &mut Painter<'_>) {
    // The last keyword, as long as nothing stands behind it but a space.
    let mut keyword = "";
    while let Some(sign) = painter.next() {
        if sign.is_whitespace() {
            painter.put_while(None, char::is_whitespace);
            continue;
        }
        let named = std::mem::take(&mut keyword);
        let is_done = comment(program, painter) || string(program, painter, "") || directive(program, painter);
        if is_done || prefixed(program, painter) {
            continue;
        }
        if sign.is_ascii_digit() {
            painter.put_number();
        } else if is_word(program, sign) {
            keyword = word(program, painter, named);
        } else {
            painter.skip();
        }
    }
}

fn is_word(program: &Program, sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_' || program.signs.contains(sign)
}

fn comment(program: &Program, painter: &mut Painter<'_>) -> bool {
    let found = program.comments.iter().find(|(begin, _)| painter.starts_with(begin));
    // `$#` and `a#b` are no comments of a shell.
    let is_apart =
        |begin: &str| begin != "#" || !painter.last().is_some_and(|last| !last.is_whitespace() && last != ';');
    match found {
        Some((begin, end)) if is_apart(begin) => {
            painter.put_to(begin, end, Class::Comment);
            true
        }
        _ => false,
    }
}

/// Reads a string that begins here, behind letters that belong to it.
fn string(program: &Program, painter: &mut Painter<'_>, prefix: &str) -> bool {
    let rest = &painter.rest()[prefix.len()..];
    if rest.starts_with('\'') && program.apostrophe == Apostrophe::Character {
        return character(painter);
    }
    let is_value = |last: char| last.is_alphanumeric() || ")]}'._".contains(last);
    if rest.starts_with('\'') && program.apostrophe == Apostrophe::Transpose && painter.last().is_some_and(is_value) {
        return false;
    }
    let Some((quote, has_lines)) = program.strings.iter().find(|(quote, _)| rest.starts_with(quote)) else {
        return false;
    };
    painter.put(prefix.len(), Class::String);
    painter.put_string(quote, program.escapes && !prefix.contains(['r', 'R']), *has_lines, Class::String);
    true
}

/// Of Rust, C and Haskell: `'a'`, `'\n'`, but not `'a` or `x'`.
fn character(painter: &mut Painter<'_>) -> bool {
    let inner = &painter.rest()[1..];
    let length = match inner.chars().next() {
        Some('\\') => inner.find('\'').filter(|end| *end <= 10 && !inner[..*end].contains('\n')),
        Some(sign) if sign != '\'' => Some(sign.len_utf8()).filter(|length| inner[*length..].starts_with('\'')),
        _ => None,
    };
    match length {
        // `'\''`
        Some(length) if inner[length..].starts_with("''") => painter.put(length + 3, Class::String),
        Some(length) => painter.put(length + 2, Class::String),
        None => {
            let length = inner.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(inner.len());
            painter.put(1 + length, Class::Attribute);
        }
    }
    true
}

/// What stands at the beginning of a line for another program: `#include <stdio.h>`, `#[derive(Debug)]`.
fn directive(program: &Program, painter: &mut Painter<'_>) -> bool {
    let has = |prefix: &str| program.prefixes.iter().any(|(known, _)| *known == prefix) && painter.starts_with(prefix);
    if has("#[") || has("#![") {
        let line = painter.rest().lines().next().unwrap_or_default();
        painter.put(line.find(']').map_or(line.len(), |end| line[..=end].len()), Class::Attribute);
        return true;
    }
    if !has("#") || !painter.is_first() {
        return false;
    }
    let is_include = painter.rest()[1..].trim_start().starts_with("include");
    painter.put(1, Class::Keyword);
    painter.put_while(Class::Keyword, |sign| sign == ' ');
    painter.put_while(Class::Keyword, char::is_alphabetic);
    if is_include {
        painter.put_while(None, |sign| sign == ' ');
        if painter.starts_with("<") {
            painter.put_while(Class::String, |sign| !"\n>".contains(sign));
            painter.put(1, Class::String);
        }
    }
    true
}

/// `@decorator`, `$variable`, `${variable}`.
fn prefixed(program: &Program, painter: &mut Painter<'_>) -> bool {
    let Some((prefix, class)) = program.prefixes.iter().find(|(prefix, _)| painter.starts_with(prefix)) else {
        return false;
    };
    let rest = &painter.rest()[prefix.len()..];
    let is_name = rest.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_' || "{?#@*!".contains(sign));
    if !is_name || prefix.starts_with('#') {
        return false;
    }
    painter.put(prefix.len(), *class);
    if rest.starts_with('{') {
        painter.put_while(*class, |sign| !"}\n".contains(sign));
        painter.put(usize::from(painter.starts_with("}")), *class);
    } else if rest.starts_with(|sign: char| !sign.is_alphanumeric() && sign != '_') {
        painter.put(1, *class);
    } else {
        painter.put_while(*class, |sign| sign.is_alphanumeric() || "_.".contains(sign));
    }
    true
}

/// Returns the word if it says what the next one is.
fn word<'a>(program: &Program, painter: &mut Painter<'a>, before: &str) -> &'a str {
    let length = painter.length(|sign| is_word(program, sign));
    let (word, after) = painter.rest().split_at(length);
    if STRING_PREFIXES.contains(&word)
        && (raw(program, painter, word) || after.starts_with(['"', '\'']) && string(program, painter, word))
    {
        return "";
    }
    let class = classify(program, painter, word, after, before);
    painter.put(length, class);
    if class == Some(Class::Keyword) { word } else { "" }
}

/// `r#"…"#`
fn raw(program: &Program, painter: &mut Painter<'_>, word: &str) -> bool {
    let after = &painter.rest()[word.len()..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    if hashes == 0 || program.apostrophe != Apostrophe::Character || !after[hashes..].starts_with('"') {
        return false;
    }
    let begin = format!("{word}{}\"", "#".repeat(hashes));
    painter.put_to(&begin, &format!("\"{}", "#".repeat(hashes)), Class::String);
    true
}

fn classify(program: &Program, painter: &Painter<'_>, word: &str, after: &str, before: &str) -> Option<Class> {
    let is_member = painter.last() == Some('.');
    let known = if program.ignores_case { word.to_lowercase() } else { word.to_owned() };
    let is_in = |words: Words| !is_member && words.contains(&known.as_str());
    let is_capital = word.starts_with(char::is_uppercase);
    let is_call = after.starts_with('(') || after.starts_with("!(") || after.starts_with("![");
    if is_in(program.constants) {
        Some(Class::Constant)
    } else if is_in(program.keywords) {
        Some(Class::Keyword)
    } else if NAMES_FUNCTION.contains(&before) {
        Some(Class::Function)
    } else if is_in(program.types) || NAMES_TYPE.contains(&before) {
        Some(Class::Type)
    } else if is_in(program.functions) {
        Some(Class::Function)
    } else if is_capital && program.has_capital_types && !is_constant(word) {
        Some(Class::Type)
    } else if is_call {
        Some(Class::Function)
    } else if is_constant(word) && !program.ignores_case {
        Some(Class::Constant)
    } else {
        None
    }
}

/// `MAX_SIZE`
fn is_constant(word: &str) -> bool {
    word.len() > 1 && word.starts_with(char::is_uppercase) && !word.contains(char::is_lowercase)
}
