//! Messages as HTML: Markdown as people know it from chats (GFM, with what docs/markdown.md lists otherwise).
//!
//! What is stored, and what every interface carries, is the source. The HTML is for inserting into a page: it holds only the elements and
//! attributes that are written down in `writer`, whatever somebody wrote, and its size is bounded. A text that would look the same as plain text
//! has none.
//!
//! # Layout
//!
//! * `parse`: the parser's events, and what is read otherwise than it does. `spoiler`: finds what stands between `||` and `||`. `writer`: writes the parser's events.
//! * `link`: which addresses are links, and where bare ones begin and end.

mod link;
mod parse;
mod spoiler;
#[cfg(test)]
mod tests;
mod writer;

use pulldown_cmark::{Event, Tag};

use crate::{
    api::Message,
    log_event::{Change, LogEvent},
};
use spoiler::Piece;
use writer::Writer;

/// Most bytes of HTML of one message.
const HTML_MAX: usize = 64_000;
/// How deep quotes, lists and whatever stands in them may be nested.
const DEPTH_MAX: usize = 32;
/// Most columns of a table.
const COLUMNS_MAX: usize = 20;
/// Most cells of all tables of a message.
const CELLS_MAX: usize = 500;

/// A message as HTML. None where that is no more than its text, with its line breaks, and where it would be too large: beyond 64 kB, 32 levels,
/// 20 columns or 500 cells it stands as plain text.
pub fn html(source: &str) -> Option<String> {
    let events = parse::parse(source);
    if !is_bounded(&events) {
        return None;
    }
    let pieces: Vec<Piece<'_>> = spoiler::find(events);
    Writer::new()
        .write(pieces)
        .filter(|written| written.is_rich || !is_same_text(&written.text, source))
        .map(|written| written.html)
}

/// Fills in the HTML of these messages.
pub fn render(messages: &mut [Message]) {
    for message in messages {
        message.html = message.content.as_deref().and_then(html);
    }
}

/// The same event with the HTML of its text. None where that has none.
pub fn render_event(event: &LogEvent) -> Option<LogEvent> {
    let made = event.change.text().and_then(html)?;
    let mut event = event.clone();
    match &mut event.change {
        Change::Message(message) => message.html = Some(made),
        Change::Edited { html, .. } => *html = Some(made),
        // Nothing that is a message's.
        _ => return None,
    }
    Some(event)
}

fn is_bounded(events: &[Event<'_>]) -> bool {
    let (mut depth, mut cells) = (0, 0);
    events.iter().all(|event| {
        match event {
            Event::Start(tag) => {
                depth += 1;
                cells += usize::from(*tag == Tag::TableCell);
                if matches!(tag, Tag::Table(columns) if columns.len() > COLUMNS_MAX) {
                    return false;
                }
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
        depth <= DEPTH_MAX && cells <= CELLS_MAX
    })
}

/// Whether two texts are the same but for space at the ends of lines and empty lines more or less.
fn is_same_text(one: &str, other: &str) -> bool {
    let lines =
        |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    lines(one) == lines(other)
}
