//! Hostile and honest input for the rules themselves; `parsers` has the same for everything that uses them.

mod parsers;

use proptest::prelude::*;

use super::*;

fn of_line(text: &str) -> String {
    line(text).expect("no control characters")
}

fn of_lines(text: &str) -> String {
    lines(text).expect("no control characters")
}

#[test]
fn nothing_visible_is_nothing() {
    for text in [
        "",
        " ",
        "\u{200b}",
        "\u{3164}",
        "\u{2800}",
        "\u{ad}",
        "\u{115f}\u{1160}",
        "\u{ffa0}",
        "\u{e0041}\u{e0042}",
        "\u{fe0f}\u{fe0f}",
        "\u{e0100}",
        "\u{34f}",
        "\u{180e}",
        "\u{feff}",
        "\u{2060}\u{2064}",
        "\u{200e}\u{200f}\u{61c}",
        "\u{202e}\u{202c}",
        "\u{2066}\u{2069}",
        "\u{301}\u{302}",
        "\u{a0}\u{301}",
        "\u{fffc}",
        "\u{fffe}",
        "\u{1d159}",
        "\u{13441}",
        "\u{200d}\u{200c}",
        "\u{17b4}",
        "\u{1d173}",
        "\u{1bca0}",
        "\u{e0001}",
        "\u{3000}\u{2003}",
        "\n\u{2028}\u{b}\t",
    ] {
        assert_eq!((of_line(text), of_lines(text)), (String::new(), String::new()), "{text:?}");
    }
}

#[test]
fn what_looks_the_same_is_the_same() {
    for (text, plain) in [
        ("A\u{200b}na", "Ana"),
        ("Ana\u{2060} Ruiz", "Ana Ruiz"),
        ("Ana\u{a0}\u{2009}Ruiz", "Ana Ruiz"),
        ("Ana\u{2800}Ruiz", "Ana Ruiz"),
        ("Jose\u{301}", "José"),
        ("\u{202e}Ana", "Ana"),
        ("Ana\u{202d}\u{2067}", "Ana"),
        ("A\u{ad}na", "Ana"),
        ("Ana\u{fe0f}", "Ana"),
        ("Ana\u{e0061}\u{e007f}", "Ana"),
        ("\u{301}Ana", "Ana"),
        ("\u{200f}Ana\u{200e}", "Ana"),
        ("A\u{200d}na", "Ana"),
        ("رضا\u{200c}", "رضا"),
        ("A\u{34f}\u{301}", "Á"),
        ("Ana\n\u{b}Ruiz", "Ana Ruiz"),
        ("\u{1100}\u{1161}", "가"),
        ("\u{212b}", "Å"),
    ] {
        assert_eq!(of_line(text), plain, "{text:?}");
    }
}

#[test]
fn what_writing_needs_stays() {
    for text in [
        "👩\u{200d}👩\u{200d}👧",
        "👩🏽\u{200d}🔬",
        "❤\u{fe0f}\u{200d}🔥",
        "🏳\u{fe0f}\u{200d}🌈",
        "1\u{fe0f}\u{20e3}",
        "☺\u{fe0e}",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "🏴\u{200d}☠\u{fe0f}",
        "می\u{200c}خواهم",
        "क\u{94d}\u{200d}ष",
        "ශ\u{dca}\u{200d}රී",
        "葛\u{e0100}城",
        "Lê Thị Hồng",
        "ནི",
        "O'Brien-Núñez",
        "José\u{327}",
    ] {
        let normal: String = unicode_normalization::UnicodeNormalization::nfc(text).collect();
        assert_eq!((of_line(text), of_lines(text)), (normal.clone(), normal), "{text:?}");
    }
    for text in [
        "שלום \u{200f}(world)\u{200f}!",
        "\u{2067}שלום\u{2069} world",
        "สวัสดี\u{200b}ครับ",
        "ᠠ\u{180b}ᠨ",
        "ཧ\u{f90}\u{fb5}\u{fa8}\u{fb3}\u{fba}\u{fbc}\u{fbb}\u{f82}",
    ] {
        assert_eq!(of_lines(text), text, "{text:?}");
    }
}

#[test]
fn the_direction_of_a_line_ends_with_it() {
    assert_eq!(of_lines("\u{2067}שלום\nworld\u{2069}"), "\u{2067}שלום\u{2069}\nworld");
    assert_eq!(of_lines("שלום\u{2069}\u{202e}x\u{202c}"), "שלוםx");
    assert_eq!(of_lines("\u{2066}no Hebrew\u{2069}\u{200f}"), "no Hebrew");
    let nested = format!("{}ש", "\u{2068}".repeat(5_000));
    assert!(of_lines(&nested).chars().count() < 12);
}

#[test]
fn marks_do_not_climb() {
    let tower = format!("Z{}algo", "\u{30d}".repeat(96));
    assert_eq!(of_line(&tower).chars().count(), 1 + 4 + 4);
    assert_eq!(of_lines(&tower).chars().count(), 1 + 8 + 4);
    let broken_up = format!("Z{}", "\u{30d}\u{200d}\u{20dd}\u{fe0f}".repeat(96));
    assert!(of_lines(&broken_up).chars().count() <= 1 + 8);
}

#[test]
fn blank_lines_and_the_ends_of_lines_take_no_room() {
    assert_eq!(of_lines("\n \n  uno  \n\n\u{2800}\n \n\u{200b}\ndos\t\n"), "uno\n\n\ndos");
    assert_eq!(of_lines("if a:\n    b\n\n    c"), "if a:\n    b\n\n    c");
}

#[test]
fn control_characters_are_refused() {
    for c in (0..=0x9f_u32).filter_map(char::from_u32).filter(|c| c.is_control()) {
        let text = format!("a{c}b");
        assert_eq!(lines(&text).is_err(), !c.is_whitespace(), "{c:?}");
        assert_eq!(line(&text).is_err(), !c.is_whitespace(), "{c:?}");
    }
}

#[test]
fn an_address_is_one_whatever_it_is_typed_with() {
    for text in [
        "josé@example.org",
        "jose\u{301}@example.org",
        " JOSÉ@Example.org\u{200b}",
        "\u{feff}josé@example.org",
        "ｊosé＠example.org",
        "jo\u{ad}sé@example.org",
        "\u{202a}josé@example.org\u{202c}",
    ] {
        assert_eq!(address(text), "josé@example.org", "{text:?}");
    }
}

#[test]
fn a_secret_is_one_whatever_keyboard_wrote_it() {
    assert_eq!(secret("contrasen\u{303}a segura"), secret("contraseña\u{a0}segura"));
    assert_ne!(secret("a\u{200b}b"), secret("ab"), "what was typed counts, seen or not");
}

#[test]
fn names_that_can_be_taken_for_one_another_look_the_same() {
    for (one, other) in [
        ("Ana Ruiz", "Аna Ruiz"),
        ("paypal", "раураl"),
        ("Ina", "lna"),
        ("Ana Ruiz", "Ana Ruiz (2)"),
        ("می\u{200c}خ", "میخ"),
    ] {
        assert_eq!(look(one), look(other), "{one} {other}");
    }
    for (one, other) in [("Ana Ruiz", "Ana Ruíz"), ("Ana", "Eva"), ("Ana (mamá)", "Ana")] {
        assert_ne!(look(one), look(other), "{one} {other}");
    }
}

/// Text made of what the rules look at, more often than of anything else.
pub(super) fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("a"),
        Just("é"),
        Just("e\u{301}"),
        Just(" "),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("\u{2028}"),
        Just("\u{2800}"),
        Just("\u{a0}"),
        Just("\u{200b}"),
        Just("\u{200c}"),
        Just("\u{200d}"),
        Just("\u{200f}"),
        Just("\u{61c}"),
        Just("\u{202e}"),
        Just("\u{2066}"),
        Just("\u{2067}"),
        Just("\u{2069}"),
        Just("\u{feff}"),
        Just("\u{ad}"),
        Just("\u{34f}"),
        Just("\u{301}"),
        Just("\u{323}"),
        Just("\u{20dd}"),
        Just("\u{fe0f}"),
        Just("\u{fe00}"),
        Just("\u{e0100}"),
        Just("\u{e0062}"),
        Just("\u{e007f}"),
        Just("🏴"),
        Just("👩"),
        Just("❤"),
        Just("1"),
        Just("葛"),
        Just("\u{f900}"),
        Just("ש"),
        Just("ا"),
        Just("می"),
        Just("क"),
        Just("\u{94d}"),
        Just("\u{958}"),
        Just("ก"),
        Just("ཧ"),
        Just("\u{f90}"),
        Just("ᠠ"),
        Just("\u{180b}"),
        Just("\u{1100}"),
        Just("\u{1161}"),
        Just("\u{3164}"),
        Just("@"),
        Just("x.org"),
        Just("("),
        Just("2)"),
        Just("Σ"),
        Just("İ"),
        Just("\u{fdfa}"),
    ];
    let hostile = prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => hostile, 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_ruled_text_is_its_own_form(text in hostile()) {
        if let Ok(line) = line(&text) {
            prop_assert_eq!(super::line(&line), Ok(line.clone()));
            prop_assert!(line.is_empty() || !is_blank(&line));
            let stays = line.contains(['\n', '\t', '\u{202e}', '\u{2067}', '\u{200b}']);
            prop_assert!(!stays, "{:?}", line);
        }
        if let Ok(lines) = lines(&text) {
            prop_assert_eq!(super::lines(&lines), Ok(lines.clone()));
            prop_assert!(lines.is_empty() || !is_blank(&lines));
            let stays = lines.contains("\n\n\n\n") || lines.contains(['\r', '\u{202e}']);
            prop_assert!(!stays, "{:?}", lines);
            prop_assert_eq!(lines.trim(), &lines);
            for line in lines.split('\n') {
                let opened = line.chars().filter(|c| matches!(c, '\u{2066}'..='\u{2068}')).count();
                prop_assert_eq!(opened, line.matches('\u{2069}').count());
            }
        }
        let (address, secret) = (address(&text), secret(&text));
        prop_assert_eq!(super::address(&address), address.clone());
        prop_assert_eq!(super::secret(&secret), secret.clone());
    }

    /// What the browser shows at once may differ from what is stored, but is never refused for being longer than that.
    #[test]
    fn ruling_adds_little(text in hostile()) {
        if let Ok(ruled) = lines(&text) {
            prop_assert!(ruled.chars().count() <= 3 * text.chars().count() + 4 * (1 + text.matches('\n').count()));
        }
    }
}
