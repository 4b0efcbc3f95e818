//! TeX to MathML, by a library that trusts whoever wrote it: bounded before it, and checked behind it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::LazyLock,
    thread,
};

use math_core::{LatexError, LatexToMathML, MathCoreConfig, MathDisplay};

use super::{
    Formula, Reason, Unread, check,
    usual::{MACROS, usual},
};
use crate::markup::{HTML_MAX, chemistry};

/// Longest formula, in characters.
const TEX_MAX: usize = 2_000;
/// How deep groups, brackets and environments may be nested.
const NESTING_MAX: usize = 100;
/// How many formulas of a message are read, and how many characters of all.
const FORMULAS_MAX: usize = 200;
const TEX_ALL_MAX: usize = 8_000;
/// Bytes of the stack that formulas are read on. The library calls itself for each command that takes an argument, whether or not that is in braces:
/// the worst of `TEX_MAX` characters takes more than half of it without optimisation. (Memory that is not touched costs nothing.)
const STACK: usize = 32 << 20;

/// With no more signs in a formula than these that may begin a call, it is read without a thread: a call takes at most 32 kB without optimisation.
const CALLS_HERE_MAX: usize = 30;

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let macros = MACROS.iter().map(|(name, tex)| ((*name).to_owned(), (*tex).to_owned())).collect();
    let config = MathCoreConfig { macros, allow_unreliable_rendering: true, ..MathCoreConfig::default() };
    LatexToMathML::new(config).ok()
});

/// Each as MathML, or why it is none.
pub(super) fn read_all(formulas: &[Formula]) -> Vec<Result<String, Unread>> {
    let failed = || formulas.iter().map(|_| Err(Reason::Refused.into())).collect();
    if formulas.is_empty() {
        return Vec::new();
    }
    let read_each = || -> Vec<Result<String, Unread>> {
        let (mut left, mut written) = (TEX_ALL_MAX, 0);
        let mut read_one = |(number, it): (usize, &Formula)| {
            let length = it.tex.chars().count();
            if number >= FORMULAS_MAX || length > left {
                return Err(Reason::Many.into());
            }
            if written > HTML_MAX {
                return Err(Reason::Large.into());
            }
            left -= length;
            let read = read(&it.tex, it.is_block);
            written += read.as_ref().map_or(0, String::len);
            read
        };
        formulas.iter().enumerate().map(&mut read_one).collect()
    };
    if formulas.iter().all(is_short) {
        return read_each();
    }
    thread::scope(|scope| {
        let reader =
            thread::Builder::new().name("formulas".to_owned()).stack_size(STACK).spawn_scoped(scope, read_each);
        reader.ok().and_then(|reader| reader.join().ok()).unwrap_or_else(failed)
    })
}

/// Whether it needs no more stack than there is. Chemistry becomes more than it looks like.
fn is_short(formula: &Formula) -> bool {
    let calls = formula.tex.matches(['\\', '{', '^', '_', '&', '\'']).count();
    calls <= CALLS_HERE_MAX && !formula.tex.contains(r"\ce{")
}

fn read(tex: &str, is_block: bool) -> Result<String, Unread> {
    if tex.chars().count() > TEX_MAX {
        return Err(Reason::Long.into());
    }
    if nesting(tex) > NESTING_MAX {
        return Err(Reason::Deep.into());
    }
    let translated = usual(&chemistry::translate(tex), is_block);
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    let converter = CONVERTER.as_ref().ok_or(Reason::Refused)?;
    let convert = || converter.convert_with_local_state(&translated, display);
    // A library that gives up must not take the message with it.
    let made = catch_unwind(AssertUnwindSafe(convert)).map_err(|_| Reason::Refused)?;
    let made = made.map_err(|error| unread(&error, &translated))?;
    check::rewrite(&made.mathml, tex).ok_or_else(|| Reason::Refused.into())
}

/// How many groups, brackets and environments are open at most.
fn nesting(tex: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}', '[', ']']) {
        rest = &rest[at..];
        let is_opening = rest.starts_with(['{', '[']) || rest.starts_with("\\left") || rest.starts_with("\\begin");
        let is_closing = rest.starts_with(['}', ']']) || rest.starts_with("\\right") || rest.starts_with("\\end");
        if is_opening {
            open += 1;
        } else if is_closing {
            open = open.saturating_sub(1);
        }
        most = most.max(open);
        let length: usize = if rest.starts_with('\\') { rest.chars().take(2).map(char::len_utf8).sum() } else { 1 };
        rest = &rest[length..];
    }
    most
}

fn unread(error: &LatexError, tex: &str) -> Unread {
    let message = error.error_message();
    let reasons = [
        ("Unknown command", Reason::Command),
        ("Unknown environment", Reason::Environment),
        ("Expected closing", Reason::Unclosed),
        ("Unmatched closing", Reason::Unclosed),
        ("Expected \"\\end", Reason::Unclosed),
        ("Expected argument", Reason::Unclosed),
        ("Hard limit", Reason::Deep),
    ];
    let known = reasons.iter().find(|(start, _)| message.starts_with(start));
    let reason = known.map_or(Reason::Misplaced, |(_, reason)| *reason);
    let part = tex.get(error.0.clone()).unwrap_or_default().trim();
    Unread { reason, part: part.chars().take(PART_MAX).collect() }
}

/// Most characters of the part that is meant.
const PART_MAX: usize = 30;

#[cfg(test)]
pub(super) fn read_here(tex: &str) -> Result<String, Unread> {
    read(tex, true)
}
