//! What of GFM is read otherwise here, for a chat of people who study: `2*3*4` and `x**2**` are sums, and `&nbsp;` is somebody's question about HTML.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// The parser's events. Stars inside of a word are stars, as underscores are, and an entity is what it is written as.
pub(super) fn parse<'a>(source: &'a str) -> Vec<Event<'a>> {
    // For each emphasis that is open, what stands for its ends instead.
    let mut stars: Vec<Option<&'a str>> = Vec::new();
    let read = |(event, range): (Event<'a>, Range<usize>)| -> Event<'a> {
        match event {
            Event::Start(tag @ (Tag::Emphasis | Tag::Strong)) => {
                let literal = inside_word(source, &range).then_some(if tag == Tag::Strong { "**" } else { "*" });
                stars.push(literal);
                literal.map_or(Event::Start(tag), text)
            }
            Event::End(tag @ (TagEnd::Emphasis | TagEnd::Strong)) => {
                stars.pop().flatten().map_or(Event::End(tag), text)
            }
            Event::Text(decoded) => {
                let written = source.get(range).unwrap_or_default();
                let is_entity = written.starts_with('&') && written.ends_with(';') && written != decoded.as_ref();
                if is_entity { text(written) } else { Event::Text(decoded) }
            }
            event => event,
        }
    };
    Parser::new_ext(source, OPTIONS).into_offset_iter().map(read).collect()
}

fn text(text: &str) -> Event<'_> {
    Event::Text(CowStr::Borrowed(text))
}

/// Whether an emphasis begins behind a letter or digit, or ends before one.
fn inside_word(source: &str, range: &Range<usize>) -> bool {
    let before = source.get(..range.start).and_then(|before| before.chars().next_back());
    let after = source.get(range.end..).and_then(|after| after.chars().next());
    before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric)
}
