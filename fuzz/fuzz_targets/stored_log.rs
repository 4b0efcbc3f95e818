//! What stands in a log, as text: frames one a line, as a server sends them, and unsent messages as a browser keeps them. Whatever the
//! text says, nothing panics, a frame reads back what it writes, and a timeline that is fed with it stays whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tertulia::{
    api::Page,
    ids::{Epoch, Seq, UserId},
    now::Now,
    outbox::{Entry, Outbox},
    problem::ErrorCode,
    protocol::ServerFrame,
    timeline::{HELD_MAX, Timeline},
};
use uuid::Uuid;

fuzz_target!(|text: &str| {
    let newest = Page { messages: Vec::new(), head: Seq::ZERO, epoch: Epoch::from(Uuid::nil()), has_more: false, has_newer: false };
    let mut timeline = Timeline::from_page(UserId::from(Uuid::nil()), newest);
    let mut outbox = Outbox::default();
    for line in text.lines() {
        if let Ok(frame) = serde_json::from_str::<ServerFrame>(line) {
            let written = serde_json::to_string(&frame).expect("serialises");
            assert_eq!(serde_json::from_str::<ServerFrame>(&written).expect("reads back"), frame);
            take(&mut timeline, &frame);
        } else if let Ok(page) = serde_json::from_str::<Page>(line) {
            timeline.reset_to(page);
        } else if let Ok(entry) = serde_json::from_str::<Entry>(line) {
            outbox.adopt(entry, 0, Now::default());
        }
    }
    send_all(outbox);
});

fn take(timeline: &mut Timeline, frame: &ServerFrame) {
    let (cursor, epoch) = timeline.subscribe_from();
    let _ = timeline.apply(frame);
    let (after, now) = timeline.subscribe_from();
    assert!(after >= cursor && now == epoch, "only a page changes the log or moves the cursor back");
    if let Some(missing) = timeline.missing() {
        assert!(!missing.is_empty() && missing.end().0 - missing.start().0 < u64::MAX);
    }
    assert!(timeline.rows().len() <= 1 + HELD_MAX + 100_000);
}

/// Whatever was kept, one at a time is in flight and every entry leaves in the end.
fn send_all(mut outbox: Outbox) {
    let mut now = 0;
    for turn in 0..2 * outbox.entries().len() {
        let Some(name) = outbox.next_to_send(now).map(|entry| entry.client_id) else { break };
        outbox.mark_sending(name, now);
        assert_eq!((outbox.in_flight(), outbox.next_to_send(u64::MAX)), (Some(name), None));
        if turn % 2 == 0 {
            outbox.refused(name, ErrorCode::Unavailable, Some(u64::MAX), now);
            now = u64::MAX;
        } else {
            assert!(outbox.acked(name));
        }
    }
    let _ = outbox.expired(u64::MAX);
}
