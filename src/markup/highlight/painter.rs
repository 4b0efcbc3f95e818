//! What all languages are read with: a text, how far it is read, and the HTML of that.

use html_escape::encode_text_to_string;

/// What a part of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Comment,
    String,
    Number,
    Constant,
    Keyword,
    Function,
    Type,
    Tag,
    Attribute,
    Inserted,
    Deleted,
}

impl Class {
    /// In style/code.css.
    const fn name(self) -> &'static str {
        match self {
            Self::Comment => "hl-comment",
            Self::String => "hl-string",
            Self::Number => "hl-number",
            Self::Constant => "hl-constant",
            Self::Keyword => "hl-keyword",
            Self::Function => "hl-function",
            Self::Type => "hl-type",
            Self::Tag => "hl-tag",
            Self::Attribute => "hl-attribute",
            Self::Inserted => "hl-inserted",
            Self::Deleted => "hl-deleted",
        }
    }
}

pub(super) struct Painter<'a> {
    text: &'a str,
    at: usize,
    html: String,
    class: Option<Class>,
}

impl<'a> Painter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, html: String::with_capacity(2 * text.len()), class: None }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The sign that comes next.
    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The sign that was read last.
    pub(super) fn last(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Whether only spaces stand before it in its line.
    pub(super) fn is_first(&self) -> bool {
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    pub(super) fn starts_with(&self, start: &str) -> bool {
        self.rest().starts_with(start)
    }

    /// Reads so many bytes, as whole signs. What looks the same stands in one span; a space looks like anything.
    pub(super) fn put(&mut self, length: usize, class: impl Into<Option<Class>>) {
        let end = self.text.ceil_char_boundary((self.at + length).min(self.text.len()));
        let (text, class) = (&self.text[self.at..end], class.into());
        self.at = end;
        if class != self.class && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.html.push_str(&format!(r#"<span class="{}">"#, class.name()));
            }
            self.class = class;
        }
        encode_text_to_string(text, &mut self.html);
    }

    /// Reads one sign that is nothing.
    pub(super) fn skip(&mut self) {
        self.put(1, None);
    }

    /// Reads as long as signs are such.
    pub(super) fn put_while(&mut self, class: impl Into<Option<Class>>, is_part: impl Fn(char) -> bool) {
        self.put(self.length(is_part), class);
    }

    /// How many bytes of signs that are such come next.
    pub(super) fn length(&self, is_part: impl Fn(char) -> bool) -> usize {
        self.rest().find(|sign| !is_part(sign)).unwrap_or(self.rest().len())
    }

    /// Reads to the end of something, that included. Without an end it goes to the end of the text.
    pub(super) fn put_to(&mut self, begin: &str, end: &str, class: Class) {
        let inner = self.rest().get(begin.len()..).unwrap_or_default();
        let length = inner.find(end).map_or(inner.len(), |at| at + if end == "\n" { 0 } else { end.len() });
        self.put(begin.len() + length, class);
    }

    /// Reads a string with backslashes before what does not end it. One that may not have several lines ends with its line.
    pub(super) fn put_string(&mut self, quote: &str, escapes: bool, has_lines: bool, class: Class) {
        let inner = self.rest().get(quote.len()..).unwrap_or_default();
        let mut at = 0;
        let length = loop {
            let rest = &inner[at..];
            let Some(sign) = rest.chars().next() else { break at };
            if rest.starts_with(quote) {
                break at + quote.len();
            }
            if sign == '\n' && !has_lines {
                break at;
            }
            let escaped = rest.chars().nth(1).filter(|next| escapes && sign == '\\' && (has_lines || *next != '\n'));
            at += sign.len_utf8() + escaped.map_or(0, char::len_utf8);
        };
        self.put(quote.len() + length, class);
    }

    /// Reads a number: `0xff`, `1_000`, `1.5e-3`, with the unit behind it.
    pub(super) fn put_number(&mut self) {
        let rest = self.rest().as_bytes();
        let is_hex = rest.starts_with(b"0x") || rest.starts_with(b"0X");
        let mut length = 0;
        while let Some(byte) = rest.get(length) {
            let before = length.checked_sub(1).map_or(0, |at| rest[at]);
            let is_sign = b"+-".contains(byte)
                && b"eE".contains(&before)
                && !is_hex
                && rest.get(length + 1).is_some_and(u8::is_ascii_digit);
            // `1..10` is two, and `1.max(2)` is one with a call.
            let is_dot = *byte == b'.' && rest.get(length + 1).is_some_and(u8::is_ascii_digit) && before != b'.';
            // `1'000` of C++.
            let is_between =
                *byte == b'\'' && before.is_ascii_digit() && rest.get(length + 1).is_some_and(u8::is_ascii_digit);
            if !(byte.is_ascii_alphanumeric() || *byte == b'_' || is_sign || is_dot || is_between) {
                break;
            }
            length += 1;
        }
        self.put(length.max(1), Class::Number);
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.put(self.rest().len(), None);
        self.close();
        self.html
    }

    /// Reads the next bytes as another language.
    pub(super) fn put_other(&mut self, length: usize, read: impl Fn(&mut Painter<'a>)) {
        let end = self.at + length;
        let mut other = Painter::new(&self.text[self.at..end]);
        read(&mut other);
        self.close();
        self.html.push_str(&other.finish());
        self.at = end;
    }
}
