//! Invisible characters: which of them have a business where they stand.

use super::{
    Shape,
    properties::{
        has_variants, is_default_ignorable, is_emoji, is_mark, is_mongolian, is_no_text, is_of_joining_script,
        is_of_spaceless_script, is_pictographic, runs_from_right,
    },
};

/// The flag from which the flags of England, Scotland and Wales are made with tags.
const BLACK_FLAG: char = '\u{1f3f4}';
const CANCEL_TAG: char = '\u{e007f}';
/// Isolates within isolates; no text that people write nests even three.
const ISOLATES_MAX: usize = 4;
const POP_ISOLATE: char = '\u{2069}';

/// The text without the invisible characters that have no business where they stand.
pub(super) fn strip(text: &str, shape: Shape) -> String {
    let chars: Vec<char> = text.chars().filter(|c| !is_no_text(*c)).collect();
    let bidirectional = shape == Shape::Lines && chars.iter().any(|c| runs_from_right(*c));
    let mut stripper = Stripper { shape, bidirectional, kept: Vec::with_capacity(chars.len()), isolates: 0 };
    let mut rest = &chars[..];
    while let [first, after @ ..] = rest {
        rest = stripper.take(*first, after);
    }
    stripper.end_isolates();
    stripper.kept.into_iter().collect()
}

struct Stripper {
    shape: Shape,
    /// Whether marks of direction can change anything.
    bidirectional: bool,
    kept: Vec<char>,
    /// How many are open in this line.
    isolates: usize,
}

impl Stripper {
    /// Decides about a character; returns what is left to decide about.
    fn take<'a>(&mut self, c: char, after: &'a [char]) -> &'a [char] {
        match c {
            '\n' => {
                self.end_isolates();
                self.kept.push(c);
            }
            '\u{2066}'..='\u{2068}' if self.bidirectional && self.isolates < ISOLATES_MAX => {
                self.isolates += 1;
                self.kept.push(c);
            }
            POP_ISOLATE if self.isolates > 0 => {
                self.isolates -= 1;
                self.kept.push(c);
            }
            '\u{e0020}'..='\u{e007e}' => return self.take_tags(c, after),
            c if !is_default_ignorable(c) || self.has_business(c, after.first().copied()) => self.kept.push(c),
            _ => {}
        }
        after
    }

    /// A region's flag: the black flag, its code of three to six small letters and digits, and the end.
    fn take_tags<'a>(&mut self, first: char, after: &'a [char]) -> &'a [char] {
        let is_code = |c: &char| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
        let length = after.iter().take_while(|c| is_code(c)).count();
        let whole = is_code(&first) && (2..=5).contains(&length) && after.get(length) == Some(&CANCEL_TAG);
        if self.kept.last() != Some(&BLACK_FLAG) || !whole {
            return after;
        }
        self.kept.push(first);
        self.kept.extend(&after[..=length]);
        &after[length + 1..]
    }

    fn has_business(&self, c: char, next: Option<char>) -> bool {
        let Some(before) = self.kept.last().copied() else { return is_direction_mark(c) && self.bidirectional };
        match c {
            '\u{200d}' => self.joins_pictures(before, next) || self.joins_letters(before, next),
            '\u{200c}' => self.joins_letters(before, next),
            '\u{200b}' => {
                let between = self.last_letter().is_some_and(is_of_spaceless_script)
                    && next.is_some_and(|c| is_of_spaceless_script(c) && !is_mark(c));
                self.shape == Shape::Lines && between && !is_default_ignorable(before)
            }
            '\u{fe0e}' | '\u{fe0f}' => is_emoji(before) || has_variants(before),
            '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => has_variants(before),
            '\u{180b}'..='\u{180f}' => is_mongolian(before) && !is_default_ignorable(before),
            c if is_direction_mark(c) => self.bidirectional && !self.last_letter().is_some_and(is_default_ignorable),
            _ => false,
        }
    }

    fn joins_pictures(&self, before: char, next: Option<char>) -> bool {
        let picture = is_pictographic(before) || matches!(before, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | CANCEL_TAG);
        picture && next.is_some_and(is_pictographic)
    }

    /// After a letter of a script that joins; in a name, where nobody should see a difference that is none, also before one.
    fn joins_letters(&self, before: char, next: Option<char>) -> bool {
        let after_letter = !is_default_ignorable(before) && self.last_letter().is_some_and(is_of_joining_script);
        after_letter && (self.shape == Shape::Lines || next.is_some_and(|c| is_of_joining_script(c) && !is_mark(c)))
    }

    /// The newest character that is no mark on another.
    fn last_letter(&self) -> Option<char> {
        self.kept.iter().rev().copied().find(|c| !is_mark(*c))
    }

    fn end_isolates(&mut self) {
        self.kept.extend(std::iter::repeat_n(POP_ISOLATE, self.isolates));
        self.isolates = 0;
    }
}

/// A mark of direction: the only invisible character that may begin a text.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
}
