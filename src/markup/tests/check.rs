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
    ("span", &["class", "tabindex", "data-reason"]),
    ("div", &["class", "tabindex"]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["scope", "class"]),
    ("td", &["class"]),
    ("math", &["display"]),
];
/// The elements of formulas. Each may have classes.
const FORMULA: &[(&str, &[&str])] = &[
    ("semantics", &[]),
    ("annotation", &["encoding"]),
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
/// Those that hold text: in a browser's eyes HTML begins again in them.
const FORMULA_TEXTS: [&str; 5] = ["mi", "mn", "mo", "mtext", "annotation"];
const EMPTY: [&str; 2] = ["br", "hr"];
const CLASSES: [&str; 9] = ["task", "spoiler", "host", "table", "left", "center", "right", "formula", "unread"];
/// What classes in formulas and in code begin with.
const CLASSES_INSIDE: [&str; 2] = ["math-", "hl-"];

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
        check_place(name, &open)?;
        let (_, allowed) =
            ALLOWED.iter().chain(FORMULA).find(|(known, _)| *known == name).ok_or(format!("an element {name}"))?;
        check_attributes(name, attributes, allowed)?;
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

/// What is of formulas stands in one, and nothing else does but spans in its texts.
fn check_place(name: &str, open: &[String]) -> Result<(), String> {
    let is_in_formula = open.iter().any(|open| open == "math");
    let parent = open.last().map_or("", String::as_str);
    let is_of_formula = FORMULA.iter().any(|(known, _)| *known == name);
    let is_in_text = FORMULA_TEXTS.contains(&parent) || (is_in_formula && parent == "span");
    let is_fine = if is_in_text { name == "span" && parent != "annotation" } else { is_of_formula == is_in_formula };
    if is_fine { Ok(()) } else { Err(format!("{name} in {open:?}")) }
}

fn is_length(value: &str) -> bool {
    let number = value.strip_suffix("em").unwrap_or(value);
    number.parse::<f64>().is_ok_and(|number| (0.0..=20.0).contains(&number))
}

fn is_class(class: &str) -> bool {
    let is_inside = |start: &&str| class.starts_with(*start);
    let is_plain = class.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    CLASSES.contains(&class) || (is_plain && CLASSES_INSIDE.iter().any(is_inside))
}

fn check_attributes(element: &str, attributes: &str, allowed: &[&str]) -> Result<(), String> {
    let mut rest = attributes;
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").ok_or(format!("an attribute {rest}"))?;
        let (value, after) = after.split_once('"').ok_or("a value that does not end")?;
        let is_fine = match name {
            "href" => {
                ["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)) && value.is_ascii()
            }
            "class" => value.split(' ').all(is_class),
            "start" | "value" => value.parse::<u64>().is_ok(),
            "tabindex" => value == "0",
            "scope" => value == "col",
            "target" => value == "_blank",
            "rel" => value == "ugc nofollow noopener noreferrer",
            "data-language" => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#.-_".contains(&byte)),
            "data-reason" => value.bytes().all(|byte| byte.is_ascii_lowercase()),
            "display" => value == "block",
            "encoding" => value == "application/x-tex",
            "displaystyle" | "accent" | "accentunder" | "stretchy" | "symmetric" | "largeop" | "movablelimits" => {
                ["true", "false"].contains(&value)
            }
            "scriptlevel" => ["0", "1", "2"].contains(&value),
            "mathvariant" => value == "normal",
            "form" => ["prefix", "infix", "postfix"].contains(&value),
            "width" | "height" | "lspace" | "rspace" | "minsize" | "maxsize" | "linethickness" => is_length(value),
            _ => false,
        };
        let is_class_of_formula = name == "class" && FORMULA.iter().any(|(known, _)| *known == element);
        if !is_fine || !(allowed.contains(&name) || is_class_of_formula) {
            return Err(format!("{name}={value:?}"));
        }
        rest = after.trim_start_matches(' ');
    }
    Ok(())
}
