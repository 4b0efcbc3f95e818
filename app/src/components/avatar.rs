//! A person as initials on a colour.

use leptos::prelude::*;
use tertulia::ids::UserId;

/// How many colours there are: the classes `hue-0` to `hue-11` of the style sheet.
const HUES: u128 = 12;

/// Initials on a hue that belongs to the id, for ever. A decoration: the name stands beside it or in the label around it.
#[component]
pub fn Avatar(
    /// Whose.
    id: UserId,
    /// The name shown.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! { <span class=format!("face {}", hue_class(id)) aria-hidden="true">{initials(&name)}</span> }
}

/// The class that sets a person's colour. Classes and not a style, because the content security policy forbids styles in the
/// markup.
pub fn hue_class(id: UserId) -> String {
    format!("hue-{}", id.as_uuid().as_u128() % HUES)
}

/// The first letters of the first and the last word, as capitals: "Ana María Ruiz" is AR, and so is "Ana Ruiz (2)".
pub fn initials(name: &str) -> String {
    let words = name.split_whitespace().filter(|word| !(word.starts_with('(') && word.contains(char::is_numeric)));
    let mut words = words.filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Ana María Ruiz", "AR"),
            ("Ñu", "Ñ"),
            ("", ""),
            ("(Ana) -", "A"),
            ("ana ruiz", "AR"),
            ("Ana Ruiz (2)", "AR"),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }

    fn id(n: u8) -> UserId {
        format!("00000000-0000-0000-0000-0000000000{n:02x}").parse().expect("an id")
    }

    #[test]
    fn a_person_keeps_one_of_twelve_hues() {
        let seen: BTreeSet<String> = (0..24).map(|n| hue_class(id(n))).collect();
        assert_eq!(seen, (0..12).map(|n| format!("hue-{n}")).collect());
    }
}
