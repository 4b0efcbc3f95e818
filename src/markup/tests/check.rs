//! Reads HTML that was written for a message, by rules that are stricter than a browser's. Also for `fuzz/fuzz_targets/markup.rs`.

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
    ("li", &["class", "value"]),
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

/// What is wrong with it.
#[allow(unreachable_pub, reason = "the fuzz target has this file, too")]
pub fn check(html: &str) -> Result<(), String> {
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
            "start" | "value" => value.parse::<u64>().is_ok(),
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
