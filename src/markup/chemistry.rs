//! `\ce{…}`: chemistry as people write it (the usual part of LaTeX's mhchem), as TeX.
//!
//! `2 H2 + O2 -> 2 H2O`, `SO4^2-`, `Na+`, `CuSO4.5H2O`, `CH2=CH2`, `A <=>[k_1][k_2] B`, `NaCl(aq)`, `^{14}_{6}C`; `v` alone falls, `^` alone rises.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::formula::usual::group_end;

const COMMAND: &str = r"\ce{";
/// Longest first: each begins like a shorter one.
const ARROWS: [(&str, &str, &str); 6] = [
    ("<=>>", r"\rightleftharpoons", r"\xrightleftharpoons"),
    ("<<=>", r"\rightleftharpoons", r"\xrightleftharpoons"),
    ("<=>", r"\rightleftharpoons", r"\xrightleftharpoons"),
    ("<->", r"\longleftrightarrow", r"\xleftrightarrow"),
    ("->", r"\longrightarrow", r"\xrightarrow"),
    ("<-", r"\longleftarrow", r"\xleftarrow"),
];
/// Solid, liquid, gas, dissolved; the last one in Spanish.
const STATES: [&str; 6] = ["(s)", "(l)", "(g)", "(aq)", "(cr)", "(ac)"];

/// The same formula with every `\ce{…}` in it as TeX.
pub(super) fn translate(tex: &str) -> Cow<'_, str> {
    if !tex.contains(COMMAND) {
        return tex.into();
    }
    let mut translated = String::with_capacity(2 * tex.len());
    let mut rest = tex;
    while let Some((before, after)) = rest.split_once(COMMAND) {
        translated.push_str(before);
        let Some(end) = group_end(after, '{', '}') else { return tex.into() };
        translated.push_str(&of(&after[..end]));
        rest = &after[end + 1..];
    }
    translated.push_str(rest);
    translated.into()
}

/// What stands before the sign that is written next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or a space, or an arrow: a number counts molecules.
    Start,
    /// Something that a number or a charge belongs to.
    Atom,
    Other,
}

struct Translator<'a> {
    rest: &'a str,
    before: Before,
    tex: String,
}

fn of(source: &str) -> String {
    let mut translator = Translator { rest: source.trim(), before: Before::Start, tex: String::from("{") };
    while let Some(sign) = translator.rest.chars().next() {
        translator.step(sign);
    }
    translator.tex.push('}');
    translator.tex
}

impl<'a> Translator<'a> {
    fn step(&mut self, sign: char) {
        if self.arrow() || self.state() {
            return;
        }
        match sign {
            ' ' | '\t' | '\n' => self.put(1, "", Before::Start),
            'v' if self.before == Before::Start && self.is_alone(1) => self.put(1, r"\downarrow ", Before::Other),
            '^' if self.is_alone(1) => self.put(1, r"\uparrow ", Before::Other),
            '^' => self.script('^'),
            '_' => self.script('_'),
            '+' | '-' if self.before == Before::Atom && self.ends_word(1) => {
                self.put(1, if sign == '+' { "^{+}" } else { "^{-}" }, Before::Atom);
            }
            '+' => self.put(1, "+", Before::Start),
            '-' => self.put(1, "{-}", Before::Other),
            '=' => self.put(1, "{=}", Before::Other),
            '#' => self.put(1, r"{\equiv}", Before::Other),
            '.' | '*' | '·' => self.put(sign.len_utf8(), r"\cdot ", Before::Start),
            ')' | ']' => self.put(1, if sign == ')' { ")" } else { "]" }, Before::Atom),
            '{' => self.group(),
            '\\' => self.command(),
            _ if sign.is_ascii_digit() => self.number(),
            _ if sign.is_alphabetic() => {
                let name = self.take(char::is_alphabetic);
                self.tex.push_str(&format!(r"\mathrm{{{name}}}"));
                self.before = Before::Atom;
            }
            _ => self.put(sign.len_utf8(), &sign.to_string(), Before::Other),
        }
    }

    /// Steps over so many bytes and writes something for them.
    fn put(&mut self, length: usize, tex: &str, before: Before) {
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.tex.push_str(tex);
        self.before = before;
    }

    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|sign| !is_part(sign)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Whether a word ends behind so many bytes: there a sign is a charge, and else a bond.
    fn ends_word(&self, length: usize) -> bool {
        let next = self.rest.get(length..).and_then(|rest| rest.chars().next());
        next.is_none_or(|next| next.is_whitespace() || ")]}.,(".contains(next))
    }

    fn is_alone(&self, length: usize) -> bool {
        self.rest.get(length..).and_then(|rest| rest.chars().next()).is_none_or(char::is_whitespace)
    }

    /// An arrow, with what stands above and below it in brackets.
    fn arrow(&mut self) -> bool {
        let Some((sign, plain, long)) = ARROWS.iter().find(|(sign, _, _)| self.rest.starts_with(sign)) else {
            return false;
        };
        self.put(sign.len(), "", Before::Start);
        let above = self.bracket();
        let below = self.bracket();
        match (above, below) {
            (None, _) => self.tex.push_str(&format!("{plain} ")),
            (Some(above), None) => self.tex.push_str(&format!("{long}{{{above}}}")),
            (Some(above), Some(below)) => self.tex.push_str(&format!("{long}[{below}]{{{above}}}")),
        }
        true
    }

    fn bracket(&mut self) -> Option<String> {
        let inner = self.rest.strip_prefix('[')?;
        let end = group_end(inner, '[', ']')?;
        self.rest = &inner[end + 1..];
        // An arrow above an arrow is nothing that anybody means, and would be one more call for each.
        let inner = &inner[..end];
        Some(if inner.contains('[') { inner.to_owned() } else { of(inner) })
    }

    fn state(&mut self) -> bool {
        let state = STATES.iter().find(|state| self.rest.starts_with(**state)).filter(|_| self.before == Before::Atom);
        if let Some(state) = state {
            self.put(state.len(), &format!(r"\,\mathrm{{{state}}}"), Before::Other);
        }
        state.is_some()
    }

    /// A charge, an index, or both of an isotope: a group, or digits and one sign.
    fn script(&mut self, kind: char) {
        let rest = &self.rest[1..];
        let (script, length) = match rest.strip_prefix('{').and_then(|inner| Some((inner, group_end(inner, '{', '}')?)))
        {
            Some((inner, end)) => (&inner[..end], end + 2),
            None => {
                let digits = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
                let sign = rest[digits..].chars().next().filter(|sign| "+-".contains(*sign) || digits == 0);
                let length = digits + sign.map_or(0, char::len_utf8);
                (&rest[..length], length)
            }
        };
        // What stands before an atom belongs to it.
        let base = if self.before == Before::Atom || self.tex.ends_with('}') && self.tex.len() > 1 { "" } else { "{}" };
        self.put(1 + length, &format!("{base}{kind}{{{script}}}"), Before::Atom);
    }

    fn number(&mut self) {
        let is_index = self.before == Before::Atom;
        let number = self.take(|sign| sign.is_ascii_digit() || (!is_index && ",./".contains(sign)));
        if is_index {
            self.tex.push_str(&format!("_{{{number}}}"));
            return;
        }
        match number.split_once('/') {
            Some((one, other)) if !one.is_empty() && !other.is_empty() => {
                self.tex.push_str(&format!(r"\tfrac{{{one}}}{{{other}}}\,"));
            }
            _ => self.tex.push_str(&format!(r"{number}\,")),
        }
        self.before = Before::Start;
    }

    /// In braces stands TeX.
    fn group(&mut self) {
        let inner = &self.rest[1..];
        let end = group_end(inner, '{', '}').unwrap_or(inner.len());
        let tex = format!("{{{}}}", &inner[..end]);
        self.put(end + 2, &tex, Before::Atom);
    }

    fn command(&mut self) {
        let name: usize = self.rest[1..].chars().take_while(char::is_ascii_alphabetic).count();
        let length = if name > 0 { 1 + name } else { self.rest.chars().take(2).map(char::len_utf8).sum() };
        let command = format!("{} ", &self.rest[..length]);
        self.put(length, &command, Before::Other);
    }
}
