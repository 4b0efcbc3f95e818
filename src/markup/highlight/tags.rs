//! HTML and XML.

use super::{
    language::{self, Kind},
    painter::{Class, Painter},
    read as read_as,
};

/// Elements that hold another language.
const OTHER: [(&str, &str); 2] = [("script", "javascript"), ("style", "css")];

pub(super) fn read(painter: &mut Painter<'_>) {
    while let Some(sign) = painter.next() {
        let rest = painter.rest();
        let name = rest.trim_start_matches(['<', '/']);
        if rest.starts_with("<!--") {
            painter.put_to("<!--", "-->", Class::Comment);
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            painter.put_to("<", ">", Class::Keyword);
        } else if sign == '<' && name.starts_with(char::is_alphabetic) {
            tag(painter);
        } else if sign == '&' {
            let entity = painter.length(|sign| sign != ';' && !sign.is_whitespace());
            let is_entity = entity > 1 && entity < 12 && rest[entity..].starts_with(';');
            painter.put(if is_entity { entity + 1 } else { 1 }, is_entity.then_some(Class::Constant));
        } else {
            let start = sign.len_utf8();
            let length = rest[start..].find(['<', '&']).map_or(rest.len(), |at| start + at);
            painter.put(length, None);
        }
    }
}

fn tag(painter: &mut Painter<'_>) {
    let is_end = painter.starts_with("</");
    painter.put(if is_end { 2 } else { 1 }, None);
    let length = painter.length(|sign| sign.is_alphanumeric() || "-_:.".contains(sign));
    let name = painter.rest()[..length].to_ascii_lowercase();
    painter.put(length, Class::Tag);
    while let Some(sign) = painter.next() {
        match sign {
            '>' => {
                painter.skip();
                break;
            }
            '<' => return,
            '"' | '\'' => painter.put_string(&sign.to_string(), false, true, Class::String),
            '=' => {
                painter.skip();
                painter.put_while(Class::String, |sign| !sign.is_whitespace() && !"\"'>".contains(sign));
            }
            _ if sign.is_alphabetic() || "-_:@".contains(sign) => {
                painter.put_while(Class::Attribute, |sign| sign.is_alphanumeric() || "-_:.@".contains(sign));
            }
            _ => painter.skip(),
        }
    }
    let other = OTHER.iter().find(|(element, _)| *element == name && !is_end);
    if let Some(kind) = other.and_then(|(_, language)| language::kind(language)) {
        inner(painter, kind, &name);
    }
}

fn inner(painter: &mut Painter<'_>, kind: &'static Kind, name: &str) {
    let end = painter.rest().find(&format!("</{name}")).unwrap_or(painter.rest().len());
    painter.put_other(end, |other| read_as(kind, other));
}
