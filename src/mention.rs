//! Whom a text means: `@` and the full shown name of somebody, which only one of the members has.
//!
//! Accents and case do not count, and neither do names in code. The longest name that fits is meant. This is decided when a message is stored,
//! and what was meant is kept beside the text: whoever takes another name later is meant still.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{api::Mention, ids::UserId};

/// Most mentions in a text.
pub const MENTIONS_MAX: usize = 50;
/// After so many `@` nobody else is looked for.
const TRIES_MAX: usize = 200;
/// So many characters a name may have, with the number that tells it from others (60 + 1 + 60 + 6).
const NAME_MAX: usize = 130;
/// What means everybody, in both languages.
const EVERYONE: [&str; 2] = ["todos", "all"];

/// Whom a text means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// In the order of the text, each person once.
    pub people: Vec<Mention>,
    /// Whether it means everybody.
    pub everyone: bool,
}

/// Whom `text` means, of these members with the names that are shown; not its author. Only where `may_mean_all` do `@todos` and `@all` mean
/// everybody.
pub fn find<'a>(
    text: &str,
    author: UserId,
    may_mean_all: bool,
    members: impl Iterator<Item = (UserId, &'a str)>,
) -> Mentions {
    let mut found = Mentions::default();
    if !text.contains('@') {
        return found;
    }
    // None: several have it.
    let mut names: HashMap<String, Option<UserId>> = HashMap::new();
    for (user, name) in members {
        names.entry(folded(name)).and_modify(|one| *one = None).or_insert(Some(user));
    }
    let code = code(text);
    let mut end = 0;
    for (at, _) in text.match_indices('@').take(TRIES_MAX) {
        let follows_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if at < end || follows_word || code.iter().any(|range| range.contains(&at)) {
            continue;
        }
        let rest = &text[at + 1..];
        let longest = words(rest).filter_map(|(name, length)| Some((*names.get(&name)?, length))).last();
        if let Some((user, length)) = longest {
            end = at + 1 + length;
            let is_new = |user: &UserId| *user != author && found.people.iter().all(|one| one.user_id != *user);
            if let Some(user_id) = user.filter(is_new)
                && found.people.len() < MENTIONS_MAX
            {
                found.people.push(Mention { user_id, text: text[at..end].to_owned() });
            }
        } else if may_mean_all {
            found.everyone |= words(rest).next().is_some_and(|(word, _)| EVERYONE.contains(&word.as_str()));
        }
    }
    found
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The beginnings of a text that end with a word, or with what may end a name: as they are compared, and how many bytes each has.
fn words(text: &str) -> impl Iterator<Item = (String, usize)> {
    let mut name = String::new();
    let line = text.split('\n').next().unwrap_or_default();
    line.char_indices().take(NAME_MAX).filter_map(move |(at, c)| {
        name.extend(c.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
        let next = line[at + c.len_utf8()..].chars().next();
        let goes_on =
            c.is_alphanumeric() && next.is_some_and(char::is_alphanumeric) || next.is_some_and(is_combining_mark);
        (!goes_on && !c.is_whitespace()).then(|| (name.clone(), at + c.len_utf8()))
    })
}

/// Where code stands in a text.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut block = None;
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Code(_) => ranges.push(range),
            Event::Start(Tag::CodeBlock(_)) => block = Some(range.start),
            Event::End(TagEnd::CodeBlock) => ranges.extend(block.take().map(|start| start..range.end)),
            _ => {}
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> UserId {
        uuid::Uuid::from_u128(number).into()
    }

    /// The people whom a text means, by their number, and whether it means all.
    fn meant(text: &str) -> (Vec<(u128, String)>, bool) {
        let members =
            [(1, "Ana Ruiz"), (2, "Ana"), (3, "José Núñez"), (4, "Ana Ruiz (2)"), (5, "Luis"), (6, "luis"), (7, "Eva")];
        let members = members.map(|(number, name)| (id(number), name));
        let Mentions { people, everyone } = find(text, id(7), true, members.into_iter());
        let people = people.into_iter().map(|one| (one.user_id.as_uuid().as_u128(), one.text));
        (people.collect(), everyone)
    }

    fn people(text: &str) -> Vec<(u128, String)> {
        meant(text).0
    }

    #[test]
    fn the_longest_name_is_meant_whatever_its_accents_and_case() {
        let one = |number, text: &str| vec![(number, text.to_owned())];
        assert_eq!(people("hola @Ana Ruiz, ¿vienes?"), one(1, "@Ana Ruiz"));
        assert_eq!(people("@ana, ¿vienes?"), one(2, "@ana"));
        assert_eq!(people("(@Ana Ruiz (2))"), one(4, "@Ana Ruiz (2)"));
        assert_eq!(people("@jose nunez y @JOSÉ NÚÑEZ"), one(3, "@jose nunez"));
        assert_eq!(people("@Jose\u{301} Núñez"), one(3, "@Jose\u{301} Núñez"));
        assert_eq!(people("@Ana Ruiz Gil"), one(1, "@Ana Ruiz"));
    }

    #[test]
    fn who_is_not_meant() {
        for text in
            ["Ana", "correo@Ana", "@Anabel", "@Luis", "@Eva", "`@Ana`", "```\n@Ana\n```", "@", "@@", "@\nAna", "@José"]
        {
            assert_eq!(people(text), [], "{text}");
        }
    }

    #[test]
    fn everybody_is_meant_by_those_who_may() {
        assert!(meant("@todos a clase").1 && meant("@ALL").1 && !meant("@todosjuntos").1 && !meant("a@all").1);
        let none = std::iter::empty::<(UserId, &str)>();
        assert!(!find("@todos", id(1), false, none).everyone);
    }

    #[test]
    fn hostile_texts_are_read_to_their_end() {
        for text in ["@".repeat(10_000), "@Ana ".repeat(2_000), "@ana ruiz (2".repeat(900), "`@".repeat(5_000)] {
            assert!(people(&text).len() <= MENTIONS_MAX);
        }
    }
}
