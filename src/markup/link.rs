//! Which addresses are links, and where bare ones begin and end in a text.

/// What a link may begin with.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
/// What an address that ends a sentence does not end with.
const NOT_LAST: &[char] = &['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', '»', '”', '’', '…'];

/// Those of an address may end it: `https://es.wikipedia.org/wiki/Matriz_(matemática)`.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// An address that somebody wrote, as it stands in `href`: of the web or of mail, with nothing in it that a browser reads otherwise than a person.
/// None for any other: scripts, files, and what hides its host behind a name (`https://bank.example@evil.example`).
pub(super) fn href(address: &str) -> Option<String> {
    let scheme = scheme(address)?;
    let rest = &address[scheme.len()..];
    let is_mail = scheme == "mailto:";
    if host_of(scheme, rest).is_empty() || (is_mail != authority(scheme, rest).contains('@')) {
        return None;
    }
    let mut href = String::from(scheme);
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) {
            href.push(char::from(byte));
        } else {
            href.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(href)
}

/// Where an address leads: its host, or of mail what follows the `@`.
pub(super) fn host(address: &str) -> &str {
    scheme(address).map_or("", |scheme| host_of(scheme, &address[scheme.len()..]))
}

/// Whether a link's text looks like another address than the one that it leads to.
pub(super) fn pretends(text: &str, host: &str) -> bool {
    let bare = |name: &str| name.trim_start_matches("www.").to_lowercase();
    let is_name = |name: &&str| {
        let labels: Vec<&str> = name.split('.').collect();
        labels.len() > 1 && labels.iter().all(|label| !label.is_empty())
    };
    let names = text.split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '.'));
    let named = names.map(|name| name.trim_matches('.')).filter(is_name);
    // The first one is what a reader takes for the host.
    named.take(1).any(|name| bare(name) != bare(host))
}

/// The first bare address of a text: from where to where it goes.
pub(super) fn find(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find(':').map(|at| at + from) {
        let found = SCHEMES.iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.find(':')?)?;
            let (before, address) = text.split_at_checked(start)?;
            let is_apart = before.chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            (is_apart && self::scheme(address) == Some(*scheme)).then(|| (start, start + length(address)))
        });
        match found {
            Some((start, end)) if href(&text[start..end]).is_some() => return Some((start, end)),
            // Nothing in it either: else whoever writes many that are none has each read to the end.
            Some((_, end)) => from = end.max(at + 1),
            None => from = at + 1,
        }
    }
    None
}

/// How long the address is that a text begins with: to the next space, without what closes a sentence, or a bracket that was opened before it.
fn length(text: &str) -> usize {
    let end = text.find(|sign: char| sign.is_whitespace() || sign == '<' || sign.is_control()).unwrap_or(text.len());
    let mut address = &text[..end];
    // How many of each close more than were opened.
    let mut surplus =
        BRACKETS.map(|(open, close)| address.matches(close).count().saturating_sub(address.matches(open).count()));
    while let Some(last) = address.chars().next_back() {
        match BRACKETS.iter().position(|(_, close)| *close == last) {
            Some(bracket) if surplus[bracket] > 0 => surplus[bracket] -= 1,
            None if NOT_LAST.contains(&last) => {}
            Some(_) | None => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

fn scheme(address: &str) -> Option<&'static str> {
    SCHEMES
        .into_iter()
        .find(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// What stands before path, query and fragment. To a browser `\` is `/`.
fn authority<'a>(scheme: &str, rest: &'a str) -> &'a str {
    let ends: &[char] = if scheme == "mailto:" { &['?', '#'] } else { &['/', '\\', '?', '#'] };
    rest.split(ends).next().unwrap_or_default()
}

fn host_of<'a>(scheme: &str, rest: &'a str) -> &'a str {
    let authority = authority(scheme, rest);
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    }
}
