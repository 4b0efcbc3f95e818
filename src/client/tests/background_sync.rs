//! Sending in groups that are not open.

use super::*;
use crate::{
    outbox::{ASK_AFTER_MS, Entry},
    problem::ErrorCode,
    timeline::model::client_id,
};

/// A message of a group, as it lies on the shelf: its name and when it was written are `number`.
fn stored(group: u64, number: u64) -> (GroupId, String) {
    let name = client_id(number);
    (id(group), format!(r#"{{"client_id":"{name}","content":"m{number}","written_at_ms":{number}}}"#))
}

fn of(stored: impl IntoIterator<Item = (GroupId, String)>) -> BackgroundSync {
    BackgroundSync::new(stored.into_iter().collect(), Now::both(0))
}

/// What is sent in one round when the server gives these answers.
fn round(sync: &mut BackgroundSync, at: u64, answer: impl Fn(&Entry) -> Result<(), ErrorCode>) -> Vec<String> {
    let mut sent = Vec::new();
    while let Some((group, entry)) = sync.take_next(Now::both(at)) {
        sync.answered(group, entry.client_id, answer(&entry), Now::both(at));
        sent.push(entry.content);
    }
    sent
}

#[test]
fn all_groups_send_in_the_order_of_writing() {
    let mut sync = of([stored(1, 30), stored(2, 20), stored(1, 10), stored(3, 40)]);
    let mut sent = Vec::new();
    while let Some((group, entry)) = sync.take_next(Now::both(0)) {
        let kept = sync.answered(group, entry.client_id, Ok(()), Now::both(0));
        assert_eq!(kept, Some(StorageWrite::Stored(entry.client_id)));
        sent.push((group, entry.content));
    }
    let expected = [(1, "m10"), (2, "m20"), (1, "m30"), (3, "m40")];
    assert_eq!(sent, expected.map(|(group, text)| (id(group), text.to_owned())));
    assert_eq!(sync.wait_ms(Now::both(0)), None);
}

#[test]
fn one_is_in_flight_in_a_group() {
    let mut sync = of([stored(1, 10), stored(1, 11), stored(2, 12)]);
    let groups = [(); 3].map(|()| sync.take_next(Now::both(0)).map(|(group, _)| group));
    assert_eq!(groups, [Some(id(1)), Some(id(2)), None]);
    sync.forget(id(1), client_id(10));
    assert_eq!(sync.take_next(Now::both(0)).map(|(_, entry)| entry.content).as_deref(), Some("m11"));
}

#[test]
fn nothing_of_a_group_overtakes_what_was_put_off_and_the_others_go_on() {
    let mut sync = of([stored(1, 10), stored(1, 11), stored(2, 12)]);
    let sent = round(&mut sync, 0, |entry| if entry.content == "m10" { Err(ErrorCode::Unavailable) } else { Ok(()) });
    assert_eq!(sent, ["m10", "m12"]);
    let wait = sync.wait_ms(Now::both(0)).expect("it goes again");
    assert!(wait > 0 && sync.take_next(Now::both(wait - 1)).is_none());
    assert_eq!(round(&mut sync, wait, |_| Ok(())), ["m10", "m11"]);
}

#[test]
fn what_is_refused_for_good_stays_on_the_shelf_and_blocks_nothing() {
    let mut sync = of([stored(1, 10), stored(1, 11)]);
    let (group, entry) = sync.take_next(Now::both(0)).expect("the first");
    let kept = sync.answered(group, entry.client_id, Err(ErrorCode::Forbidden), Now::both(0));
    let Some(StorageWrite::Queued(name, json)) = kept else { panic!("{kept:?}") };
    let failed: Entry = serde_json::from_str(&json).expect("legible");
    assert_eq!((name, failed.failed), (client_id(10), Some(ErrorCode::Forbidden)));
    assert_eq!(round(&mut sync, 0, |_| Ok(())), ["m11"]);
    let mut later = of([(group, json)]);
    assert!(later.take_next(Now::both(0)).is_none() && later.wait_ms(Now::both(0)).is_none(), "its author decides");
}

#[test]
fn what_is_old_waits_for_its_author() {
    let now = Now::both(10 + ASK_AFTER_MS + 1);
    let mut sync = BackgroundSync::new(vec![stored(1, 10), stored(1, ASK_AFTER_MS)], now);
    assert_eq!(sync.take_next(now).map(|(_, entry)| entry.client_id), Some(client_id(ASK_AFTER_MS)));
}

#[test]
fn nothing_goes_out_for_somebody_else() {
    for code in [ErrorCode::WrongPerson, ErrorCode::Unauthenticated] {
        let mut sync = of([stored(1, 10), stored(1, 11), stored(2, 12)]);
        let (group, entry) = sync.take_next(Now::both(0)).expect("the first");
        assert_eq!(sync.answered(group, entry.client_id, Err(code), Now::both(0)), None, "nothing failed");
        assert!(sync.take_next(Now::both(0)).is_none() && sync.wait_ms(Now::both(0)).is_none());
    }
}

#[test]
fn a_group_that_is_open_is_left_to_its_client() {
    let mut sync = of([stored(1, 10), stored(2, 11)]);
    sync.leave(id(1));
    assert_eq!(round(&mut sync, 0, |_| Ok(())), ["m11"]);
}

#[test]
fn what_nobody_can_read_stays_where_it_is() {
    let mut sync = of([(id(1), "discarded".to_owned()), (id(1), "{".to_owned()), (id(1), String::new())]);
    assert!(sync.take_next(Now::both(0)).is_none());
}
