//! Writes the parser's events as HTML. What is not named here is not written, and every text is escaped.

use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::{HTML_MAX, link, spoiler::Piece};

/// Of every link: the page that it leads to learns nothing of this one, and search engines do not count it.
const REL: &str = "ugc nofollow noopener noreferrer";
/// Longest name of a language, in characters.
const LANGUAGE_MAX: usize = 20;

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) html: String,
    /// The text alone: what somebody reads who sees no HTML.
    pub(super) text: String,
    /// Whether there is more to see than text.
    pub(super) is_rich: bool,
}

/// A link that is open.
#[derive(Debug)]
struct OpenLink {
    kind: Kind,
    /// Where its text begins.
    text_at: usize,
}

#[derive(Debug)]
enum Kind {
    /// It leads to this address.
    Link(String),
    /// It leads nowhere from here: the address, as it was written, follows.
    Refused(String),
    /// It is inside of another one.
    Inner(String),
    /// What stands between `<` and `>` is no address.
    Literal,
}

#[derive(Debug, Default)]
pub(super) struct Writer {
    written: Written,
    /// Of the table that is open, and the number of the next cell.
    columns: Vec<Alignment>,
    column: usize,
    is_head: bool,
    is_code: bool,
    links: Vec<OpenLink>,
    /// Of each item that follows, as it was written.
    numbers: std::vec::IntoIter<Option<u64>>,
    /// For each list that is open, the number that its next item has by itself; none in one without numbers.
    lists: Vec<Option<u64>>,
}

impl Writer {
    /// With the numbers of the items that will come.
    pub(super) fn new(numbers: Vec<Option<u64>>) -> Self {
        Self { numbers: numbers.into_iter(), ..Self::default() }
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
            TagEnd::CodeBlock => {
                self.is_code = false;
                self.push("</code></pre>");
            }
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

    /// The item has begun already.
    fn task(&mut self, done: bool) {
        for item in ["<li>", "<li><p>"] {
            if let Some(before) = self.written.html.strip_suffix(item) {
                let start = before.len() + "<li".len();
                self.written.html.insert_str(start, r#" class="task""#);
                break;
            }
        }
        self.escaped(if done { "☑ " } else { "☐ " });
    }

    /// What follows the fence names the language, if it is one word, or one with more behind a comma. Else somebody began the code there.
    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = if let CodeBlockKind::Fenced(info) = kind { info.trim() } else { "" };
        let word = info.split(',').next().unwrap_or_default();
        let is_name = !word.is_empty()
            && word.len() <= LANGUAGE_MAX
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#.-_".contains(&byte));
        self.is_code = true;
        if is_name {
            self.rich(&format!(r#"<pre tabindex="0" data-language="{word}"><code>"#));
        } else {
            self.rich(r#"<pre tabindex="0"><code>"#);
            if !info.is_empty() {
                self.escaped(&format!("{info}\n"));
            }
        }
    }

    fn start_cell(&mut self) {
        let class = match self.columns.get(self.column) {
            Some(Alignment::Left) => r#" class="left""#,
            Some(Alignment::Center) => r#" class="center""#,
            Some(Alignment::Right) => r#" class="right""#,
            Some(Alignment::None) | None => "",
        };
        let tag = if self.is_head { r#"<th scope="col""# } else { "<td" };
        self.rich(&format!("{tag}{class}>"));
    }

    /// A picture inside of a link is the text of that link.
    fn start_link(&mut self, address: &str) {
        let href = link::href(address);
        let address = address.to_owned();
        let kind = match href {
            _ if !self.links.is_empty() => Kind::Inner(address),
            None => Kind::Refused(address),
            Some(href) => {
                self.open_link(&href);
                Kind::Link(address)
            }
        };
        self.links.push(OpenLink { kind, text_at: self.written.text.len() });
        self.written.is_rich = true;
    }

    fn end_link(&mut self) {
        let Some(OpenLink { kind, text_at }) = self.links.pop() else { return };
        let text = self.written.text.get(text_at..).unwrap_or_default().to_owned();
        let is_empty = text.trim().is_empty();
        match kind {
            Kind::Literal => self.escaped(">"),
            Kind::Inner(address) | Kind::Refused(address) if is_empty => self.escaped(&address),
            Kind::Inner(_) => {}
            Kind::Refused(address) if address.is_empty() => {}
            Kind::Refused(address) => self.escaped(&format!(" ({address})")),
            Kind::Link(address) => {
                if is_empty {
                    self.escaped(&address);
                }
                self.push("</a>");
                if let Some(other) = link::pretends(&text, &address) {
                    self.push(r#" <span class="host">("#);
                    self.escaped(other);
                    self.push(")</span>");
                }
            }
        }
    }

    fn open_link(&mut self, href: &str) {
        self.push(r#"<a href=""#);
        encode_double_quoted_attribute_to_string(href, &mut self.written.html);
        self.push(&format!(r#"" rel="{REL}" target="_blank">"#));
    }

    fn start_list(&mut self, start: Option<u64>) {
        self.lists.push(start);
        match start {
            None => self.rich("<ul>"),
            Some(1) => self.rich("<ol>"),
            Some(start) => self.rich(&format!(r#"<ol start="{start}">"#)),
        }
    }

    /// With the number that was written: `1.`, `3.`, `7.` are answers of an exam.
    fn start_item(&mut self) {
        let number = self.numbers.next().flatten();
        match (self.lists.last_mut(), number) {
            (Some(Some(next)), Some(number)) if *next != number => {
                *next = number.saturating_add(1);
                self.rich(&format!(r#"<li value="{number}">"#));
            }
            (Some(Some(next)), _) => {
                *next = next.saturating_add(1);
                self.rich("<li>");
            }
            _ => self.rich("<li>"),
        }
    }

    /// Its last line ends with a break, which would be an empty line.
    fn end_html(&mut self) {
        let length = self.written.html.trim_end_matches("<br>").len();
        self.written.html.truncate(length);
        self.push("</p>");
    }

    /// With its bare addresses as links, unless it is code, or a link already.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while !self.is_code
            && self.links.is_empty()
            && let Some((start, end)) = link::find(rest)
            && let Some(href) = link::href(&rest[start..end])
        {
            self.escaped(&rest[..start]);
            self.open_link(&href);
            self.escaped(&rest[start..end]);
            self.rich("</a>");
            rest = &rest[end..];
        }
        self.escaped(rest);
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
        self.push("<br>");
        self.written.text.push('\n');
    }

    fn escaped(&mut self, text: &str) {
        encode_text_to_string(text, &mut self.written.html);
        self.written.text.push_str(text);
    }

    fn push(&mut self, html: &str) {
        self.written.html.push_str(html);
    }

    fn rich(&mut self, html: &str) {
        self.written.is_rich = true;
        self.push(html);
    }
}
