//! The program's own source, for the rules that a compiler does not know.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every Rust file of the server by its path below `src`, with its text.
pub(crate) fn files() -> Vec<(PathBuf, String)> {
    files_of("src")
}

/// Every Rust file below a folder, which is named as seen from the server's own, by its path in it and with its text.
pub(crate) fn files_of(folder: &str) -> Vec<(PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("text");
        (path.strip_prefix(&source).expect("below it").to_owned(), text)
    };
    below(&source).into_iter().map(text).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

/// The words of a text outside of comments and quotation marks.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.flat_map(|line| line.split('"').step_by(2));
    code.flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':'))
}
