//! Messages as HTML: whatever is written, it is well-formed, holds what is allowed and nothing else, takes bounded time and room, and the same
//! text gives the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tertulia::markup;

#[path = "../../src/markup/tests/check.rs"]
mod check;

fuzz_target!(|text: &str| {
    let html = markup::html(text);
    assert_eq!(html, markup::html(text));
    let Some(html) = html else { return };
    assert!(html.len() <= 70_000, "{} bytes", html.len());
    assert_eq!(check::check(&html), Ok(()), "{html}");
});
