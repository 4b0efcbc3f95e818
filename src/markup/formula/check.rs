//! What of a library's output goes into a page: it is read, and written anew by what is named here. Anything else, and there is no formula.

use html_escape::encode_text_to_string;

use super::style::{self, Styled};

/// Most elements that are open at once: a browser's parser flattens what is deeper than 512.
const DEPTH_MAX: usize = 300;
/// Widest space, in em, and thickest line.
const SPACE_MAX: f64 = 20.0;
const LINE_MAX: f64 = 0.5;

/// The elements of a formula, with their attributes. (Of MathML Core.)
const ELEMENTS: &[(&str, &[&str])] = &[
    ("mrow", &["displaystyle", "scriptlevel"]),
    ("mi", &["mathvariant"]),
    ("mn", &[]),
    ("mo", &["stretchy", "symmetric", "largeop", "movablelimits", "form", "lspace", "rspace", "minsize", "maxsize"]),
    ("mtext", &[]),
    ("mspace", &["width"]),
    ("msub", &[]),
    ("msup", &[]),
    ("msubsup", &[]),
    ("munder", &["accentunder"]),
    ("mover", &["accent"]),
    ("munderover", &["accent", "accentunder"]),
    ("mmultiscripts", &[]),
    ("mprescripts", &[]),
    ("mfrac", &["displaystyle", "scriptlevel", "linethickness"]),
    ("msqrt", &[]),
    ("mroot", &[]),
    ("mpadded", &["width", "height"]),
    ("mphantom", &[]),
    ("mtable", &["displaystyle", "scriptlevel"]),
    ("mtr", &[]),
    ("mtd", &[]),
];
/// Those of them that hold text.
const TEXTS: [&str; 4] = ["mi", "mn", "mo", "mtext"];
/// What the library writes as HTML in a text, as a class.
const HTML: [(&str, &str); 7] = [
    ("b", "math-bold"),
    ("i", "math-italic"),
    ("em", "math-italic"),
    ("code", "math-code"),
    ("s", "math-struck"),
    ("u", "math-underlined"),
    ("span", ""),
];
/// Classes of the library's.
const CLASSES: [(&str, &str); 5] = [
    ("math-core-sans-serif-font", "math-sans"),
    ("math-core-serif-font", "math-serif"),
    ("menclose-updiagonalstrike", ""),
    ("menclose-downdiagonalstrike", ""),
    ("menclose-horizontalstrike", ""),
];

/// The same formula, with its source for whoever copies it. None where something is in it that is not named here.
pub(super) fn rewrite(mathml: &str, tex: &str) -> Option<String> {
    let mut rest = mathml.strip_prefix("<math")?.strip_suffix("</math>")?;
    let is_block = rest.starts_with(" display=\"block\">");
    rest = rest.strip_prefix(" display=\"block\"").unwrap_or(rest).strip_prefix('>')?;
    let mut writer = Writer { html: String::with_capacity(mathml.len() + tex.len() + 100), open: Vec::new() };
    writer.html.push_str(if is_block { r#"<math display="block">"# } else { "<math>" });
    writer.html.push_str("<semantics><mrow>");
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at])?;
        let (tag, after) = rest[at + 1..].split_once('>')?;
        rest = after;
        match tag.strip_prefix('/') {
            Some(name) => writer.end(name)?,
            None => writer.start(tag)?,
        }
    }
    writer.text(rest)?;
    if !writer.open.is_empty() {
        return None;
    }
    writer.html.push_str(r#"</mrow><annotation encoding="application/x-tex">"#);
    encode_text_to_string(tex, &mut writer.html);
    writer.html.push_str("</annotation></semantics></math>");
    Some(writer.html)
}

struct Writer<'a> {
    html: String,
    /// What was read, and what was written for it.
    open: Vec<(&'a str, &'static str)>,
}

impl<'a> Writer<'a> {
    fn start(&mut self, tag: &'a str) -> Option<()> {
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let is_in_text = self.open.last().is_some_and(|(_, written)| TEXTS.contains(written) || *written == "span");
        let html = HTML.iter().find(|(known, _)| *known == name).filter(|_| is_in_text);
        let mut styled = Styled::default();
        let (written, allowed): (_, &[&str]) = match html {
            Some((_, class)) => {
                styled.class(class);
                ("span", &[])
            }
            None if is_in_text => return None,
            // Not of Core: what it draws is drawn by classes.
            None if name == "menclose" => ("mrow", &["notation"]),
            None => ELEMENTS.iter().find(|(known, _)| *known == name).copied()?,
        };
        self.html.push('<');
        self.html.push_str(written);
        while !attributes.trim_start().is_empty() {
            let (key, after) = attributes.trim_start().split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            attributes = after;
            match key {
                "style" => styled.read(value)?,
                "class" => styled.class(CLASSES.iter().find(|(known, _)| *known == value)?.1),
                // Of a label: nobody links to it.
                "id" => {}
                "notation" if allowed.contains(&key) => value.split(' ').try_for_each(|it| {
                    styled.class(style::strike(it)?);
                    Some(())
                })?,
                _ if allowed.contains(&key) => {
                    let value = attribute(key, value)?;
                    self.html.push_str(&format!(r#" {key}="{value}""#));
                }
                _ => return None,
            }
        }
        let classes = styled.classes();
        if !classes.is_empty() {
            self.html.push_str(&format!(r#" class="{classes}""#));
        }
        self.html.push('>');
        self.open.push((name, written));
        if is_empty {
            self.end(name)?;
        }
        (self.open.len() <= DEPTH_MAX).then_some(())
    }

    fn end(&mut self, name: &str) -> Option<()> {
        let (open, written) = self.open.pop()?;
        self.html.push_str(&format!("</{written}>"));
        (open == name).then_some(())
    }

    fn text(&mut self, text: &str) -> Option<()> {
        let holds_text = self.open.last().is_some_and(|(_, written)| TEXTS.contains(written) || *written == "span");
        if !holds_text {
            return text.trim().is_empty().then_some(());
        }
        encode_text_to_string(decode(text)?, &mut self.html);
        Some(())
    }
}

/// What the library escapes. Anything else that looks like it was not written by it.
fn decode(text: &str) -> Option<String> {
    const ENTITIES: [(&str, &str); 5] = [("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("#39;", "'"), ("amp;", "&")];
    if text.contains('>') {
        return None;
    }
    let mut parts = text.split('&');
    let mut decoded = parts.next()?.to_owned();
    for part in parts {
        let (entity, sign) = ENTITIES.iter().find(|(entity, _)| part.starts_with(entity))?;
        decoded.push_str(sign);
        decoded.push_str(&part[entity.len()..]);
    }
    Some(decoded)
}

/// The value as it is written, if it is one that there is.
fn attribute(name: &str, value: &str) -> Option<String> {
    let is_known = match name {
        "displaystyle" | "accent" | "accentunder" | "stretchy" | "symmetric" | "largeop" | "movablelimits" => {
            ["true", "false"].contains(&value)
        }
        "scriptlevel" => ["0", "1", "2"].contains(&value),
        "mathvariant" => value == "normal",
        "form" => ["prefix", "infix", "postfix"].contains(&value),
        "height" => value == "0",
        "width" | "lspace" | "rspace" | "minsize" | "maxsize" => return length(value, SPACE_MAX),
        "linethickness" => return length(value, LINE_MAX),
        _ => false,
    };
    is_known.then(|| value.to_owned())
}

/// A length in em, which is what one is in that counts from the size of the page's text.
fn length(value: &str, most: f64) -> Option<String> {
    let (em, unit) = style::length(value)?;
    (0.0..=most)
        .contains(&em)
        .then(|| if unit.is_empty() { value.to_owned() } else { format!("{}em", (em * 10_000.0).round() / 10_000.0) })
}
