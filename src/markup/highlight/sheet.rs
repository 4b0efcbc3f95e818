//! CSS.

use super::painter::{Class, Painter};

pub(super) fn read(painter: &mut Painter<'_>) {
    // Whether it is a value: behind a property's name.
    let mut is_value = false;
    while let Some(sign) = painter.next() {
        match sign {
            '/' if painter.starts_with("/*") => painter.put_to("/*", "*/", Class::Comment),
            '/' if painter.starts_with("//") && !is_value => painter.put_to("//", "\n", Class::Comment),
            '"' | '\'' => painter.put_string(&sign.to_string(), true, false, Class::String),
            '@' => painter.put_while(Class::Keyword, is_name_or('@')),
            '!' => painter.put_while(Class::Keyword, is_name_or('!')),
            '$' => painter.put_while(Class::Constant, is_name_or('$')),
            '#' if is_value => painter.put_while(Class::Constant, is_name_or('#')),
            '.' | '#' if !is_value && painter.length(is_name_or(sign)) > 1 => {
                painter.put_while(Class::Type, is_name_or(sign));
            }
            ':' if !is_value => painter.put_while(Class::Keyword, is_name_or(':')),
            ';' | '{' | '}' => {
                is_value = false;
                painter.skip();
            }
            _ if sign.is_ascii_digit() => {
                painter.put_number();
                painter.put_while(Class::Number, |sign| sign == '%');
            }
            _ if sign.is_alphabetic() || "-_".contains(sign) => {
                let length = painter.length(is_name_or('-'));
                let after = &painter.rest()[length..];
                let is_property = !is_value && is_declared(after);
                let class = if is_property || painter.starts_with("--") {
                    Some(Class::Attribute)
                } else if after.starts_with('(') {
                    Some(Class::Function)
                } else if is_value {
                    None
                } else {
                    Some(Class::Tag)
                };
                painter.put(length, class);
                if is_property {
                    painter.put_while(None, |sign| sign != ':');
                    painter.skip();
                    is_value = true;
                }
            }
            _ => painter.skip(),
        }
    }
}

fn is_name_or(first: char) -> impl Fn(char) -> bool {
    move |sign| sign.is_alphanumeric() || "-_".contains(sign) || sign == first
}

/// Whether a colon follows, and a declaration's end before a rule begins: `a:hover {` is a selector.
fn is_declared(after: &str) -> bool {
    let Some(value) = after.trim_start().strip_prefix(':') else { return false };
    let end = value.find([';', '{', '}', '\n']);
    end.is_none_or(|end| !value[end..].starts_with('{'))
}
