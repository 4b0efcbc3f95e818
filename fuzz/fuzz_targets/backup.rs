//! A backup that somebody made up: lines, as text, to which a header's sum and an end are computed, and the same bytes as they are. Whatever they
//! say, nothing panics, and a row that passes is one that this program could have stored.

#![no_main]

use std::io::Write as _;

use archive::{Reader, Record, check_hash, inspect};
use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};
use tertulia::{
    account::{Email, PersonName},
    clock::Timestamp,
    group::{Description, GroupName, InviteCode},
    ids::GroupId,
    message::{CONTENT_MAX, Content},
};

fuzz_target!(|text: &str| {
    let _ = inspect(text.as_bytes());
    let _ = inspect(&*packed(text.as_bytes()));
    let lines: String = text.lines().map(|line| format!("{line}\n")).collect();
    let sum = format!("{:x}", Sha256::digest(&lines));
    let end = format!("{{\"row\":\"end\",\"lines\":{},\"sha256\":\"{sum}\"}}\n", text.lines().count());
    let file = packed(format!("{lines}{end}").as_bytes());
    let Ok(mut reader) = Reader::open(&*file) else { return };
    while let Ok(Some((record, _))) = reader.next_row() {
        passes(record);
    }
});

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::none());
    gzip.write_all(bytes).expect("into memory");
    gzip.finish().expect("ends")
}

/// What restoring relies on: every text can be brought into its form, which is final, and no number overflows.
fn passes(record: Record) {
    match record {
        Record::Account(row) => {
            assert_eq!(Email::as_typed(&row.email).expect("an address").as_str(), row.email);
            check_hash(&row.password_hash).expect("ours");
            let name = PersonName::mend(&row.full_name, &row.last_name);
            assert_eq!(PersonName::parse(name.full(), name.last()), Ok(name));
            moment(row.created_at);
        }
        Record::Group(row) => {
            let name = GroupName::mend(&row.name, GroupId::from(row.grp));
            assert_eq!(GroupName::parse(name.as_str()), Ok(name));
            let description = Description::mend(&row.description);
            assert_eq!(Description::parse(description.as_str()), Ok(description));
            if let Some(code) = row.invite_code {
                assert_eq!(InviteCode::parse(&code).expect("a code").as_str(), code);
            }
            assert!(row.messages <= row.seq && row.members >= 0 && row.seq < i64::MAX);
            moment(row.created_at);
            moment(row.active_at);
        }
        Record::Member(row) => assert!(row.read_seq >= 0 && row.read_number >= 0 && row.read_number <= i64::MAX - 1),
        Record::Ban(row) => moment(row.at),
        Record::Event(row) => {
            assert!(row.seq > 0 && row.messages >= 0);
            moment(row.at);
        }
        Record::Message(row) => {
            if let Some(text) = row.content {
                let content = Content::mend(&text);
                assert_eq!(Content::mend(content.as_str()), content);
                assert!(content.as_str().trim().chars().count() <= CONTENT_MAX);
            }
            assert!(row.number > 0 && row.seq > 0 && row.reply_to.is_none_or(|seq| seq < row.seq));
            moment(row.at);
        }
        Record::Header { .. } | Record::End { .. } => panic!("no row"),
    }
}

fn moment(millis: i64) {
    let text = Timestamp::from_millis(millis).to_string();
    assert_eq!(text.parse::<Timestamp>().expect("a moment").as_millis(), millis);
}
