//! The parser's events, bounded, and with what of GFM is read otherwise in a chat of people who study: `2*3*4` and `x**2**` are sums, `&nbsp;`
//! is somebody's question about HTML, `C:\carpeta` a folder, and `[10:32]: vale` something that somebody said.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{CELLS_MAX, COLUMNS_MAX, DEPTH_MAX, formula::Masked, link};

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);
/// Before these a backslash is taken away: whoever writes it there means the sign and not what it does.
const ESCAPED: &str = "*_~`|[]#<>+-.!$";
/// How far back it is looked whether an emphasis stands in an address, in bytes.
const ADDRESS_SEEN: usize = 500;
/// Shorter lines of `=` or `-` below a text make no heading of it.
const UNDERLINE_MIN: usize = 3;

/// What was read.
#[derive(Default)]
pub(super) struct Parsed<'a> {
    pub(super) events: Vec<Event<'a>>,
    /// For each item of a list, the number that stands before it.
    pub(super) numbers: Vec<Option<u64>>,
}

/// The parser's events. None where there are too many, or where a line would vanish: a definition that no link uses.
pub(super) fn parse<'a>(masked: &'a Masked<'_>) -> Option<Parsed<'a>> {
    let source: &str = &masked.text;
    if source.lines().any(is_too_wide) {
        return None;
    }
    let parser = Parser::new_ext(source, OPTIONS);
    let definitions: Vec<(String, bool)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, it)| (label.to_lowercase(), link::href(&it.dest).is_some()))
        .collect();
    let mut reader = Reader::new(masked);
    for (event, range) in parser.into_offset_iter() {
        if !reader.bounds(&event) {
            return None;
        }
        reader.read(event, range);
    }
    let is_used = |label: &String| reader.labels.iter().any(|used| used.to_lowercase() == *label);
    definitions.iter().all(|(label, leads)| *leads && is_used(label)).then_some(reader.parsed)
}

/// Whether a line says that a table has more columns than there may be: the parser makes a cell of each in every row that follows.
fn is_too_wide(line: &str) -> bool {
    let rule = line.find('|').map_or("", |at| &line[at..]);
    rule.bytes().all(|byte| b" \t|:-".contains(&byte)) && rule.matches('|').count() > COLUMNS_MAX + 1
}

struct Reader<'a> {
    masked: &'a Masked<'a>,
    source: &'a str,
    parsed: Parsed<'a>,
    depth: usize,
    cells: usize,
    /// For each emphasis that is open, what stands for its ends instead.
    stars: Vec<Option<&'a str>>,
    /// The underline of the heading that is none.
    underline: Option<&'a str>,
    is_code: bool,
    /// Where the source was read to.
    end: usize,
    /// What the links by definition refer to.
    labels: Vec<CowStr<'a>>,
}

impl<'a> Reader<'a> {
    fn new(masked: &'a Masked<'_>) -> Self {
        Self {
            masked,
            source: &masked.text,
            parsed: Parsed::default(),
            depth: 0,
            cells: 0,
            stars: Vec::new(),
            underline: None,
            is_code: false,
            end: 0,
            labels: Vec::new(),
        }
    }

    fn bounds(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.cells += usize::from(*tag == Tag::TableCell);
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth <= DEPTH_MAX && self.cells <= CELLS_MAX
    }

    fn read(&mut self, event: Event<'a>, range: Range<usize>) {
        let end = range.end;
        match event {
            Event::Start(tag @ (Tag::Emphasis | Tag::Strong)) => {
                let length = if tag == Tag::Strong { 2 } else { 1 };
                let sign = self.source.get(range.start..range.start + length);
                let literal = sign.filter(|_| self.is_literal(&range, length));
                self.stars.push(literal);
                self.parsed.events.push(literal.map_or(Event::Start(tag), text));
            }
            Event::End(tag @ (TagEnd::Emphasis | TagEnd::Strong)) => {
                let event = self.stars.pop().flatten().map_or(Event::End(tag), text);
                self.parsed.events.push(event);
            }
            Event::Start(Tag::Heading { .. }) if self.short_underline(&range).is_some() => {
                self.underline = self.short_underline(&range);
                self.parsed.events.push(Event::Start(Tag::Paragraph));
            }
            Event::End(TagEnd::Heading(_)) if self.underline.is_some() => {
                let underline = self.underline.take().unwrap_or_default();
                self.parsed.events.extend([Event::SoftBreak, text(underline), Event::End(TagEnd::Paragraph)]);
            }
            Event::Text(decoded) => self.text(decoded, &range),
            event => {
                match &event {
                    Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
                    Event::End(TagEnd::CodeBlock) => self.is_code = false,
                    Event::Start(Tag::Item) => self.parsed.numbers.push(self.number_at(range.start)),
                    Event::Start(
                        Tag::Link {
                            link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut, id, ..
                        }
                        | Tag::Image {
                            link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut,
                            id,
                            ..
                        },
                    ) => self.labels.push(id.clone()),
                    _ => {}
                }
                let event = self.written(event);
                self.parsed.events.push(event);
            }
        }
        // What begins is read on inside of it.
        if !matches!(self.parsed.events.last(), Some(Event::Start(_))) {
            self.end = self.end.max(end);
        }
    }

    /// With what was written where a formula stands in something that has none.
    fn written(&self, event: Event<'a>) -> Event<'a> {
        let unmask = |text: CowStr<'a>| self.unmask(text);
        match event {
            Event::Code(code) => Event::Code(unmask(code)),
            Event::Html(html) => Event::Html(unmask(html)),
            Event::InlineHtml(html) => Event::InlineHtml(unmask(html)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(unmask(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Link { link_type, dest_url: unmask(dest_url), title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Image { link_type, dest_url: unmask(dest_url), title, id })
            }
            event => event,
        }
    }

    fn unmask(&self, text: CowStr<'a>) -> CowStr<'a> {
        match self.masked.unmask(text.as_ref()) {
            Cow::Borrowed(_) => text,
            Cow::Owned(written) => written.into(),
        }
    }

    /// An entity is what it is written as, and a backslash stays where it escapes nothing.
    fn text(&mut self, decoded: CowStr<'a>, range: &Range<usize>) {
        let written = self.source.get(range.clone()).unwrap_or_default();
        let is_escaped = !self.is_code
            && self.end < range.start
            && self.source.get(..range.start).is_some_and(|before| before.ends_with('\\'))
            && !decoded.starts_with(|sign| ESCAPED.contains(sign));
        if is_escaped {
            self.parsed.events.push(text("\\"));
        }
        let is_entity =
            !self.is_code && written.starts_with('&') && written.ends_with(';') && written != decoded.as_ref();
        let decoded = if self.is_code { self.unmask(decoded) } else { decoded };
        self.parsed.events.push(if is_entity { text(written) } else { Event::Text(decoded) });
    }

    /// Whether an emphasis is none: inside of a word or between two brackets, in an address, or around nothing that is read.
    fn is_literal(&self, range: &Range<usize>, length: usize) -> bool {
        let (before, after) =
            (self.source.get(..range.start).unwrap_or_default(), self.source.get(range.end..).unwrap_or_default());
        let signs = ['*', '_'];
        let last = before.trim_end_matches(signs).chars().next_back();
        let next = after.trim_start_matches(signs).chars().next();
        let in_word = last.is_some_and(char::is_alphanumeric) || next.is_some_and(char::is_alphanumeric);
        let between_brackets =
            last.is_some_and(|sign| ")]}".contains(sign)) && next.is_some_and(|sign| "([{".contains(sign));
        let near = &before[before.floor_char_boundary(before.len().saturating_sub(ADDRESS_SEEN))..];
        let word = near.rsplit(char::is_whitespace).next().unwrap_or_default();
        let inside = self.source.get(range.start + length..range.end.saturating_sub(length)).unwrap_or_default();
        in_word || between_brackets || word.contains("://") || !inside.contains(char::is_alphanumeric)
    }

    fn number_at(&self, start: usize) -> Option<u64> {
        let item = self.source.get(start..)?.trim_start();
        item.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
    }

    /// The last line of a heading, where that is a short line of `=` or `-`.
    fn short_underline(&self, range: &Range<usize>) -> Option<&'a str> {
        let heading = self.source.get(range.clone())?.trim_end();
        let (_, underline) = heading.rsplit_once('\n')?;
        let underline = underline.trim();
        (underline.len() < UNDERLINE_MIN && !heading.starts_with('#')).then_some(underline)
    }
}

fn text(text: &str) -> Event<'_> {
    Event::Text(CowStr::Borrowed(text))
}
