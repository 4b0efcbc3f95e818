//! Whether two pieces of HTML show the same: headings are bold lines here, pictures links, a new line a break, and boxes signs.

const BLOCKS: [&str; 12] = ["p", "pre", "blockquote", "ul", "ol", "li", "hr", "table", "tr", "th", "td", "br"];
/// What stands around something and shows nothing.
const NOTHING: [&str; 4] = ["div", "thead", "tbody", "span"];
/// A break of lines.
const BREAK: char = '⏎';

/// Whether the HTML shows no more than the text.
pub(crate) fn is_text(html: &str, source: &str) -> bool {
    let shown = flat(html);
    let is_plain = !shown.contains('<') || shown.replace("<p>", "").replace("</p>", &BREAK.to_string()) == text(&shown);
    let lines = |text: &str| {
        let lines = text.split(['\n', BREAK]).map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    is_plain && lines(&unescape(&text(&shown))) == lines(source)
}

pub(crate) fn is_html(theirs: &str, ours: &str) -> bool {
    flat(theirs) == flat(ours)
}

fn text(flat: &str) -> String {
    flat.replace("<p>", "").replace("</p>", &BREAK.to_string())
}

/// Each in one way.
fn flat(html: &str) -> String {
    let mut flat = String::new();
    let mut rest = html;
    let mut is_code = false;
    while let Some(at) = rest.find('<') {
        push_text(&mut flat, &rest[..at], is_code);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = rest[at + 1..end].trim_end_matches(['>', '/', ' ']);
        rest = &rest[end..];
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        is_code = if name == "pre" { true } else { is_code && name != "/pre" };
        push_tag(&mut flat, tag, name);
    }
    push_text(&mut flat, rest, is_code);
    for block in BLOCKS {
        for tag in [format!("<{block}>"), format!("</{block}>")] {
            flat = flat.replace(&format!("{BREAK}{tag}"), &tag).replace(&format!("{tag}{BREAK}"), &tag);
        }
    }
    flat.trim_matches([BREAK, ' ']).to_owned()
}

fn push_text(flat: &mut String, text: &str, is_code: bool) {
    let text = unescape(text).replace('<', "‹");
    if is_code {
        flat.push_str(&text.replace('\n', "␊"));
        return;
    }
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 && !flat.ends_with(BREAK) {
            flat.push(BREAK);
        }
        flat.push_str(if number > 0 { line.trim_start() } else { line });
    }
}

fn push_tag(flat: &mut String, tag: &str, name: &str) {
    let attribute = |name: &str| {
        let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        unescape(value.map_or("", |(value, _)| value))
    };
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flat.push_str("<p><strong>"),
        "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => flat.push_str("</strong></p>"),
        "img" => flat.push_str(&format!("<a {}>{}</a>", attribute("src"), attribute("alt"))),
        "a" => flat.push_str(&format!("<a {}>", attribute("href"))),
        "input" => flat.push_str(if tag.contains("checked") { "☑" } else { "☐" }),
        "br" => flat.push(BREAK),
        "ol" => flat.push_str(&format!("<ol>{}", attribute("start"))),
        _ if NOTHING.contains(&name.trim_start_matches('/')) => {}
        _ => flat.push_str(&format!("<{name}>")),
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}
