//! The files that the documents name are there: what moved is noticed here and not by a reader. (The tests that they name:
//! `promise.rs`.)

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The folders of this repository, and what is built or installed in them.
const FOLDERS: [&str; 11] =
    ["app", "docs", "end2end", "frontend", "fuzz", "public", "scripts", "server", "src", "style", "tests"];
const FOREIGN: [&str; 3] = ["node_modules", "target", "test-results"];
/// The files that are looked for by name.
const ENDINGS: [&str; 8] = [".rs", ".ts", ".js", ".css", ".surql", ".md", ".toml", ".sh"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the repository with such an ending, by its path in it.
fn files() -> BTreeSet<String> {
    let mut found = BTreeSet::from(["README.md".to_owned()]);
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if entry.is_dir() {
                folders.extend((!FOREIGN.contains(&name.as_str())).then_some(entry));
            } else if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
                found.insert(entry.strip_prefix(root()).expect("in it").to_string_lossy().into_owned());
            }
        }
    }
    found
}

fn is_path(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte));
    plain && text.contains('/') && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// The paths in a text, between backticks.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|code| is_path(code))
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let files = files();
    let is_there = |named: &str| files.iter().any(|path| path == named || path.ends_with(&format!("/{named}")));
    let mut found = 0;
    for document in files.iter().filter(|path| path.ends_with(".md")) {
        let text = fs::read_to_string(root().join(document)).expect("text");
        for path in paths(&text) {
            found += 1;
            assert!(is_there(path), "{document} names {path}, which is not there");
        }
    }
    assert!(found > 200, "what is looked for is found: {found}");
}

#[test]
fn a_path_is_told_from_other_code() {
    let text =
        "`src/outbox.rs`, `store/sql/doors.surql`: `outbox.rs` `store/<noun>.surql` `GET /x.rs` `src/*.rs`\n`a/b.md`";
    assert_eq!(paths(text).collect::<Vec<_>>(), ["src/outbox.rs", "store/sql/doors.surql", "a/b.md"]);
}
