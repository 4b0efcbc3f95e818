//! `docs/promise.md` names the tests that hold each sentence to account, and `docs/security.md` those that meet an attack: they have to
//! exist.

use std::{fs, path::Path};

const PAGE: &str = "docs/promise.md";
const SECURITY: &str = "docs/security.md";

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Everything between backquotes: `` `file` › `test` `` gives the two one after the other.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Files and the tests in them that a text names.
fn named(text: &str) -> Vec<(&str, &str)> {
    text.split("` › `")
        .collect::<Vec<_>>()
        .windows(2)
        .map(|pair| (pair[0].rsplit('`').next().unwrap_or_default(), pair[1].split('`').next().unwrap_or_default()))
        .collect()
}

fn is_a_test_of(source: &str, file: &str, name: &str) -> bool {
    if file.ends_with(".rs") { is_rust_test(source, name) } else { source.contains(&format!("test('{name}'")) }
}

/// A function of this name with `test` in the attributes before it, or inside `proptest!`.
fn is_rust_test(source: &str, name: &str) -> bool {
    let Some(at) = source.find(&format!("fn {name}(")) else { return false };
    let above = source[..at].rsplit_once('\n').map_or("", |(above, _)| above);
    above
        .lines()
        .rev()
        .take_while(|line| is_attribute(line))
        .any(|line| line.contains("test]") || line.contains("test("))
}

fn is_attribute(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("#[") || line.starts_with("//")
}

#[test]
fn every_test_that_is_named_exists() {
    for (page, least) in [(PAGE, 50), (SECURITY, 20)] {
        let text = read(page);
        let named = named(&text);
        assert!(named.len() > least, "{} tests found in {page}", named.len());
        for (file, name) in named {
            assert!(is_a_test_of(&read(file), file, name), "{page}: {file} has no test {name:?}");
        }
    }
}

#[test]
fn every_command_that_is_named_exists() {
    let (page, makefile) = (read(PAGE), read("Makefile"));
    for command in quoted(&page).into_iter().filter_map(|text| text.strip_prefix("make ")) {
        assert!(makefile.contains(&format!("\n{command}: ## ")), "no make {command}");
    }
}

#[test]
fn every_sentence_and_every_row_of_the_table_names_a_test() {
    let page = read(PAGE);
    let (promised, rest) = page.split_once("## What is not promised").expect("two parts");
    for promise in promised.split("\n**").skip(1) {
        assert!(!named(promise).is_empty(), "nothing holds to account: {promise}");
    }
    let rows: Vec<&str> =
        rest.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit()).collect();
    assert_eq!(rows.len(), 25);
    for row in rows {
        assert!(!named(row).is_empty(), "no test: {row}");
    }
}

#[test]
fn a_name_that_is_none_is_noticed() {
    let source = "#[test]\nfn a_test() {}\nfn not_one() {}\n";
    assert!(is_a_test_of("#[tokio::test(flavor = \"x\")]\nasync fn another() {}", "x.rs", "another"));
    assert!(is_a_test_of(source, "x.rs", "a_test") && !is_a_test_of(source, "x.rs", "not_one"));
    assert!(!is_a_test_of(source, "x.rs", "a_tes") && !is_a_test_of("test('a b'", "x.ts", "a"));
    assert_eq!(named("`a.rs` › `one`; `b.ts` › `two three`"), [("a.rs", "one"), ("b.ts", "two three")]);
}
