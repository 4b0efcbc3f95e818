//! Files that somebody made up: each line is what one could write by hand, with the right sum at the end.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::*;

const GROUP: &str = "00000000-0000-4000-8000-000000000001";
const ANA: &str = "00000000-0000-4000-8000-000000000002";
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b3dWRWJTmaWVA5HXXX5fPcFBaE";

/// The lines of a file with one of each row.
fn story() -> Vec<Value> {
    vec![
        json!({ "row": "header", "format": FORMAT, "version": VERSION, "created_at": "2026-01-01T00:00:00.000Z" }),
        json!({ "row": "event", "grp": GROUP, "seq": 1, "kind": "added", "user": ANA, "at": 1, "messages": 0, "number": null }),
        json!({ "row": "event", "grp": GROUP, "seq": 2, "kind": "message", "user": ANA, "at": 2, "messages": 1, "number": 1 }),
        json!({ "row": "event", "grp": GROUP, "seq": 3, "kind": "message", "user": ANA, "at": 3, "messages": 2, "number": 2 }),
        json!({ "row": "message", "grp": GROUP, "number": 1, "seq": 2, "uuid": ANA, "author": ANA, "client_id": ANA, "content": "hola",
            "reply_to": null, "at": 2, "edited_at": null }),
        json!({ "row": "message", "grp": GROUP, "number": 2, "seq": 3, "uuid": ANA, "author": ANA, "client_id": GROUP, "content": "adiós",
            "reply_to": 2, "at": 3, "edited_at": 4 }),
        json!({ "row": "member", "grp": GROUP, "user": ANA, "role": "owner", "joined_at": 1, "read_seq": 3, "read_number": 2 }),
        json!({ "row": "ban", "grp": GROUP, "user": GROUP, "actor": ANA, "at": 3 }),
        json!({ "row": "group", "grp": GROUP, "name": "Álgebra", "description": "Los martes", "invite_code": "ABCDEFGHJK", "epoch": ANA,
            "seq": 3, "messages": 2, "members": 1, "created_at": 1, "active_at": 3 }),
        json!({ "row": "account", "user": ANA, "email": "ana@example.org", "password_hash": HASH, "full_name": "Ana", "last_name": "Ruiz",
            "created_at": 1 }),
    ]
}

/// The file of these lines, with an end that fits.
fn file(lines: &[Value]) -> Vec<u8> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let end = json!({ "row": "end", "lines": lines.len(), "sha256": format!("{:x}", Sha256::digest(&text)) });
    packed(format!("{text}{end}\n").as_bytes())
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("into memory");
    gzip.finish().expect("ends")
}

/// What the story is refused for with one field changed, and in which line.
fn refused(line: usize, field: &str, value: Value, version: u32) -> Option<(u64, RowProblem)> {
    let mut lines = story();
    lines[0]["version"] = version.into();
    lines[line][field] = value;
    match inspect(&*file(&lines)) {
        Ok(_) => None,
        Err(ArchiveError::Refused { line, problem }) => Some((line, problem)),
        Err(other) => panic!("{field}: {other}"),
    }
}

#[test]
fn a_file_with_one_of_each_row_is_read() {
    let contents = inspect(&*file(&story())).expect("is whole");
    assert_eq!(contents, Contents { accounts: 1, groups: 1, events: 3, messages: 2 });
}

#[test]
fn a_row_that_this_program_would_never_have_stored_is_refused_by_its_line() {
    let strong = |m: u64| HASH.replace("m=19456", &format!("m={m}"));
    let cases: Vec<(usize, &str, Value, RowProblem)> = vec![
        (9, "password_hash", json!(strong(4_294_967_295)), RowProblem::Hash(HashProblem::Cost)),
        (9, "password_hash", json!(HASH.replace("argon2id", "argon2i")), RowProblem::Hash(HashProblem::Algorithm)),
        (9, "password_hash", json!("x"), RowProblem::Hash(HashProblem::Malformed)),
        (9, "email", json!("ana"), RowProblem::Email),
        (9, "email", json!("ANA@example.org"), RowProblem::Email),
        (9, "email", json!(format!("{}@x.org", "a".repeat(300))), RowProblem::Email),
        (9, "full_name", json!("Ana\u{200b}"), RowProblem::Name),
        (9, "full_name", json!("\u{3164}"), RowProblem::Name),
        (9, "last_name", json!("\u{202e}Ruiz"), RowProblem::Name),
        (9, "last_name", json!("x".repeat(61)), RowProblem::Name),
        (9, "last_name", json!(" Ruiz"), RowProblem::Name),
        (9, "created_at", json!(-1), RowProblem::Time("created_at")),
        (9, "created_at", json!(i64::MAX), RowProblem::Time("created_at")),
        (8, "name", json!(""), RowProblem::Name),
        (8, "name", json!("\u{200b}"), RowProblem::Name),
        (8, "name", json!("A\u{301}lgebra"), RowProblem::Name),
        (8, "name", json!("a\u{1b}b"), RowProblem::Name),
        (8, "description", json!("x".repeat(501)), RowProblem::Description),
        (8, "invite_code", json!("abcdefghjk"), RowProblem::InviteCode),
        (8, "invite_code", json!("ABC"), RowProblem::InviteCode),
        (8, "invite_code", json!(""), RowProblem::InviteCode),
        (8, "seq", json!(i64::MAX), RowProblem::Number("seq")),
        (8, "messages", json!(-1), RowProblem::Number("messages")),
        (8, "members", json!(2), RowProblem::Number("members")),
        (8, "grp", json!(ANA), RowProblem::Scattered),
        (8, "active_at", json!(253_402_300_800_000_i64), RowProblem::Time("active_at")),
        (7, "at", json!(-1), RowProblem::Time("at")),
        (7, "grp", json!(ANA), RowProblem::Scattered),
        (6, "role", json!("root"), RowProblem::Role),
        (6, "read_seq", json!(4), RowProblem::Number("read_seq")),
        (6, "read_number", json!(i64::MIN), RowProblem::Number("read_number")),
        (6, "own", json!(1), RowProblem::Number("own")),
        (6, "own", json!(i64::MIN), RowProblem::Number("own")),
        (6, "joined_at", json!(i64::MIN), RowProblem::Time("joined_at")),
        (5, "content", json!(" adiós"), RowProblem::Content),
        (5, "content", json!("\u{200b}"), RowProblem::Content),
        (5, "content", json!("x".repeat(10_001)), RowProblem::Content),
        (5, "content", json!("a\u{0}"), RowProblem::Content),
        (5, "reply_to", json!(3), RowProblem::Number("reply_to")),
        (5, "reply_to", json!(i64::MAX), RowProblem::Number("reply_to")),
        (5, "number", json!(9), RowProblem::Number("number")),
        (5, "seq", json!(9), RowProblem::Number("seq")),
        (5, "edited_at", json!(-5), RowProblem::Time("edited_at")),
        (5, "grp", json!(ANA), RowProblem::Scattered),
        (2, "kind", json!("exploded"), RowProblem::Kind),
        (2, "number", json!(null), RowProblem::Number("number")),
        (2, "number", json!(i64::MAX), RowProblem::Number("number")),
        (2, "seq", json!(3), RowProblem::Number("seq")),
        (2, "seq", json!(i64::MIN), RowProblem::Number("seq")),
        (2, "messages", json!(i64::MAX), RowProblem::Number("messages")),
        (1, "seq", json!(i64::MAX), RowProblem::Number("seq")),
    ];
    for (index, field, value, problem) in cases {
        let text = value.to_string();
        let shown = text.get(..60).unwrap_or(&text);
        let line = u64::try_from(index).expect("small") + 1;
        assert_eq!(refused(index, field, value, VERSION), Some((line, problem)), "{field}: {shown}");
    }
}

/// Every field of every row: something of a wrong kind is never read as something else.
#[test]
fn a_field_of_another_kind_is_damage() {
    for (index, line) in story().iter().enumerate() {
        for (field, value) in line.as_object().expect("an object") {
            for wrong in [json!({}), json!([1]), json!(true), json!(1e300)] {
                let mut lines = story();
                lines[index][field] = wrong.clone();
                let read = inspect(&*file(&lines));
                assert!(matches!(read, Err(ArchiveError::Damaged(_))), "{field} {value} as {wrong}: {read:?}");
            }
        }
    }
}

#[test]
fn a_backup_of_an_earlier_version_may_hold_what_that_passed() {
    for (line, field, text) in [
        (9, "full_name", "\u{3164}"),
        (9, "email", "a\u{301}na@example.org"),
        (8, "name", "\u{200b}"),
        (8, "description", "a\n\n\n\n\nb"),
        (5, "content", "  hola\u{202e}  "),
    ] {
        assert_eq!(refused(line, field, json!(text), 1), None, "{field}");
    }
    let spaces = format!("x{}", " ".repeat(100_000));
    assert_eq!(refused(5, "content", json!(spaces), 1), None);
    for (line, field, text) in [(9, "full_name", "a\u{0}b"), (8, "name", ""), (5, "content", "a\u{1b}")] {
        assert!(refused(line, field, json!(text), 1).is_some(), "{field}");
    }
}

#[test]
fn what_is_no_whole_file_is_damage() {
    let whole = file(&story());
    for length in 0..whole.len() {
        assert!(matches!(inspect(&whole[..length]), Err(ArchiveError::Damaged(_))), "{length}");
    }
    let mut unfinished = story();
    unfinished.truncate(6);
    let mut future = story();
    future[0]["version"] = (VERSION + 1).into();
    let mut twice = story();
    twice.push(story()[0].clone());
    for lines in [&unfinished, &future, &twice, &story()[1..].to_vec(), &Vec::new()] {
        assert!(matches!(inspect(&*file(lines)), Err(ArchiveError::Damaged(_))));
    }
    let endless = packed(&vec![b'x'; 8 * 1024 * 1024]);
    assert!(matches!(inspect(&*endless), Err(ArchiveError::Damaged(_))), "a line has an end");
}

/// A stream that is never held anywhere: it says how much of it was asked for.
struct Bomb {
    block: Vec<u8>,
    at: usize,
    given: u64,
}

impl io::Read for &mut Bomb {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.block.len() - self.at);
        buffer[..length].copy_from_slice(&self.block[self.at..self.at + length]);
        self.at = (self.at + length) % self.block.len();
        self.given += length as u64;
        Ok(length)
    }
}

/// One good line after another, a thousand bytes out of each that is read: it stops instead of filling the disk.
#[test]
fn a_file_that_unpacks_without_end_is_left_off() {
    let head: String = story()[..6].iter().map(|line| format!("{line}\n")).collect();
    let line = json!({ "row": "message", "grp": GROUP, "number": 2, "seq": 3, "uuid": ANA, "author": ANA, "client_id": GROUP,
        "content": "x".repeat(10_000), "reply_to": null, "at": 3, "edited_at": null });
    let lines = format!("{line}\n").repeat(1_000);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(lines.as_bytes()).expect("into memory");
    let block = gzip.finish().expect("ends");
    assert!(lines.len() > 600 * block.len(), "it is a bomb");
    let mut bomb = Bomb { block, at: 0, given: 0 };
    let head = packed(head.as_bytes());
    let file = io::Read::chain(&*head, &mut bomb);
    let read = Reader::open_within(file, 32 * 1024 * 1024).and_then(Reader::contents);
    assert!(matches!(&read, Err(ArchiveError::Damaged(why)) if why.contains("far more")), "{read:?}");
    assert!(bomb.given < 1024 * 1024, "{}", bomb.given);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0_usize..2_000) {
        drop(inspect(&*bytes));
        drop(inspect(&*packed(&bytes)));
        let mut whole: Vec<u8> = story().iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
        let at = at % whole.len();
        whole.splice(at..(at + bytes.len()).min(whole.len()), bytes);
        let read = inspect(&*packed(&whole));
        prop_assert!(read.is_err(), "its end is missing");
    }
}
