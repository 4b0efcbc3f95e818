//! Which part of the program knows which crate.

use std::path::Path;

use crate::harness::source::{files, files_of, words};

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

/// What makes a conversation live and what shows it meet in the signals of the page, which know neither.
#[test]
fn view_and_driver_do_not_know_each_other() {
    let knowing = |module: &str| -> Vec<_> {
        let knows = |text: &str| words(text).any(|word| word.starts_with(&format!("{module}::")));
        let files = files_of("../app/src").into_iter().filter(|(_, text)| knows(text));
        files
            .map(|(path, _)| path.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", ""))
            .collect()
    };
    for (module, others) in [("live", ["chat", "conversation"]), ("conversation", ["chat", "live"])] {
        let knowing = knowing(module);
        assert!(knowing.iter().any(|name| name == "islands"), "what is looked for is found: {knowing:?}");
        assert!(!knowing.iter().any(|name| others.contains(&name.as_str())), "{module} is known to {knowing:?}");
    }
}
