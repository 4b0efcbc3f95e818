//! Whatever somebody writes, what comes out is well-formed and holds what is allowed and nothing else.

use proptest::prelude::*;

use super::super::html;

/// The elements that there are, with what may stand in each.
const ALLOWED: &[(&str, &[&str])] = &[
    ("p", &[]),
    ("br", &[]),
    ("hr", &[]),
    ("em", &[]),
    ("strong", &[]),
    ("del", &[]),
    ("code", &[]),
    ("pre", &["tabindex", "data-language"]),
    ("blockquote", &[]),
    ("ul", &[]),
    ("ol", &["start"]),
    ("li", &["class"]),
    ("a", &["href", "rel", "target"]),
    ("span", &["class", "tabindex"]),
    ("div", &["class", "tabindex"]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["scope", "class"]),
    ("td", &["class"]),
];
const EMPTY: [&str; 2] = ["br", "hr"];
const CLASSES: [&str; 7] = ["task", "spoiler", "host", "table", "left", "center", "right"];

/// Reads what was written, by rules that are stricter than a browser's.
fn check(html: &str) -> Result<(), String> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        check_text(&rest[..at])?;
        let end = rest[at..].find('>').map(|end| at + end).ok_or("a tag that does not end")?;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(format!("{name} ends and did not begin"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let (_, allowed) = ALLOWED.iter().find(|(known, _)| *known == name).ok_or(format!("an element {name}"))?;
        check_attributes(attributes, allowed)?;
        if !EMPTY.contains(&name) {
            open.push(name.to_owned());
        }
    }
    check_text(rest)?;
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} do not end")) }
}

fn check_text(text: &str) -> Result<(), String> {
    let is_entity = |at: usize| ["&amp;", "&lt;", "&gt;"].iter().any(|entity| text[at..].starts_with(entity));
    let raw = text.find('>').or_else(|| text.match_indices('&').map(|(at, _)| at).find(|at| !is_entity(*at)));
    raw.map_or(Ok(()), |at| Err(format!("not escaped: {:?}", &text[at..])))
}

fn check_attributes(attributes: &str, allowed: &[&str]) -> Result<(), String> {
    let mut rest = attributes;
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").ok_or(format!("an attribute {rest}"))?;
        let (value, after) = after.split_once('"').ok_or("a value that does not end")?;
        let is_fine = match name {
            "href" => {
                ["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)) && value.is_ascii()
            }
            "class" => CLASSES.contains(&value),
            "start" => value.parse::<u64>().is_ok(),
            "tabindex" => value == "0",
            "scope" => value == "col",
            "target" => value == "_blank",
            "rel" => value == "ugc nofollow noopener noreferrer",
            "data-language" => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#.-_".contains(&byte)),
            _ => false,
        };
        if !is_fine || !allowed.contains(&name) {
            return Err(format!("{name}={value:?}"));
        }
        rest = after.trim_start_matches(' ');
    }
    Ok(())
}

/// Pieces of which hostile messages are made.
const PIECES: &[&str] = &[
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "# ",
    "|",
    "||",
    "|-|-|\n",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "&",
    "\"",
    "'",
    "\\",
    "https://",
    "http://a.b",
    "mailto:a@b.c",
    "javascript:",
    "<script>",
    "</p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;",
    "&#x3c;",
    "\u{0}",
    "\u{202e}",
    "é",
    "𝕏",
    "    ",
    "\t",
    "---",
    "===",
    "[a]: http://b.c\n",
    "[a]",
    "<http://a.b>",
    "onerror=alert(1)",
    "\" onclick=\"",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![3 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,6}".prop_map(|text| text)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_what_is_allowed_comes_out(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = pieces.concat();
        if let Some(html) = html(&source) {
            prop_assert!(check(&html).is_ok(), "{:?} of {:?} became {}", check(&html), source, html);
        }
    }
}

#[test]
fn the_checker_finds_what_it_is_for() {
    for bad in [
        "<p>",
        "</p>",
        "<script></script>",
        "<p onclick=\"x\"></p>",
        "<a href=\"javascript:x\"></a>",
        "a > b",
        "a & b",
        "<p>a</em>",
        "<a href=x></a>",
    ] {
        assert!(check(bad).is_err(), "{bad}");
    }
}
