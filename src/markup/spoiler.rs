//! What stands between `||` and `||`: hidden until somebody wants to see it.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Two of these are around a spoiler.
const BARS: &str = "||";

/// A part of a message.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// What the parser says.
    Event(Event<'a>),
    /// A spoiler begins.
    Opens,
    /// It ends.
    Closes,
}

/// Puts texts that follow each other together, and finds the spoilers in them. Both ends of one stand in the same element, the first before
/// something and the second behind something that is no space, and neither inside of a word: `a || b` and `a||b||c` are none.
pub(super) fn find(events: Vec<Event<'_>>) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(events.len());
    // For each element that is open, where a spoiler in it may have begun.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut literal = 0_usize;
    for event in join(events) {
        match &event {
            Event::Text(text) if literal == 0 && text.contains(BARS) => {
                split(text, &mut pieces, &mut open);
                continue;
            }
            Event::Start(tag) => {
                open.push(None);
                literal += usize::from(matches!(tag, Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }));
            }
            Event::End(tag) => {
                open.pop();
                literal -= usize::from(matches!(tag, TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image));
            }
            _ => {}
        }
        pieces.push(Piece::Event(event));
    }
    pieces
}

fn join(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut joined = Vec::with_capacity(events.len());
    let mut text = String::new();
    for event in events {
        if let Event::Text(more) = event {
            text.push_str(&more);
            continue;
        }
        if !text.is_empty() {
            joined.push(Event::Text(std::mem::take(&mut text).into()));
        }
        joined.push(event);
    }
    if !text.is_empty() {
        joined.push(Event::Text(text.into()));
    }
    joined
}

fn split(text: &str, pieces: &mut Vec<Piece<'_>>, open: &mut [Option<usize>]) {
    // Every text stands in an element.
    let Some(begun) = open.last_mut() else { return push_text(pieces, text) };
    let mut rest = text;
    while let Some(at) = rest.find(BARS) {
        let (before, after) = (&rest[..at], &rest[at + BARS.len()..]);
        let (last, next) = (before.chars().next_back(), after.chars().next());
        // As with stars: what stands in a word is a sign (`a||b||c`).
        let may_open = next.is_none_or(|next| !next.is_whitespace()) && !last.is_some_and(char::is_alphanumeric);
        let may_close = !next.is_some_and(char::is_alphanumeric);
        push_text(pieces, before);
        // Nor behind a space, or right behind its beginning: an empty one hides nothing.
        let is_behind_space = last.is_some_and(char::is_whitespace);
        match *begun {
            Some(start) if may_close && !is_behind_space && start + 1 < pieces.len() => {
                pieces[start] = Piece::Opens;
                pieces.push(Piece::Closes);
                *begun = None;
            }
            _ => {
                *begun = may_open.then_some(pieces.len());
                pieces.push(Piece::Event(Event::Text(CowStr::Borrowed(BARS))));
            }
        }
        rest = after;
    }
    push_text(pieces, rest);
}

fn push_text(pieces: &mut Vec<Piece<'_>>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Event(Event::Text(text.to_owned().into())));
    }
}
