//! A timeline against a server that says anything, in any order: changes that contradict each other, pages with any head,
//! other logs. Each two or three bytes of the input are something that happens. At every moment rows have one key, stand in
//! the order of the log, and are found by their key; the cursor goes back only with another log.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use tertulia::{
    api::{Message, Page},
    clock::Timestamp,
    ids::{ClientMessageId, Epoch, Seq, UserId},
    log_event::{Change, LogEvent},
    protocol::{Ack, ServerFrame},
    timeline::{Row, RowKey, Timeline},
};
use uuid::Uuid;

const ME: u64 = 1;

fn id<T: From<Uuid>>(number: u64) -> T {
    T::from(Uuid::from_u64_pair(7, number))
}

/// A place of the log: most are small, so that they meet.
fn seq(byte: u8) -> Seq {
    Seq(match byte {
        0..=250 => u64::from(byte % 48),
        251 => u64::MAX,
        252 => u64::MAX - 1,
        other => u64::from(other) * 100,
    })
}

fn message(place: Seq, shade: u8) -> Message {
    let author = place.0 % 3;
    Message {
        seq: place,
        id: id(2_000_u64.wrapping_add(place.0)),
        sender_id: id(author),
        sender: String::new(),
        sender_name: String::new(),
        content: (shade % 4 != 0).then(|| shade.to_string()),
        timestamp: Timestamp::from_millis(i64::from(shade)),
        reply_to: None,
        client_id: (author == ME).then(|| name(place)),
        edited_at: None,
        deleted: shade % 4 == 0,
    }
}

fn name(place: Seq) -> ClientMessageId {
    id(1_000_000_u64.wrapping_add(place.0))
}

fn page(start: u8, shade: u8) -> Page {
    let length = u64::from(shade % 7);
    let first = u64::from(start % 48);
    let messages = (first..first + length).filter(|n| *n > 0).map(|n| message(Seq(n), shade | 1)).collect();
    let (head, epoch) = (Seq(first + u64::from(shade % 11)), id::<Epoch>(u64::from(shade % 16 == 0)));
    Page { messages, head, epoch, has_more: shade % 2 == 0, has_newer: shade % 3 == 0 }
}

fn frame(kind: u8, place: u8, shade: u8) -> ServerFrame {
    let (group_id, seq, user_id) = (id(9), seq(place), id::<UserId>(2));
    let (timestamp, message_seq) = (Timestamp::from_millis(i64::from(shade)), Seq(u64::from(shade % 48)));
    let event = |change| ServerFrame::Event(LogEvent { group_id, seq, at: timestamp, change });
    match kind % 8 {
        0..3 => ServerFrame::Event(LogEvent::of_message(group_id, message(seq, shade))),
        3 if shade % 4 == 0 => event(Change::Unknown),
        3 => event(Change::Added { user_id, name: String::new() }),
        4 => {
            let content = (shade % 5 != 0).then(|| shade.to_string());
            event(Change::Edited { message_seq, content, editor_id: user_id })
        }
        5 => event(Change::Deleted { message_seq, editor_id: user_id }),
        6 => ServerFrame::Live { group_id, head: seq, epoch: id(u64::from(shade % 16 == 0)) },
        _ => ServerFrame::Reset { group_id, head: seq, epoch: id(u64::from(shade % 16 == 0)) },
    }
}

fuzz_target!(|input: &[u8]| {
    let [first, shade] = [0, 1].map(|at| input.get(at).copied().unwrap_or(1));
    let mut timeline = Timeline::from_page(id(ME), page(first, shade));
    for step in input.chunks_exact(3).take(300) {
        let [kind, place, shade] = [step[0], step[1], step[2]];
        let (cursor, epoch) = timeline.subscribe_from();
        match kind % 16 {
            0..8 => drop(timeline.apply(&frame(kind, place, shade))),
            8 => timeline.reset_to(page(place, shade)),
            9 => timeline.reset_reading(page(place, shade), seq(place)),
            10 => drop(timeline.insert_newer(seq(place), page(place, shade))),
            11 => drop(timeline.insert_older(seq(place), page(place.wrapping_sub(shade % 7), shade))),
            12 => drop(timeline.trim_oldest(usize::from(place))),
            13 => drop(timeline.push_pending(name(own(place)), shade.to_string(), None, u64::from(shade))),
            14 => timeline.mark_sending(name(own(place))),
            _ => drop(timeline.apply(&ServerFrame::Ack(ack(own(place))))),
        }
        check(&timeline);
        let (after, now) = timeline.subscribe_from();
        assert!(after >= cursor || now != epoch, "the cursor went back");
    }
});

/// A place where I have written.
fn own(byte: u8) -> Seq {
    Seq(u64::from(byte % 16) * 3 + ME)
}

fn ack(place: Seq) -> Ack {
    let (id, timestamp) = (id(2_000_u64.wrapping_add(place.0)), Timestamp::default());
    Ack { group_id: self::id(9), client_id: name(place), id, seq: place, timestamp, duplicate: false }
}

fn check(timeline: &Timeline) {
    let rows = timeline.rows();
    let keys: BTreeSet<RowKey> = rows.iter().map(Row::key).collect();
    assert_eq!(keys.len(), rows.len(), "a key twice: {rows:?}");
    let places: Vec<Seq> = rows.iter().filter_map(place).collect();
    assert!(places.is_sorted_by(|a, b| a < b), "out of order: {places:?}");
    if let Some(missing) = timeline.missing() {
        assert!(!missing.is_empty());
    }
}

fn place(row: &Row) -> Option<Seq> {
    match row {
        Row::Message(message) => message.seq,
        Row::Notice(notice) => Some(notice.seq),
        Row::Gap => None,
    }
}
