//! Which addresses are links, and where bare ones begin and end in a text.

/// What a link may begin with.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
/// What an address that ends a sentence does not end with.
const NOT_LAST: &[char] = &['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', '»', '”', '’', '…'];

/// Those of an address may end it: `https://es.wikipedia.org/wiki/Matriz_(matemática)`.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// What a reader takes for the dot of a host.
const DOTS: [char; 5] = ['。', '．', '｡', '․', '﹒'];

/// An address that somebody wrote, as it stands in `href`: of the web or of mail, with nothing in it that a browser reads otherwise than a person.
/// None for any other: scripts, files, and what hides its host behind a name (`https://bank.example@evil.example`) or its dots behind another sign;
/// of mail, whatever else than one addressee.
pub(super) fn href(address: &str) -> Option<String> {
    let scheme = scheme(address)?;
    let rest = &address[scheme.len()..];
    let is_fine = if scheme == "mailto:" { is_addressee(rest) } else { is_host(authority(rest)) };
    // To a browser a backslash is a slash; encoded it would be part of what stands before an `@`.
    if !is_fine || rest.contains('\\') {
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

/// Letters, digits, hyphens and dots, or the numbers of an address, with a port perhaps.
fn is_host(authority: &str) -> bool {
    authority.contains(char::is_alphanumeric)
        && authority.chars().all(|sign| sign.is_alphanumeric() || "-._[]:".contains(sign))
}

fn is_addressee(address: &str) -> bool {
    let is_plain =
        |name: &str| !name.is_empty() && name.chars().all(|sign| sign.is_alphanumeric() || "-._+".contains(sign));
    address.split_once('@').is_some_and(|(name, host)| is_plain(name) && is_plain(host))
}

/// Where a link leads, if its text looks like another host than that, or like another person.
pub(super) fn pretends<'a>(text: &str, address: &'a str) -> Option<&'a str> {
    let scheme = scheme(address)?;
    let rest = &address[scheme.len()..];
    let text = text.replace(DOTS, ".");
    if scheme == "mailto:" {
        let is_other = |word: &str| word.contains('@') && !bare(word).eq_ignore_ascii_case(rest);
        let names_another =
            text.split_whitespace().any(|word| is_other(word) || (!word.contains('@') && is_name(bare(word))));
        return names_another.then_some(rest);
    }
    let authority = authority(rest);
    let host = without_port(authority);
    let is_other = |word: &str| {
        let word = word.split_once("://").map_or(word, |(_, rest)| rest);
        let name = word.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        let name = bare(without_port(name.rsplit('@').next().unwrap_or_default()));
        is_name(name) && without_www(name) != without_www(host)
    };
    text.split_whitespace().any(is_other).then_some(authority)
}

/// Without what stands around it in a sentence.
fn bare(word: &str) -> &str {
    word.trim_matches(|sign: char| !sign.is_alphanumeric())
}

/// Whether it looks like a host: several labels.
fn is_name(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|label| !label.is_empty())
}

fn without_www(host: &str) -> String {
    let host = host.to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

fn without_port(authority: &str) -> &str {
    authority
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(authority, |(host, _)| host)
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

/// What stands before path, query and fragment.
fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
