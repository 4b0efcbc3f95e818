//! LaTeX, and differences between files.

use super::painter::{Class, Painter};

/// What says how a document is built, but for headings: they are names of their own.
const STRUCTURE: [&str; 10] =
    ["begin", "end", "documentclass", "usepackage", "newcommand", "renewcommand", "input", "include", "item", "def"];

pub(super) fn read_latex(painter: &mut Painter<'_>) {
    while let Some(sign) = painter.next() {
        match sign {
            '%' => painter.put_to("%", "\n", Class::Comment),
            '\\' => {
                let name = painter.rest()[1..].len()
                    - painter.rest()[1..].trim_start_matches(|sign: char| sign.is_ascii_alphabetic()).len();
                let command = &painter.rest()[1..=name];
                let is_structure = STRUCTURE.contains(&command);
                let has_name = command == "begin" || command == "end";
                let length =
                    if name > 0 { 1 + name } else { 1 + painter.rest()[1..].chars().next().map_or(0, char::len_utf8) };
                painter.put(length, if is_structure { Class::Keyword } else { Class::Function });
                if has_name && painter.starts_with("{") {
                    painter.skip();
                    painter.put_while(Class::Type, |sign| !"}\n".contains(sign));
                }
            }
            '$' => painter.put_while(Class::Constant, |sign| sign == '$'),
            '&' | '^' | '_' => painter.put(1, Class::Keyword),
            _ if sign.is_ascii_digit() => painter.put_number(),
            _ if sign.is_alphabetic() => painter.put_while(None, char::is_alphanumeric),
            _ => painter.skip(),
        }
    }
}

pub(super) fn read_diff(painter: &mut Painter<'_>) {
    while !painter.rest().is_empty() {
        let line = painter.rest().split_inclusive('\n').next().unwrap_or_default();
        let class = match line.as_bytes() {
            [b'+', b'+', b'+', ..]
            | [b'-', b'-', b'-', ..]
            | [b'd', b'i', b'f', b'f', ..]
            | [b'i', b'n', b'd', b'e', b'x', ..] => Some(Class::Keyword),
            [b'@', b'@', ..] => Some(Class::Constant),
            [b'+' | b'>', ..] => Some(Class::Inserted),
            [b'-' | b'<', ..] => Some(Class::Deleted),
            _ => None,
        };
        painter.put(line.len(), class);
    }
}
