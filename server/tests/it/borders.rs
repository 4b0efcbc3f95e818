//! Which part of the program knows which crate.

use std::path::Path;

use crate::harness::source::{files, words};

/// The JSON interface, the sockets and everything around them take nothing from the pages: what both need is in `tertulia`.
#[test]
fn only_the_pages_know_the_crate_of_the_pages() {
    let of_pages = |path: &Path| path.starts_with("pages") || path == "pages.rs";
    let knows = |text: &str| words(text).any(|word| word.starts_with("app::"));
    let knowing: Vec<_> = files().into_iter().filter(|(_, text)| knows(text)).map(|(path, _)| path).collect();
    assert!(knowing.iter().any(|path| path == Path::new("pages.rs")), "what is looked for is found: {knowing:?}");
    let others: Vec<_> = knowing.iter().filter(|path| !of_pages(path)).collect();
    assert!(others.is_empty(), "{others:?}");
}
