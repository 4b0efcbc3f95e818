//! What waits to be written to one socket: bounded, and never awaited by those who put something in.

use std::{collections::VecDeque, sync::Mutex};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::{
    ids::{GroupId, Seq},
    protocol::CloseCode,
};

/// Most frames that may wait.
const FRAMES_MAX: usize = 256;
/// Most bytes that may wait.
const BYTES_MAX: usize = 1024 * 1024;

/// Something for one socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A durable change of a group's log.
    Logged { group: GroupId, seq: Seq, text: Bytes },
    /// Typing, presence, reading position: may be dropped when the socket is slow.
    Passing { text: Bytes },
    /// The person is not a member of the group any more.
    Removed(GroupId),
}

impl Item {
    fn bytes(&self) -> usize {
        match self {
            Self::Logged { text, .. } | Self::Passing { text } => text.len(),
            Self::Removed(_) => 0,
        }
    }
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Item>,
    bytes: usize,
    closed: Option<CloseCode>,
}

/// The queue of one socket.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    state: Mutex<State>,
    /// Wakes the one reader.
    arrived: Notify,
    /// Wakes whoever races a blocked write against the end.
    doomed: Notify,
}

impl Mailbox {
    /// Puts something in. Above half, passing things are dropped; full, the socket is closed with 4011 and its client resumes.
    pub(super) fn put(&self, item: Item) {
        let mut state = self.lock();
        if state.closed.is_some() {
            return;
        }
        let bytes = state.bytes + item.bytes();
        let passing = matches!(item, Item::Passing { .. });
        if passing && (state.waiting.len() >= FRAMES_MAX / 2 || bytes > BYTES_MAX / 2) {
            return;
        }
        // A single frame larger than the bound passes when nothing else waits.
        if state.waiting.len() >= FRAMES_MAX || (bytes > BYTES_MAX && !state.waiting.is_empty()) {
            drop(state);
            return self.close(CloseCode::TooSlow);
        }
        state.bytes = bytes;
        state.waiting.push_back(item);
        drop(state);
        self.arrived.notify_one();
    }

    /// Ends the socket; what waits is dropped. The first code counts.
    pub(super) fn close(&self, code: CloseCode) {
        let mut state = self.lock();
        if state.closed.is_none() {
            state.closed = Some(code);
            state.waiting = VecDeque::new();
            state.bytes = 0;
        }
        drop(state);
        self.arrived.notify_one();
        self.doomed.notify_waiters();
    }

    /// The next thing if there is one; the code if the socket is to be closed.
    pub(super) fn try_take(&self) -> Option<Result<Item, CloseCode>> {
        let mut state = self.lock();
        if let Some(code) = state.closed {
            return Some(Err(code));
        }
        let item = state.waiting.pop_front()?;
        state.bytes -= item.bytes();
        // An idle socket keeps no buffer from a busy moment.
        if state.waiting.is_empty() {
            state.waiting = VecDeque::new();
        }
        Some(Ok(item))
    }

    /// The next thing; waits for it. Cancel safe: nothing is taken before it is returned.
    pub(super) async fn take(&self) -> Result<Item, CloseCode> {
        loop {
            let arrived = self.arrived.notified();
            if let Some(taken) = self.try_take() {
                return taken;
            }
            arrived.await;
        }
    }

    /// Resolves when the socket is to be closed.
    pub(super) async fn doomed(&self) -> CloseCode {
        loop {
            let doomed = self.doomed.notified();
            tokio::pin!(doomed);
            doomed.as_mut().enable();
            if let Some(code) = self.lock().closed {
                return code;
            }
            doomed.await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(seq: u64, bytes: usize) -> Item {
        Item::Logged { group: GroupId::from(uuid::Uuid::nil()), seq: Seq(seq), text: Bytes::from(vec![b'x'; bytes]) }
    }

    fn passing() -> Item {
        Item::Passing { text: Bytes::from_static(b"typing") }
    }

    #[tokio::test]
    async fn things_come_out_in_the_order_they_went_in() {
        let mailbox = Mailbox::default();
        for seq in 1..=3 {
            mailbox.put(logged(seq, 10));
        }
        for seq in 1..=3 {
            assert_eq!(mailbox.take().await, Ok(logged(seq, 10)));
        }
        assert_eq!(mailbox.try_take(), None);
    }

    #[test]
    fn above_half_only_passing_things_are_dropped() {
        let mailbox = Mailbox::default();
        for seq in 0..(FRAMES_MAX as u64 / 2) {
            mailbox.put(logged(seq, 1));
        }
        mailbox.put(passing());
        mailbox.put(logged(1000, 1));
        let taken: Vec<_> = std::iter::from_fn(|| mailbox.try_take()).collect();
        assert_eq!(taken.len(), FRAMES_MAX / 2 + 1);
        assert!(!taken.contains(&Ok(passing())));
        mailbox.put(passing());
        assert_eq!(mailbox.try_take(), Some(Ok(passing())));
    }

    #[test]
    fn a_full_mailbox_ends_its_socket_and_holds_nothing() {
        let mailbox = Mailbox::default();
        for seq in 0..=(FRAMES_MAX as u64) {
            mailbox.put(logged(seq, 1));
        }
        assert_eq!(mailbox.try_take(), Some(Err(CloseCode::TooSlow)));
        assert_eq!(mailbox.lock().waiting.capacity(), 0);
    }

    #[test]
    fn the_bound_in_bytes_counts_too_but_one_large_frame_passes() {
        let mailbox = Mailbox::default();
        mailbox.put(logged(1, BYTES_MAX + 1));
        assert!(matches!(mailbox.try_take(), Some(Ok(_))));
        mailbox.put(logged(2, BYTES_MAX));
        mailbox.put(logged(3, 1));
        assert_eq!(mailbox.try_take(), Some(Err(CloseCode::TooSlow)));
    }

    #[tokio::test]
    async fn a_blocked_writer_learns_of_the_end() {
        let mailbox = std::sync::Arc::new(Mailbox::default());
        let waiting = tokio::spawn({
            let mailbox = std::sync::Arc::clone(&mailbox);
            async move { mailbox.doomed().await }
        });
        mailbox.close(CloseCode::Unauthenticated);
        mailbox.close(CloseCode::Restarting);
        assert_eq!(waiting.await.expect("ends"), CloseCode::Unauthenticated);
        assert_eq!(mailbox.doomed().await, CloseCode::Unauthenticated);
    }
}
