//! Whatever somebody writes, what comes out is well-formed and holds what is allowed and nothing else.

use proptest::prelude::*;

use super::{super::html, check::check};

/// Pieces of which hostile messages are made.
const PIECES: &[&str] = &[
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "# ",
    "|",
    "||",
    "|-|-|\n",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "&",
    "\"",
    "'",
    "\\",
    "https://",
    "http://a.b",
    "mailto:a@b.c",
    "javascript:",
    "<script>",
    "</p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;",
    "&#x3c;",
    "\u{0}",
    "\u{202e}",
    "é",
    "𝕏",
    "    ",
    "\t",
    "---",
    "===",
    "[a]: http://b.c\n",
    "[a]",
    "<http://a.b>",
    "onerror=alert(1)",
    "$",
    "$$",
    "$x$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "```math\n",
    "```rust\n",
    "~~~html\n",
    "\\frac{",
    "\\ce{",
    "\\text{",
    "\\operatorname{",
    "}",
    "^",
    "\u{fdd0}0\u{fdd1}",
    "\" onclick=\"",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![3 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,6}".prop_map(|text| text)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_what_is_allowed_comes_out(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = pieces.concat();
        if let Some(html) = html(&source) {
            prop_assert!(check(&html).is_ok(), "{:?} of {:?} became {}", check(&html), source, html);
        }
    }
}

#[test]
fn the_checker_finds_what_it_is_for() {
    for bad in [
        "<p>",
        "</p>",
        "<script></script>",
        "<p onclick=\"x\"></p>",
        "<a href=\"javascript:x\"></a>",
        "a > b",
        "a & b",
        "<p>a</em>",
        "<a href=x></a>",
    ] {
        assert!(check(bad).is_err(), "{bad}");
    }
}
