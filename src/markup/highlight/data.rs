//! JSON, YAML and TOML: names and values.

use super::painter::{Class, Painter};

const CONSTANTS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "nan", "inf"];

pub(super) fn read_json(painter: &mut Painter<'_>) {
    while painter.next().is_some() {
        value(painter, &["//"], ':');
    }
}

/// A name stands at the beginning of a line, before this sign.
pub(super) fn read_lines(painter: &mut Painter<'_>, sign: char) {
    while let Some(next) = painter.next() {
        let line = painter.rest().lines().next().unwrap_or_default();
        if !painter.is_first() || next.is_whitespace() {
            value(painter, &["#"], sign);
        } else if line.starts_with('[') && sign == '=' {
            painter.put(line.rfind(']').map_or(line.len(), |end| end + 1), Class::Type);
        } else if line.starts_with("---") || line.starts_with("...") {
            painter.put(3, Class::Keyword);
        } else if next == '-' && sign == ':' {
            painter.skip();
            painter.put_while(None, |sign| sign == ' ');
            name(painter, sign);
        } else if !name(painter, sign) {
            value(painter, &["#", ";"], sign);
        }
    }
}

/// Whether a name comes next.
fn name(painter: &mut Painter<'_>, sign: char) -> bool {
    let line = painter.rest().lines().next().unwrap_or_default();
    let is_end = |at: &usize| sign != ':' || line[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let end = line.find(sign).filter(is_end).filter(|end| !line[..*end].contains(['#', '{', '[']));
    if let Some(end) = end {
        painter.put(end, Class::Attribute);
        painter.skip();
    }
    end.is_some()
}

fn value(painter: &mut Painter<'_>, comments: &[&str], sign: char) {
    let rest = painter.rest();
    let Some(next) = painter.next() else { return };
    let is_apart = painter.last().is_none_or(|last| !last.is_alphanumeric());
    if let Some(begin) = comments.iter().find(|begin| rest.starts_with(**begin))
        && painter.last().is_none_or(char::is_whitespace)
    {
        painter.put_to(begin, "\n", Class::Comment);
    } else if rest.starts_with("/*") {
        painter.put_to("/*", "*/", Class::Comment);
    } else if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        painter.put_string(&rest[..3], true, true, Class::String);
    } else if (next == '"' || next == '\'') && is_apart {
        // In JSON a name is a string, too.
        let is_name = is_name(rest, sign);
        painter.put_string(&rest[..1], next == '"', false, if is_name { Class::Attribute } else { Class::String });
    } else if (next.is_ascii_digit() || (next == '-' && rest[1..].starts_with(|sign: char| sign.is_ascii_digit())))
        && is_apart
    {
        painter.put(usize::from(next == '-'), Class::Number);
        painter.put_number();
    } else if (next == '&' || next == '*') && sign == ':' && is_apart {
        painter.put(1, Class::Type);
        painter.put_while(Class::Type, |sign| sign.is_alphanumeric() || "-_".contains(sign));
    } else if next.is_alphanumeric() {
        let length = painter.length(|sign| sign.is_alphanumeric() || "-_".contains(sign));
        let word = rest[..length].to_lowercase();
        painter.put(length, (CONSTANTS.contains(&word.as_str()) && is_apart).then_some(Class::Constant));
    } else {
        painter.skip();
    }
}

fn is_name(rest: &str, sign: char) -> bool {
    let Some(end) = rest[1..].find(['"', '\n']) else { return false };
    sign == ':' && rest[end + 2..].trim_start_matches(' ').starts_with(':')
}
