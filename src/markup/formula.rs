//! Formulas: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and fenced `math`, as MathML.
//!
//! TeX is no Markdown: `a_1*b_2*c` must not become an emphasis. So formulas are taken out of a text before that is parsed, and in the place of each
//! stands a mark that means nothing to the parser. Where a mark turns out to stand in code, an address or somebody's HTML, it is what was written
//! again.
//!
//! `find`: where formulas begin and end. `read`: TeX to MathML, within bounds. `check`: what of a library's output goes into a page. `style`: its
//! styles as classes. `usual`: what the library lacks, as what it has.

#[cfg(not(target_family = "wasm"))]
mod check;
mod find;
#[cfg(not(target_family = "wasm"))]
mod read;
#[cfg(not(target_family = "wasm"))]
mod style;
#[cfg(test)]
mod tests;
#[cfg(not(target_family = "wasm"))]
pub(super) mod usual;

use std::borrow::Cow;

pub(super) use find::find;

/// The ends of a mark, around the number of the formula. Unicode has these for use inside of programs.
const MARK: (char, char) = ('\u{fdd0}', '\u{fdd1}');

/// A formula of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// As it was written, with what stands around it.
    pub(super) source: String,
    pub(super) tex: String,
    /// Whether it stands by itself, in the middle of a line of its own.
    pub(super) is_block: bool,
}

/// Why a formula could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) reason: Reason,
    /// The part of it that is meant, where there is one.
    pub(super) part: String,
}

/// In the page these are names only (`data-reason`): style/markup.css has the words, in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_family = "wasm", expect(dead_code, reason = "nothing is read there"))]
pub(super) enum Reason {
    /// A command that is not known.
    Command,
    Environment,
    /// Something begins and does not end, or the other way round.
    Unclosed,
    /// Something is not where it belongs.
    Misplaced,
    /// It would do more than show a formula.
    Refused,
    Long,
    Deep,
    /// It is not one of the first ones of a message.
    Many,
    /// What it looks like has no room in the message.
    Large,
    /// It is shown in the browser, before the server has seen it.
    #[cfg_attr(not(target_family = "wasm"), expect(dead_code, reason = "the server reads them"))]
    Later,
}

impl Reason {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Environment => "environment",
            Self::Unclosed => "unclosed",
            Self::Misplaced => "misplaced",
            Self::Refused => "refused",
            Self::Long => "long",
            Self::Deep => "deep",
            Self::Many => "many",
            Self::Large => "large",
            Self::Later => "later",
        }
    }
}

impl From<Reason> for Unread {
    fn from(reason: Reason) -> Self {
        Self { reason, part: String::new() }
    }
}

/// A text, with marks where formulas were.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) formulas: Vec<Formula>,
}

/// What a text with marks consists of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// The number of a formula.
    Formula(usize),
}

/// Puts marks in the place of formulas.
pub(super) fn mask(source: &str) -> Masked<'_> {
    // Whoever writes marks has no formulas.
    if source.contains([MARK.0, MARK.1]) {
        return Masked { text: source.into(), formulas: Vec::new() };
    }
    let found = find(source);
    if found.is_empty() {
        return Masked { text: source.into(), formulas: Vec::new() };
    }
    let mut text = String::with_capacity(source.len());
    let mut formulas = Vec::with_capacity(found.len());
    let mut end = 0;
    for (range, tex, is_block) in found {
        text.push_str(&source[end..range.start]);
        text.push_str(&format!("{}{}{}", MARK.0, formulas.len(), MARK.1));
        end = range.end;
        formulas.push(Formula { source: source[range].to_owned(), tex, is_block });
    }
    text.push_str(&source[end..]);
    Masked { text: text.into(), formulas }
}

/// The formulas in a text, and what stands between them.
pub(super) fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK.0)
        && let Some((number, after)) = after.split_once(MARK.1)
        && let Ok(number) = number.parse()
    {
        pieces.extend((!before.is_empty()).then_some(Piece::Text(before)));
        pieces.push(Piece::Formula(number));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
    pieces
}

impl Masked<'_> {
    /// What was written, where a mark stands in something that has no formulas.
    pub(super) fn unmask<'t>(&self, text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
        let text = text.into();
        if self.formulas.is_empty() || !text.contains(MARK.0) {
            return text;
        }
        let written = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Formula(number) => self.formulas.get(number).map_or("", |it| it.source.as_str()),
        };
        split(&text).into_iter().map(written).collect::<String>().into()
    }

    /// Each formula as MathML, or why it is none.
    pub(super) fn read(&self) -> Vec<Result<String, Unread>> {
        read_all(&self.formulas)
    }
}

#[cfg(not(target_family = "wasm"))]
use read::read_all;

/// The browser has no library for it: it shows what the server made.
#[cfg(target_family = "wasm")]
fn read_all(formulas: &[Formula]) -> Vec<Result<String, Unread>> {
    formulas.iter().map(|_| Err(Reason::Later.into())).collect()
}
