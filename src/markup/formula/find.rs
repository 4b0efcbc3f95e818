//! Where formulas begin and end in a text: outside of code and addresses, and so that prices stay prices.

use std::{borrow::Cow, ops::Range};

/// How far back it is looked whether a formula stands in an address, in bytes.
const ADDRESS_SEEN: usize = 500;
/// What a line may begin with before a fence.
const MARGIN: &[char] = &[' ', '\t', '>'];

/// Where one stands with what is around it, its TeX, and whether it stands by itself.
type Found = (Range<usize>, String, bool);

/// Each in its order.
pub(in crate::markup) fn find(source: &str) -> Vec<Found> {
    let may_have_some = source.contains('$') || source.contains("\\(") || source.contains("\\[");
    if !may_have_some && !source.contains("math") {
        return Vec::new();
    }
    let mut finder = Finder { source, at: 0, block_end: 0, found: Vec::new() };
    while finder.at < source.len() {
        finder.step();
    }
    finder.found
}

struct Finder<'a> {
    source: &'a str,
    at: usize,
    /// Where the paragraph ends that is read. No formula goes beyond it.
    block_end: usize,
    found: Vec<Found>,
}

impl<'a> Finder<'a> {
    fn step(&mut self) {
        let is_line_start = self.at == 0 || self.source[..self.at].ends_with('\n');
        if is_line_start && self.fence() {
            return;
        }
        if self.at >= self.block_end {
            self.block_end = block_end(self.source, self.at);
        }
        let rest = &self.source[self.at..];
        let Some(sign) = rest.chars().next() else { return };
        let length = match sign {
            '\\' if rest.starts_with("\\(") => self.bracketed("\\(", "\\)", false),
            '\\' if rest.starts_with("\\[") => self.bracketed("\\[", "\\]", true),
            '\\' => None,
            '`' => Some(self.code(run(rest, '`'))),
            '$' => match run(rest, '$') {
                1 => self.dollar().or(Some(1)),
                2 => self.bracketed("$$", "$$", true).or(Some(2)),
                more => Some(more),
            },
            _ => Some(rest.find(['\\', '`', '$', '\n']).unwrap_or(rest.len()).max(sign.len_utf8())),
        };
        // A backslash and what it stands before.
        let escaped = || rest.chars().take(2).map(char::len_utf8).sum();
        self.at += length.unwrap_or_else(escaped);
    }

    /// Whether a fence begins here: it is stepped over, and is a formula if its language is `math`.
    fn fence(&mut self) -> bool {
        let line = line(self.source, self.at);
        let margin = line.len() - without_marker(line.trim_start_matches(MARGIN)).len();
        let is_quoted = line[..margin].contains('>');
        let text = &line[margin..];
        let sign = if text.starts_with("```") { '`' } else { '~' };
        let length = run(text, sign);
        let info = text[length..].trim();
        if length < 3 || (sign == '`' && info.contains('`')) {
            return false;
        }
        let start = self.at + margin;
        let mut tex = String::new();
        let mut at = self.at + line.len();
        let mut end = None;
        while end.is_none() && at < self.source.len() {
            let line = self::line(self.source, at);
            let text = if is_quoted { line.trim_start_matches(MARGIN) } else { line.trim_start() };
            if is_quoted && !line.trim_start().starts_with('>') {
                break;
            }
            if run(text, sign) >= length && text.trim_start_matches(sign).trim().is_empty() {
                end = Some(at + line.trim_end().len());
            } else {
                tex.push_str(text);
            }
            at += line.len();
        }
        if let Some(end) = end
            && info.eq_ignore_ascii_case("math")
            && !tex.trim().is_empty()
        {
            self.found.push((start..end, tex.trim().to_owned(), true));
        }
        self.at = at;
        self.block_end = at;
        true
    }

    /// How long the code is that begins with so many backticks; without an end it is these alone.
    fn code(&self, ticks: usize) -> usize {
        let mut at = self.at + ticks;
        while let Some(next) = self.source[at..self.block_end.max(at)].find('`') {
            at += next;
            let length = run(&self.source[at..], '`');
            at += length;
            if length == ticks {
                return at - self.at;
            }
        }
        ticks
    }

    /// A formula that begins and ends with two signs, on several lines perhaps.
    fn bracketed(&mut self, open: &str, close: &str, is_block: bool) -> Option<usize> {
        let start = self.at + open.len();
        let end = start + end(self.source.get(start..self.block_end)?, open, close)?;
        let tex = self.without_quotes(&self.source[start..end]);
        let tex = tex.trim();
        let after = &self.source[end + close.len()..];
        // `\[no link\](…)`.
        let is_escaped_link = close == "\\]" && after.starts_with('(');
        // Nor `\[\]`, which are signs that somebody escapes.
        let is_something = tex.contains(char::is_alphanumeric);
        if !is_something || is_escaped_link || after.starts_with('$') || self.is_in_address() {
            return None;
        }
        self.push(end + close.len(), tex, is_block)
    }

    /// A formula between single dollars. It stands in one line, with no space on the inside of its ends, and not in a word.
    fn dollar(&mut self) -> Option<usize> {
        let rest = &self.source[self.at + 1..];
        let length = end(rest, "$", "$")?;
        let (tex, after) = (&rest[..length], &rest[length + 1..]);
        let before = self.source[..self.at].chars().next_back();
        let next = after.chars().next();
        let is_apart = !before.is_some_and(|sign| sign.is_alphanumeric() || sign == '$');
        let is_tight = !tex.starts_with(char::is_whitespace) && !tex.ends_with(char::is_whitespace);
        // `$n$th` is one, `$HOME/bin:$PATH` and `$a->$b` are none.
        let may_end = next.is_none_or(|next| {
            let is_whole = tex.ends_with(|sign: char| sign.is_alphanumeric() || "}])'!".contains(sign));
            !(next.is_numeric() || next == '$' || next == '_' || next == '{')
                && (!next.is_alphabetic() || (next.is_lowercase() && is_whole))
        });
        // As on GitHub: $`x`$.
        let inner = tex.strip_prefix('`').and_then(|tex| tex.strip_suffix('`')).unwrap_or(tex);
        let is_formula = is_apart && is_tight && may_end && !inner.is_empty() && !inner.contains('`');
        if !is_formula || is_price(inner) || self.is_in_address() {
            return None;
        }
        self.push(self.at + 1 + length + 1, inner, false)
    }

    fn push(&mut self, end: usize, tex: &str, is_block: bool) -> Option<usize> {
        self.found.push((self.at..end, tex.to_owned(), is_block));
        Some(end - self.at)
    }

    /// Several lines without the signs of the quotes that the first one stands in.
    fn without_quotes(&self, tex: &'a str) -> Cow<'a, str> {
        if !tex.contains('\n') {
            return tex.into();
        }
        let start = self.source[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let line = &self.source[start..self.at];
        let quotes = line[..line.len() - line.trim_start_matches(MARGIN).len()].matches('>').count();
        let strip = |line: &str| {
            let mut line = line;
            for _ in 0..quotes {
                line = line.trim_start().strip_prefix('>').unwrap_or(line);
            }
            line.to_owned()
        };
        tex.lines().map(strip).collect::<Vec<_>>().join("\n").into()
    }

    fn is_in_address(&self) -> bool {
        let before = &self.source[..self.at];
        let near = &before[before.floor_char_boundary(before.len().saturating_sub(ADDRESS_SEEN))..];
        near.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://"))
    }
}

/// Where the paragraph ends: at an empty line, in a quote perhaps, or at a fence.
fn block_end(source: &str, from: usize) -> usize {
    let mut at = from;
    while at < source.len() {
        let line = line(source, at);
        let text = line.trim_start_matches(MARGIN).trim_end();
        if at > from && (text.is_empty() || text.starts_with("```") || text.starts_with("~~~")) {
            return at;
        }
        at += line.len();
    }
    source.len()
}

/// The line that begins here, with its end.
fn line(source: &str, at: usize) -> &str {
    let rest = &source[at..];
    rest.find('\n').map_or(rest, |end| &rest[..=end])
}

/// How many of a sign a text begins with.
fn run(text: &str, sign: char) -> usize {
    text.len() - text.trim_start_matches(sign).len()
}

/// Where the first of two signs stands that is not behind a backslash; none where it is not the one that closes. A dollar is looked for in one
/// line.
fn end(text: &str, open: &str, close: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].find(['\\', '$', '\n']) {
        at += next;
        let rest = &text[at..];
        if rest.starts_with('\n') && close == "$" {
            return None;
        }
        if rest.starts_with(close) {
            return Some(at);
        }
        if rest.starts_with(open) {
            return None;
        }
        let length = if rest.starts_with('\\') { rest.chars().take(2).map(char::len_utf8).sum() } else { 1 };
        at += length;
    }
    None
}

/// A number, and words behind it: `$5 for you and 10$`, `$5 y 10$`, `$10, no 15$`. (`$3 cm$` is a quantity.)
fn is_price(tex: &str) -> bool {
    let is_conjunction = |word: &str| ["y", "o", "u", "e", "a"].contains(&word);
    let words: Vec<&str> = tex.split_whitespace().collect();
    let is_prose = |(number, word): (usize, &&str)| {
        let next = words.get(number + 1).and_then(|next| next.chars().next());
        let is_long = word.chars().count() >= 3
            || (word.chars().count() == 2 && next.is_some_and(char::is_alphanumeric))
            || (is_conjunction(word) && next.is_some_and(char::is_numeric));
        is_long && word.chars().all(char::is_alphabetic)
    };
    tex.starts_with(|sign: char| sign.is_ascii_digit()) && words.iter().enumerate().any(is_prose)
}

/// Without the sign of an item: a fence may begin behind it.
fn without_marker(line: &str) -> &str {
    let digits = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let rest =
        if digits.len() < line.len() { digits.strip_prefix(['.', ')']) } else { line.strip_prefix(['-', '*', '+']) };
    rest.filter(|rest| rest.starts_with(' ')).map_or(line, |rest| rest.trim_start_matches(MARGIN))
}
