//! Table 25: the wall clock is only written down, never compared. Whoever sets it an hour forward or back changes what
//! messages say about their time, and neither their order nor what is there.

use std::sync::Arc;

use tertulia::{
    api::PageQuery,
    clock::Timestamp,
    ids::{Seq, SessionId, UserId},
};

use super::testing::{append, create_group, open};
use crate::logs::Logs;

const HOUR: i64 = 60 * 60;
/// How far from the true time the clock stands at each message, in seconds.
const JUMPS: [i64; 7] = [0, HOUR, -HOUR, 2 * HOUR, -2 * HOUR, 1, 0];

#[tokio::test]
async fn a_clock_that_jumps_an_hour_changes_no_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    let (ana, now) = (UserId::random(), Timestamp::now());
    let group = create_group(&store, ana, now).await;
    for (jump, place) in JUMPS.into_iter().zip(2_u64..) {
        assert_eq!(append(&store, group, ana, &place.to_string(), now.plus_seconds(jump)).await, Seq(place));
    }

    let logs = Logs::new(Arc::clone(&store), 0);
    let page = logs.page(group, ana, PageQuery::Newest, 100).await.expect("a page");
    let shown: Vec<_> = page.messages.iter().map(|m| (m.seq.0, m.content.clone().unwrap_or_default())).collect();
    let expected: Vec<_> = (2..).take(JUMPS.len()).map(|place: u64| (place, place.to_string())).collect();
    assert_eq!(shown, expected);
    let times: Vec<_> = page.messages.iter().map(|message| message.timestamp).collect();
    assert_eq!(times, JUMPS.map(|jump| now.plus_seconds(jump)), "what the clock said is kept as it was");

    let replay = logs.replay(group, ana, Some(Seq(1)), Some(page.epoch)).await.expect("a replay");
    let told: Vec<u64> = replay
        .events
        .expect("not too far behind")
        .into_iter()
        .map(|event| event.message().expect("nothing else happened").seq.0)
        .collect();
    assert_eq!(told, expected.iter().map(|(place, _)| *place).collect::<Vec<_>>());
}

/// What was deleted because the clock stood too far ahead is named, for it is known elsewhere too.
#[tokio::test]
async fn sessions_that_run_out_by_a_clock_that_is_ahead_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    let (ana, now, hour) = (UserId::random(), Timestamp::now(), |hours| Timestamp::now().plus_seconds(hours * HOUR));
    let (first, second) = (SessionId::random(), SessionId::random());
    assert_eq!(store.create_session(first, ana, 9, now, hour(10)).await, Ok(vec![]));
    assert_eq!(store.create_session(second, ana, 9, hour(11), hour(21)).await, Ok(vec![first]));
    assert_eq!(store.create_session(SessionId::random(), ana, 1, now, hour(10)).await, Ok(vec![second]));
}
