//! Writes the parser's events as HTML. What is not named here is not written, and every text is escaped.
//!
//! `links`: links, pictures, and bare addresses in a text. `blocks`: lists and tables. `code`: code. `formulas`: formulas.

mod blocks;
mod code;
mod formulas;
mod links;

use html_escape::encode_text_to_string;
use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

use super::{
    HTML_MAX,
    formula::{Formula, Masked, Unread},
    link,
    spoiler::Piece,
};
use code::OpenCode;
use links::{Kind, OpenLink};

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) html: String,
    /// The text alone: what somebody reads who sees no HTML.
    pub(super) text: String,
    /// Whether there is more to see than text.
    pub(super) is_rich: bool,
}

#[derive(Debug, Default)]
pub(super) struct Writer<'a> {
    written: Written,
    /// How long the message is, in bytes.
    source_length: usize,
    /// In the order of their numbers, and what each looks like.
    formulas: &'a [Formula],
    read: Vec<Result<String, Unread>>,
    /// How long the HTML was behind the last formula that stands by itself.
    block_end: usize,
    /// Of the table that is open, and the number of the next cell.
    columns: Vec<Alignment>,
    column: usize,
    is_head: bool,
    code: Option<OpenCode>,
    links: Vec<OpenLink>,
    /// Of each item that follows, as it was written.
    numbers: std::vec::IntoIter<Option<u64>>,
    /// For each list that is open, the number that its next item has by itself; none in one without numbers.
    lists: Vec<Option<u64>>,
}

impl<'a> Writer<'a> {
    /// With the numbers of the items and the formulas that will come.
    pub(super) fn new(numbers: Vec<Option<u64>>, masked: &'a Masked<'_>) -> Self {
        let hidden: usize = masked.formulas.iter().map(|it| it.source.len()).sum();
        Self {
            source_length: masked.text.len() + hidden,
            numbers: numbers.into_iter(),
            formulas: &masked.formulas,
            read: masked.read(),
            ..Self::default()
        }
    }

    /// None where it would be too large.
    pub(super) fn write(mut self, pieces: Vec<Piece<'_>>) -> Option<Written> {
        for piece in pieces {
            match piece {
                Piece::Event(event) => self.event(event),
                Piece::Opens => self.rich(r#"<span class="spoiler" tabindex="0">"#),
                Piece::Closes => self.rich("</span>"),
            }
            if self.written.html.len() > HTML_MAX {
                return None;
            }
        }
        Some(self.written)
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                self.rich("<code>");
                self.escaped(&code);
                self.rich("</code>");
            }
            // A tag of somebody's is a text about tags.
            Event::Html(html) | Event::InlineHtml(html) => self.lines(&html),
            Event::SoftBreak | Event::HardBreak => self.line_break(),
            Event::Rule => self.rich("<hr>"),
            Event::TaskListMarker(done) => self.task(done),
            // Of extensions that are not enabled: the text that stands in them.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.escaped(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.push("<p>"),
            Tag::Heading { .. } => self.rich("<p><strong>"),
            Tag::BlockQuote(_) => self.rich("<blockquote>"),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::List(start) => self.start_list(start),
            Tag::Item => self.start_item(),
            Tag::Emphasis => self.rich("<em>"),
            Tag::Strong => self.rich("<strong>"),
            Tag::Strikethrough => self.rich("<del>"),
            // `<std::string>`.
            Tag::Link { dest_url, link_type: LinkType::Autolink, .. } if link::href(&dest_url).is_none() => {
                self.escaped("<");
                self.links.push(OpenLink { kind: Kind::Literal, text_at: self.written.text.len() });
            }
            Tag::Link { dest_url, link_type: LinkType::Email, .. } => self.start_link(&format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url),
            // A picture by its address would tell a third party who reads what.
            Tag::Image { dest_url, .. } => self.start_link(&dest_url),
            Tag::Table(columns) => {
                self.columns = columns;
                self.rich(r#"<div class="table" tabindex="0"><table>"#);
            }
            Tag::TableHead => {
                (self.is_head, self.column) = (true, 0);
                self.rich("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.rich("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            // Of extensions that are not enabled.
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.push("</p>"),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Heading(_) => self.push("</strong></p>"),
            TagEnd::BlockQuote(_) => self.push("</blockquote>"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(is_ordered) => {
                self.lists.pop();
                self.push(if is_ordered { "</ol>" } else { "</ul>" });
            }
            TagEnd::Item => self.push("</li>"),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Table => self.push("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.is_head = false;
                self.push("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.push("</tr>"),
            TagEnd::TableCell => {
                self.column += 1;
                self.push(if self.is_head { "</th>" } else { "</td>" });
            }
            TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
        if !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) {
            self.written.text.push('\n');
        }
    }

    /// Several lines outside of code.
    fn lines(&mut self, text: &str) {
        for (number, line) in text.lines().enumerate() {
            if number > 0 {
                self.line_break();
            }
            self.escaped(line);
        }
        if text.ends_with('\n') {
            self.line_break();
        }
    }

    fn line_break(&mut self) {
        // A line of its own has ended already.
        if self.block_end == 0 || self.block_end < self.written.html.len() {
            self.push("<br>");
        }
        self.written.text.push('\n');
    }

    fn escaped(&mut self, text: &str) {
        encode_text_to_string(text, &mut self.written.html);
        self.written.text.push_str(text);
    }

    /// How much more HTML than text there may be of what comes next, so that what follows has room for at least its text.
    fn room(&self) -> usize {
        let rest = self.source_length.saturating_sub(self.written.text.len());
        HTML_MAX.saturating_sub(self.written.html.len() + 2 * rest)
    }

    fn push(&mut self, html: &str) {
        self.written.html.push_str(html);
    }

    fn rich(&mut self, html: &str) {
        self.written.is_rich = true;
        self.push(html);
    }
}
