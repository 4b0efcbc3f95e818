//! The rules of the queue, one at a time.

use super::*;

fn outbox(texts: &[&str]) -> (Outbox, Vec<ClientMessageId>) {
    let mut outbox = Outbox::default();
    let ids: Vec<ClientMessageId> = texts.iter().map(|_| ClientMessageId::random()).collect();
    for (id, text) in ids.iter().zip(texts) {
        outbox.push(*id, (*text).to_owned(), Default::default(), Now::both(0)).expect("not full");
    }
    (outbox, ids)
}

/// As a page finds it after a reload at this moment: every message as it was kept.
pub(super) fn reloaded(outbox: &Outbox, now_ms: u64) -> Outbox {
    let kept = outbox.entries().iter().map(|entry| serde_json::to_string(entry).expect("serialises"));
    kept.fold(Outbox::default(), |mut outbox, json| {
        outbox.adopt(serde_json::from_str(&json).expect("reads"), 0, Now::both(now_ms));
        outbox
    })
}

fn next(outbox: &Outbox, now_ms: u64) -> Option<ClientMessageId> {
    outbox.next_to_send(now_ms).map(|entry| entry.client_id)
}

#[test]
fn the_next_is_sent_when_the_one_before_is_stored() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    assert_eq!(next(&outbox, 0), Some(ids[0]));
    outbox.mark_sending(ids[0], 0);
    assert_eq!(next(&outbox, 0), None);
    assert!(outbox.acked(ids[0]) && !outbox.acked(ids[0]));
    assert_eq!(next(&outbox, 0), Some(ids[1]));
}

#[test]
fn without_an_answer_it_is_sent_again_under_the_same_name() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    outbox.mark_sending(ids[0], 5);
    assert_eq!(outbox.next_deadline(), Some(5 + ACK_TIMEOUT_MS));
    assert_eq!(outbox.expired(4 + ACK_TIMEOUT_MS), None);
    assert_eq!(outbox.expired(5 + ACK_TIMEOUT_MS), Some(ids[0]));
    assert_eq!(next(&outbox, 5 + ACK_TIMEOUT_MS), Some(ids[0]));
}

#[test]
fn a_refusal_for_now_keeps_it_first_for_as_long_as_the_server_says() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    outbox.mark_sending(ids[0], 0);
    outbox.refused(ids[0], ErrorCode::RateLimited, Some(3_000), 100);
    assert_eq!((next(&outbox, 3_099), outbox.next_deadline()), (None, Some(3_100)));
    assert_eq!(next(&outbox, 3_100), Some(ids[0]));
}

#[test]
fn where_the_server_says_nothing_the_waits_grow() {
    let (mut outbox, ids) = outbox(&["a"]);
    let mut wait = || {
        outbox.refused(ids[0], ErrorCode::Unavailable, None, 0);
        outbox.next_deadline()
    };
    assert_eq!([wait(), wait(), wait()], [Some(500), Some(1_000), Some(2_000)]);
}

#[test]
fn a_failed_message_blocks_nobody_and_goes_first_when_it_is_retried() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    outbox.mark_sending(ids[0], 0);
    outbox.refused(ids[0], ErrorCode::TooLong, None, 0);
    assert_eq!((next(&outbox, 0), outbox.entries().len()), (Some(ids[1]), 2));
    assert!(outbox.retry(ids[0], Now::both(0)));
    assert_eq!(next(&outbox, 0), Some(ids[0]));
}

#[test]
fn another_text_goes_out_at_the_same_place_under_a_new_name() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    outbox.refused(ids[0], ErrorCode::TooLong, None, 0);
    let renamed = ClientMessageId::random();
    assert!(outbox.rewrite(ids[0], renamed, "shorter".to_owned(), Now::both(0)));
    let next = outbox.next_to_send(0).map(|entry| (entry.client_id, entry.content.as_str()));
    assert_eq!((next, outbox.entry(ids[0])), (Some((renamed, "shorter")), None));
}

#[test]
fn only_a_stuck_message_can_be_rewritten_or_retried() {
    let (mut outbox, ids) = outbox(&["a"]);
    let renamed = ClientMessageId::random();
    assert!(!outbox.rewrite(ids[0], renamed, "b".to_owned(), Now::both(0)) && !outbox.retry(ids[0], Now::both(0)));
    outbox.mark_sending(ids[0], 0);
    assert!(!outbox.rewrite(ids[0], renamed, "b".to_owned(), Now::both(0)) && !outbox.retry(ids[0], Now::both(0)));
}

#[test]
fn after_an_hour_the_author_is_asked_once_and_the_others_go_on() {
    let (mut outbox, mut ids) = outbox(&["a"]);
    let later = ASK_AFTER_MS + 1;
    ids.push(ClientMessageId::random());
    outbox.push(ids[1], "b".to_owned(), Default::default(), Now::both(1)).expect("not full");
    outbox.push(ClientMessageId::random(), "c".to_owned(), Default::default(), Now::both(later)).expect("not full");
    assert_eq!(outbox.ask(Now::both(later)), [ids[0]], "the second one was written a moment later");
    assert_eq!((outbox.ask(Now::both(later)), next(&outbox, later)), (vec![], Some(ids[1])));
    assert!(outbox.retry(ids[0], Now::both(later)));
    assert_eq!((outbox.ask(Now::both(later)), next(&outbox, later)), (vec![], Some(ids[0])), "at its old place");
    assert_eq!(outbox.ask(Now::both(2 * later)).len(), 3, "an hour later again");
}

#[test]
fn nobody_is_asked_about_what_is_on_its_way() {
    let (mut outbox, ids) = outbox(&["a"]);
    outbox.mark_sending(ids[0], 0);
    assert_eq!(outbox.ask(Now::both(10 * ASK_AFTER_MS)), []);
    outbox.connection_lost();
    assert_eq!(outbox.ask(Now::both(10 * ASK_AFTER_MS)), ids);
}

#[test]
fn the_order_of_writing_survives_a_clock_that_goes_back() {
    let (mut outbox, _) = outbox(&["a"]);
    outbox.push(ClientMessageId::random(), "b".to_owned(), Default::default(), Now::both(50)).expect("not full");
    outbox.push(ClientMessageId::random(), "c".to_owned(), Default::default(), Now::both(20)).expect("not full");
    let written: Vec<u64> = outbox.entries().iter().map(|entry| entry.written_at_ms).collect();
    assert_eq!(written, [0, 50, 51]);
}

#[test]
fn discarding_what_is_in_flight_lets_the_next_one_go() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    outbox.mark_sending(ids[0], 0);
    assert!(outbox.discard(ids[0]));
    assert_eq!(next(&outbox, 0), Some(ids[1]));
}

#[test]
fn what_happens_to_another_message_does_not_free_the_way() {
    let (mut outbox, ids) = outbox(&["a", "b", "c"]);
    outbox.mark_sending(ids[0], 0);
    outbox.refused(ids[1], ErrorCode::TooLong, None, 0);
    outbox.discard(ids[2]);
    assert_eq!((outbox.in_flight(), next(&outbox, 0)), (Some(ids[0]), None));
}

#[test]
fn what_was_in_flight_is_queued_after_a_reload() {
    let (mut outbox, ids) = outbox(&["a", "b"]);
    outbox.mark_sending(ids[0], 0);
    let outbox = reloaded(&outbox, 0);
    assert_eq!((next(&outbox, 0), outbox.entries().len()), (Some(ids[0]), 2));
}

#[test]
fn a_full_outbox_refuses_and_a_known_message_is_not_added_twice() {
    let (mut outbox, ids) = outbox(&["a"; ENTRIES_MAX]);
    assert_eq!(outbox.push(ids[0], "again".to_owned(), Default::default(), Now::both(0)), Ok(()));
    assert_eq!(
        outbox.push(ClientMessageId::random(), "more".to_owned(), Default::default(), Now::both(0)),
        Err(OutboxFull)
    );
    assert_eq!((outbox.entries().len(), outbox.entries()[0].content.as_str()), (ENTRIES_MAX, "a"));
}
