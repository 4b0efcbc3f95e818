//! The beginning of a message, for those who show it in short.

use pulldown_cmark::{Event, TagEnd};

use super::{
    formula,
    parse::{self, Parsed},
    spoiler::{self, Piece},
};

/// Most characters of an excerpt, as people count them (grapheme clusters).
pub const EXCERPT_MAX: usize = 140;
/// Most bytes of it, whatever a character is made of: one letter may have any number of marks. Families of four, 140 of them, take 3500.
#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
const BYTES_MAX: usize = 4_000;
/// What stands for what was written to be hidden.
const HIDDEN: &str = "▒▒▒";

/// The beginning of a message as plain text: without Markdown, in one line, and without what is hidden. At most [`EXCERPT_MAX`] characters.
pub fn excerpt(source: &str) -> String {
    let masked = formula::mask(source);
    let text =
        parse::parse(&masked).map_or_else(|| source.to_owned(), |parsed| masked.unmask(plain(parsed)).into_owned());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Where nothing is left, the source is better than nothing.
    beginning(if line.is_empty() { source.trim() } else { &line })
}

fn plain(parsed: Parsed<'_>) -> String {
    let (mut text, mut hidden) = (String::new(), 0_usize);
    for piece in spoiler::find(parsed.events) {
        match piece {
            Piece::Opens => {
                text.push_str(HIDDEN);
                hidden += 1;
            }
            Piece::Closes => hidden = hidden.saturating_sub(1),
            Piece::Event(_) if hidden > 0 => {}
            Piece::Event(Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part)) => {
                text.push_str(&part);
            }
            Piece::Event(Event::InlineMath(part) | Event::DisplayMath(part)) => text.push_str(&part),
            Piece::Event(Event::SoftBreak | Event::HardBreak | Event::Rule) => text.push(' '),
            Piece::Event(Event::End(end)) if is_block(end) => text.push(' '),
            Piece::Event(_) => {}
        }
    }
    text
}

const fn is_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(all(feature = "unicode", not(target_family = "wasm")))]
fn beginning(line: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation as _;
    let mut bytes = 0;
    let fits = |cluster: &&str| {
        bytes += cluster.len();
        bytes <= BYTES_MAX
    };
    line.graphemes(true).take(EXCERPT_MAX).take_while(fits).collect()
}

/// Without Unicode's tables, by scalar values: a browser only shows what the server made.
#[cfg(not(all(feature = "unicode", not(target_family = "wasm"))))]
fn beginning(line: &str) -> String {
    line.chars().take(EXCERPT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_and_lines_go_and_what_is_hidden_stays_hidden() {
        for (source, expected) in [
            ("hola", "hola"),
            ("**¿Quién** trae\nlos `apuntes`?\n\n- yo\n- tú", "¿Quién trae los apuntes? yo tú"),
            ("[aquí](https://example.org) está", "aquí está"),
            ("sale ||7||, no 8", "sale ▒▒▒, no 8"),
            ("> cita\n\ntexto", "cita texto"),
            ("```rust\nfn main() {}\n```", "fn main() {}"),
            ("<b>x</b>", "<b>x</b>"),
            ("sea $x_1*y*z$ **real**", "sea $x_1*y*z$ real"),
        ] {
            assert_eq!(excerpt(source), expected, "{source}");
        }
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn a_long_one_ends_between_two_characters() {
        let family = "👨‍👩‍👧‍👦".repeat(200);
        assert_eq!(excerpt(&family), "👨‍👩‍👧‍👦".repeat(EXCERPT_MAX));
        assert_eq!(excerpt(&"a".repeat(500)).len(), EXCERPT_MAX);
        assert!(excerpt(&format!("a{}", "\u{301}".repeat(9_000))).len() <= BYTES_MAX);
    }
}
