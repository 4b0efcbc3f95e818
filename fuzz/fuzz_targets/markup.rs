//! Messages as HTML: whatever is written, it takes bounded time and room, and the same text gives the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tertulia::markup;

fuzz_target!(|text: &str| {
    let html = markup::html(text);
    assert_eq!(html, markup::html(text));
    let Some(html) = html else { return };
    assert!(html.len() <= 70_000, "{} bytes", html.len());
    let elements: Vec<&str> = html.split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap_or_default()).collect();
    for element in elements {
        assert!(
            [
                "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span", "div", "table", "thead",
                "tbody", "tr", "th", "td"
            ]
            .contains(&element.trim_start_matches('/')),
            "{element}"
        );
    }
});
