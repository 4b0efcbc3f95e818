//! Code in colours: which part of it is a keyword, a string, a comment. Classes only (`hl-…`).
//!
//! It is read from left to right, once, by what is alike in all languages; nothing is understood. So it takes microseconds whatever somebody writes,
//! and no memory: grammars as editors have them (syntect's, which were tried) took up to 6 s for 8 kB and 200 MB for twenty languages.
//!
//! # Layout
//!
//! * `language`: which languages there are, and by what names. `painter`: what all of them are read with.
//! * `program`: languages with words, strings and comments. `programs`, `words`: what distinguishes them. `tags`: HTML and XML. `sheet`: CSS. `data`: JSON, YAML and TOML. `prose`: LaTeX and
//!   differences between files.

mod data;
mod language;
mod painter;
mod program;
mod programs;
mod prose;
mod sheet;
mod tags;
#[cfg(test)]
mod tests;
// One word a line would be a thousand lines.
#[rustfmt::skip]
mod words;

use language::Kind;
use painter::Painter;

/// Longest code, in bytes, and longest line, in characters.
const CODE_MAX: usize = 8_000;
const LINE_MAX: usize = 300;

/// The code with its parts marked. None where it stays plain: its language is not known, or it is long.
pub(super) fn html(language: &str, code: &str) -> Option<String> {
    let kind = language::kind(language)?;
    if code.len() > CODE_MAX || code.lines().any(|line| line.chars().count() > LINE_MAX) {
        return None;
    }
    let mut painter = Painter::new(code);
    read(kind, &mut painter);
    Some(painter.finish())
}

fn read(kind: &Kind, painter: &mut Painter<'_>) {
    match kind {
        Kind::Program(program) => program::read(program, painter),
        Kind::Tags => tags::read(painter),
        Kind::Sheet => sheet::read(painter),
        Kind::Json => data::read_json(painter),
        Kind::Yaml => data::read_lines(painter, ':'),
        Kind::Toml => data::read_lines(painter, '='),
        Kind::Latex => prose::read_latex(painter),
        Kind::Diff => prose::read_diff(painter),
    }
}
