//! Messages as HTML: Markdown as people know it from chats (GFM, with what docs/markdown.md lists otherwise).
//!
//! What is stored, and what every interface carries, is the source. The HTML is for inserting into a page: it holds only the elements and
//! attributes that are written down in `writer`, whatever somebody wrote, and its size is bounded. A text that would look the same as plain text
//! has none.
//!
//! # Layout
//!
//! * `formula`: takes formulas out before the text is parsed, and makes MathML of them. `chemistry`: their `\ce{…}`.
//! * `highlight`: code in colours.
//! * `parse`: the parser's events, and what is read otherwise than it does. `spoiler`: finds what stands between `||` and `||`. `writer`: writes the parser's events.
//! * `excerpt`: the beginning of a message as plain text.
//! * `link`: which addresses are links, and where bare ones begin and end.

#[cfg(not(target_family = "wasm"))]
mod chemistry;
mod excerpt;
mod formula;
mod highlight;
mod link;
mod parse;
mod spoiler;
#[cfg(test)]
mod tests;
mod writer;

use crate::{
    api::Message,
    log_event::{Change, LogEvent},
};
pub use excerpt::{EXCERPT_MAX, excerpt};
use parse::Parsed;
use writer::{Writer, Written};

/// Most bytes of HTML of one message.
const HTML_MAX: usize = 64_000;
/// Most bytes of HTML of a page of messages.
const PAGE_HTML_MAX: usize = 256_000;
/// How deep quotes, lists and whatever stands in them may be nested.
const DEPTH_MAX: usize = 32;
/// Most columns of a table.
const COLUMNS_MAX: usize = 20;
/// Most cells of all tables of a message.
const CELLS_MAX: usize = 500;

/// A message as HTML. None where that is no more than its text, with its line breaks, and where it would be too large, or nothing would be
/// left of it: beyond 64 kB, 32 levels, 20 columns or 500 cells it stands as plain text.
pub fn html(source: &str) -> Option<String> {
    let masked = formula::mask(source);
    let Parsed { events, numbers } = parse::parse(&masked)?;
    let Written { html, text, is_rich } = Writer::new(numbers, &masked).write(spoiler::find(events))?;
    let says_something = !text.trim().is_empty() || html.contains("<hr>");
    (says_something && (is_rich || !is_same_text(&text, source))).then_some(html)
}

/// Fills in the HTML of these messages, the newest first, as long as it is not too much for a page: the others stand as plain text.
pub fn render(messages: &mut [Message]) {
    let mut room = PAGE_HTML_MAX;
    for message in messages.iter_mut().rev() {
        message.html = message.content.as_deref().and_then(html).filter(|html| html.len() <= room);
        room -= message.html.as_ref().map_or(0, String::len);
    }
}

/// The same event with the HTML of its text. None where that has none.
pub fn render_event(event: &LogEvent) -> Option<LogEvent> {
    let made = event.change.text().and_then(html)?;
    let mut event = event.clone();
    match &mut event.change {
        Change::Message(message) => message.html = Some(made),
        Change::Edited { html, .. } => *html = Some(made),
        _ => return None,
    }
    Some(event)
}

/// Whether two texts are the same but for space at the ends of lines and empty lines more or less.
fn is_same_text(one: &str, other: &str) -> bool {
    fn lines(text: &str) -> impl Iterator<Item = &str> {
        text.lines().map(str::trim).filter(|line| !line.is_empty())
    }
    lines(one).eq(lines(other))
}
