//! Every parser of a text that people write, against the same hostile input. A new one belongs in [`PARSERS`]; `server`'s test over the
//! OpenAPI document finds a field of a body that has none.

use proptest::prelude::*;

use super::hostile;
use crate::{
    account::{Email, PASSWORD_MAX, Password, PersonName},
    group::{DESCRIPTION_MAX, Description, GroupName, InviteCode, NAME_MAX},
    message::{CONTENT_MAX, Content},
};

/// A parser: what it makes of a text, or none where it refuses.
type Parser = fn(&str) -> Option<String>;

/// What a parser does with a text.
struct Row {
    name: &'static str,
    parse: Parser,
    /// Most characters of what it lets pass.
    max: usize,
    /// What it makes of a text in which nothing is visible: `None` refuses.
    blank: Option<&'static str>,
    /// A text that it lets pass, to which hostile characters are added.
    honest: &'static str,
}

const PARSERS: [Row; 7] = [
    Row { name: "message", parse: message, max: CONTENT_MAX, blank: None, honest: "hola" },
    Row { name: "group name", parse: group_name, max: NAME_MAX, blank: None, honest: "Álgebra II" },
    Row { name: "description", parse: description, max: DESCRIPTION_MAX, blank: Some(""), honest: "Los martes" },
    Row { name: "full name", parse: full_name, max: crate::account::NAME_MAX, blank: Some(""), honest: "Ana María" },
    Row { name: "last name", parse: last_name, max: crate::account::NAME_MAX, blank: Some(""), honest: "Ruiz" },
    Row { name: "e-mail", parse: email, max: crate::account::EMAIL_MAX, blank: None, honest: "ana@example.org" },
    Row {
        name: "invite code",
        parse: invite_code,
        max: crate::group::INVITE_CODE_LEN,
        blank: None,
        honest: "ABCDEFGHJK",
    },
];

fn message(text: &str) -> Option<String> {
    Content::parse(text).ok().map(Content::into_string)
}

fn group_name(text: &str) -> Option<String> {
    GroupName::parse(text).ok().map(|name| name.as_str().to_owned())
}

fn description(text: &str) -> Option<String> {
    Description::parse(text).ok().map(|text| text.as_str().to_owned())
}

fn full_name(text: &str) -> Option<String> {
    PersonName::parse(text, "").ok().map(|name| name.full().to_owned())
}

fn last_name(text: &str) -> Option<String> {
    PersonName::parse("", text).ok().map(|name| name.last().to_owned())
}

fn email(text: &str) -> Option<String> {
    Email::parse(text).ok().map(|email| email.as_str().to_owned())
}

fn invite_code(text: &str) -> Option<String> {
    InviteCode::parse(text).ok().map(|code| code.as_str().to_owned())
}

/// Invisible, wherever it stands.
const INVISIBLE: [&str; 14] = [
    "\u{200b}",
    "\u{feff}",
    "\u{2060}",
    "\u{ad}",
    "\u{3164}",
    "\u{ffa0}",
    "\u{e0041}",
    "\u{34f}",
    "\u{180e}",
    "\u{202e}",
    "\u{2066}",
    "\u{206f}",
    "\u{fffe}",
    "\u{fe01}",
];

#[test]
fn nothing_visible_is_refused_or_empty() {
    for Row { name, parse, blank, .. } in &PARSERS {
        for text in INVISIBLE.iter().chain(&["", " ", "\u{2800}", "\u{301}", "\n\n\n"]) {
            assert_eq!(parse(text).as_deref(), *blank, "{name}: {text:?}");
        }
    }
    for blank in ["\u{200b}@x.org", "ana@\u{3164}", "\u{2800}@x.org"] {
        assert_eq!(email(blank), None, "{blank:?}");
    }
}

#[test]
fn something_invisible_around_and_inside_changes_nothing() {
    for Row { name, parse, honest, .. } in &PARSERS {
        let expected = parse(honest);
        assert!(expected.is_some(), "{name}");
        for c in INVISIBLE {
            let (head, tail) = honest.split_at(honest.chars().next().map_or(0, char::len_utf8));
            for text in
                [format!("{c}{honest}"), format!("{honest}{c}"), format!("{head}{c}{tail}"), format!(" {honest}\u{a0}")]
            {
                assert_eq!(parse(&text), expected, "{name}: {text:?}");
            }
        }
    }
}

#[test]
fn a_nul_is_refused_by_all() {
    for Row { name, parse, honest, .. } in PARSERS.iter().filter(|row| row.name != "invite code") {
        for c in ['\0', '\u{1b}', '\u{7f}', '\u{9c}'] {
            assert_eq!(parse(&format!("{honest}{c}x")), None, "{name}: {c:?}");
        }
    }
}

#[test]
fn both_normal_forms_are_one() {
    use unicode_normalization::UnicodeNormalization as _;
    for Row { name, parse, .. } in PARSERS.iter().filter(|row| row.name != "invite code") {
        let text = "JoséÑúñez@exámple.org";
        let decomposed: String = text.nfd().collect();
        assert_eq!(parse(text), parse(&decomposed), "{name}");
        assert!(parse(text).is_some(), "{name}");
    }
}

#[test]
fn a_password_is_counted_in_the_form_that_is_hashed_and_found_in_the_other() {
    let decomposed = "contrasen\u{303}a";
    let password = Password::parse(decomposed).expect("long enough");
    assert_eq!(password.expose(), "contraseña");
    assert_eq!(password.spellings().collect::<Vec<_>>(), ["contraseña", decomposed]);
    let composed = Password::parse("contraseña").expect("long enough");
    assert_eq!(
        composed.spellings().collect::<Vec<_>>(),
        ["contraseña", decomposed],
        "an earlier version may have hashed that"
    );
    assert_eq!(Password::parse("correct horse").expect("long enough").spellings().count(), 1);
    let eight_as_typed = "n\u{303}".repeat(4);
    assert!(Password::parse(&eight_as_typed).is_err(), "4 characters");
    assert!(Password::parse_known(&eight_as_typed).is_ok(), "but an earlier version took it");
    assert!(Password::parse_known(&"x".repeat(PASSWORD_MAX + 1)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_a_parser_lets_pass_it_lets_pass_unchanged(text in hostile()) {
        for Row { name, parse, max, honest, .. } in &PARSERS {
            for text in [text.clone(), format!("{honest}{text}"), format!("{text}{honest}")] {
                let Some(parsed) = parse(&text) else { continue };
                prop_assert!(parsed.chars().count() <= *max, "{name}");
                prop_assert_eq!(parse(&parsed), Some(parsed), "{}", name);
            }
        }
    }

    #[test]
    fn what_was_stored_before_the_rules_is_mended_once(text in hostile()) {
        let id = crate::ids::GroupId::random();
        let content = Content::mend(&text);
        prop_assert_eq!(Content::mend(content.as_str()), content);
        let name = GroupName::mend(&text, id);
        prop_assert_eq!(GroupName::parse(name.as_str()), Ok(name));
        let description = Description::mend(&text);
        prop_assert_eq!(Description::parse(description.as_str()), Ok(description));
        let person = PersonName::mend(&text, &text.repeat(3));
        prop_assert_eq!(PersonName::parse(person.full(), person.last()), Ok(person));
    }
}
