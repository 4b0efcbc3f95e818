//! Links, pictures, and bare addresses in a text.

use html_escape::encode_double_quoted_attribute_to_string;

use super::{super::link, Writer};

/// Of every link: the page that it leads to learns nothing of this one, and search engines do not count it.
const REL: &str = "ugc nofollow noopener noreferrer";

/// A link that is open.
#[derive(Debug)]
pub(super) struct OpenLink {
    pub(super) kind: Kind,
    /// Where its text begins.
    pub(super) text_at: usize,
}

/// What becomes of it.
#[derive(Debug)]
pub(super) enum Kind {
    /// It leads to this address.
    Link(String),
    /// It leads nowhere from here: the address, as it was written, follows.
    Refused(String),
    /// It is inside of another one.
    Inner(String),
    /// What stands between `<` and `>` is no address.
    Literal,
}

impl Writer<'_> {
    /// A picture inside of a link is the text of that link.
    pub(super) fn start_link(&mut self, address: &str) {
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

    pub(super) fn end_link(&mut self) {
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

    /// With its bare addresses as links, unless it is a link already.
    pub(super) fn linked(&mut self, text: &str) {
        let mut rest = text;
        while self.links.is_empty()
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
}
