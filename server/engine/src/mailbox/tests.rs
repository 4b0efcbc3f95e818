use std::{
    sync::Arc,
    task::{Context, Wake},
};

use futures::FutureExt as _;
use tertulia::{
    clock::Timestamp,
    ids::Seq,
    log_event::{Change, LogEvent},
    protocol::ServerFrame,
};

use super::*;
use crate::broadcast::FRAME_BYTES;

/// An edit that weighs so many bytes, or the least that a frame does.
fn logged(seq: u64, bytes: usize) -> Item {
    let (group_id, editor_id) = (GroupId::from(uuid::Uuid::nil()), uuid::Uuid::nil().into());
    let content = Some("x".repeat(bytes.saturating_sub(FRAME_BYTES)));
    let (message_seq, excerpt, mentions, everyone) = (Seq(1), None, Vec::new(), false);
    let change = Change::Edited { message_seq, content, html: None, excerpt, mentions, everyone, editor_id };
    let event = LogEvent { group_id, seq: Seq(seq), at: Timestamp::from_millis(0), change };
    Item::Durable(Broadcast::new(ServerFrame::Event(event)))
}

fn passing() -> Item {
    Item::Ephemeral(Broadcast::new(ServerFrame::Pong))
}

fn put(mailbox: &Mailbox, seqs: std::ops::RangeInclusive<usize>) {
    for seq in seqs {
        mailbox.put(logged(seq as u64, 1));
    }
}

/// Counts how often it is woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Relaxed);
    }
}

#[tokio::test]
async fn things_come_out_in_the_order_they_went_in() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    put(&mailbox, 1..=3);
    assert_eq!(mailbox.take(&mut taken).await, Ok(logged(1, 1)));
    // Behind those that were taken out together with the first.
    put(&mailbox, 4..=5);
    for seq in 2..=5 {
        assert_eq!(mailbox.take(&mut taken).await, Ok(logged(seq, 1)));
    }
    assert_eq!(mailbox.try_take(&mut taken), None);
    assert_eq!((taken.0.capacity(), mailbox.lock().rest.capacity()), (0, 0), "an idle socket keeps no buffer");
}

#[test]
fn above_half_only_passing_things_are_dropped() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    put(&mailbox, 1..=FRAMES_MAX / 2);
    mailbox.put(passing());
    mailbox.put(logged(1000, 1));
    let all: Vec<_> = std::iter::from_fn(|| mailbox.try_take(&mut taken)).collect();
    assert_eq!(all.len(), FRAMES_MAX / 2 + 1);
    assert!(!all.contains(&Ok(passing())));
    mailbox.put(passing());
    assert_eq!(mailbox.try_take(&mut taken), Some(Ok(passing())));
}

#[test]
fn a_full_mailbox_ends_its_socket_and_holds_nothing() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    put(&mailbox, 1..=FRAMES_MAX + 1);
    assert_eq!(mailbox.try_take(&mut taken), Some(Err(CloseCode::TooSlow)));
    let state = mailbox.lock();
    assert_eq!((&state.first, state.rest.capacity()), (&None, 0));
}

/// However the reader took it out: what it was not handed yet waits, and what it was handed does not.
#[test]
fn what_was_taken_out_with_the_first_counts_until_it_is_handed_over() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    put(&mailbox, 1..=FRAMES_MAX);
    assert_eq!(mailbox.try_take(&mut taken), Some(Ok(logged(1, 1))));
    assert_eq!(taken.0.len(), FRAMES_MAX - 1);
    mailbox.put(passing());
    put(&mailbox, 1..=1);
    assert_eq!(mailbox.try_take(&mut taken), Some(Ok(logged(2, 1))), "256 wait, which is not too much");
    put(&mailbox, 2..=3);
    assert_eq!(mailbox.try_take(&mut taken), Some(Err(CloseCode::TooSlow)), "257 would");
    assert_eq!(taken.0.capacity(), 0, "what was taken out is dropped too");
}

#[test]
fn the_bound_in_bytes_counts_too_but_one_large_frame_passes() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    mailbox.put(logged(1, BYTES_MAX + 1));
    assert!(matches!(mailbox.try_take(&mut taken), Some(Ok(_))));
    mailbox.put(logged(2, FRAME_BYTES));
    mailbox.put(logged(3, BYTES_MAX - FRAME_BYTES));
    assert_eq!(mailbox.try_take(&mut taken), Some(Ok(logged(2, FRAME_BYTES))));
    mailbox.put(logged(4, 1));
    assert!(mailbox.closed.get().is_none(), "exactly as much as may wait, with what was taken out");
    mailbox.put(logged(5, 1));
    assert_eq!(mailbox.try_take(&mut taken), Some(Err(CloseCode::TooSlow)));
}

#[test]
fn after_the_end_nothing_is_handed_over() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    put(&mailbox, 1..=3);
    assert_eq!(mailbox.try_take(&mut taken), Some(Ok(logged(1, 1))));
    put(&mailbox, 4..=4);
    mailbox.close(CloseCode::Unauthenticated);
    put(&mailbox, 5..=5);
    assert_eq!(mailbox.try_take(&mut taken), Some(Err(CloseCode::Unauthenticated)));
    assert_eq!(mailbox.try_take(&mut taken), Some(Err(CloseCode::Unauthenticated)));
}

/// Waking a task that is going to come anyway costs more than putting something in.
#[test]
fn a_reader_is_woken_once_however_much_arrives_until_it_comes() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut context = Context::from_waker(&waker);
    let mut look = |mailbox: &Mailbox| std::pin::pin!(mailbox.take(&mut taken)).poll_unpin(&mut context);
    assert!(look(&mailbox).is_pending());
    put(&mailbox, 1..=3);
    assert_eq!(woken.0.load(Relaxed), 1);
    for seq in 1..=3 {
        assert_eq!(look(&mailbox), Poll::Ready(Ok(logged(seq, 1))));
    }
    put(&mailbox, 4..=4);
    assert_eq!(woken.0.load(Relaxed), 1, "it did not wait");
    assert_eq!(look(&mailbox), Poll::Ready(Ok(logged(4, 1))));
    assert!(look(&mailbox).is_pending());
    mailbox.close(CloseCode::Restarting);
    assert_eq!(woken.0.load(Relaxed), 2);
    assert_eq!(look(&mailbox), Poll::Ready(Err(CloseCode::Restarting)));
}

#[tokio::test]
async fn giving_up_waiting_loses_nothing() {
    let (mailbox, mut taken) = (Mailbox::default(), Taken::default());
    assert_eq!(mailbox.take(&mut taken).now_or_never(), None);
    put(&mailbox, 1..=2);
    assert_eq!(mailbox.take(&mut taken).now_or_never(), Some(Ok(logged(1, 1))));
    assert_eq!(mailbox.take(&mut taken).now_or_never(), Some(Ok(logged(2, 1))));
}

/// Nothing that is put in between the look and the wait is missed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_arrives_at_a_reader_that_waits_on_another_thread() {
    const ALL: u64 = 20_000;
    let mailbox = Arc::new(Mailbox::default());
    let reading = tokio::spawn({
        let mailbox = Arc::clone(&mailbox);
        async move {
            let mut taken = Taken::default();
            for seq in 1..=ALL {
                assert_eq!(mailbox.take(&mut taken).await, Ok(logged(seq, 1)));
            }
        }
    });
    for seq in 1..=ALL {
        while mailbox.lock().frames.wrapping_sub(mailbox.handed_frames.load(Relaxed)) >= FRAMES_MAX / 2 {
            tokio::task::yield_now().await;
        }
        mailbox.put(logged(seq, 1));
    }
    reading.await.expect("everything arrived, in order");
}

#[tokio::test]
async fn a_blocked_writer_learns_of_the_end() {
    let mailbox = Arc::new(Mailbox::default());
    let waiting = tokio::spawn({
        let mailbox = Arc::clone(&mailbox);
        async move { mailbox.until_closed().await }
    });
    tokio::task::yield_now().await;
    mailbox.close(CloseCode::Unauthenticated);
    mailbox.close(CloseCode::Restarting);
    assert_eq!(waiting.await.expect("ends"), CloseCode::Unauthenticated);
    assert_eq!(mailbox.until_closed().await, CloseCode::Unauthenticated);
}
