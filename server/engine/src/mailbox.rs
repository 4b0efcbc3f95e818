//! What waits to be written to one socket: bounded, and never awaited by those who put something in.

use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    task::{Poll, Waker},
};

use tertulia::{ids::GroupId, protocol::CloseCode};

use super::broadcast::{Broadcast, weight};

/// Most frames that may wait.
const FRAMES_MAX: usize = 256;
/// About how many bytes may wait ([`weight`]).
const BYTES_MAX: usize = 1024 * 1024;

/// Something for one socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A durable change of a group's log.
    Durable(Arc<Broadcast>),
    /// Typing, presence, reading position: may be dropped when the socket is slow.
    Ephemeral(Arc<Broadcast>),
    /// The person is not a member of the group any more.
    Removed(GroupId),
}

impl Item {
    fn bytes(&self) -> usize {
        match self {
            Self::Durable(told) | Self::Ephemeral(told) => weight(told.frame()),
            Self::Removed(_) => 0,
        }
    }
}

#[derive(Debug, Default)]
struct State {
    /// The oldest thing, here rather than in a buffer: mostly a single one waits, and a socket that waits for one holds no buffer.
    first: Option<Item>,
    /// What follows it; empty while there is no first.
    rest: VecDeque<Item>,
    /// How many frames and bytes were put in, ever; with what was handed over, that says how much waits.
    frames: usize,
    bytes: usize,
    /// The one reader, while it waits for something to arrive.
    reader: Option<Waker>,
    /// Whoever races a blocked write against the end, while it waits.
    racer: Option<Waker>,
}

/// The queue of one socket. One reader empties it.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    state: Mutex<State>,
    /// The end; comes once, with the state locked, and is looked at without.
    closed: OnceLock<CloseCode>,
    /// How many frames and bytes the reader has been handed, ever. Only it writes here: a lock for each frame is saved.
    handed_frames: AtomicUsize,
    handed_bytes: AtomicUsize,
}

/// What the reader has taken out and was not handed yet. It counts as waiting.
#[derive(Debug, Default)]
pub(super) struct Taken(VecDeque<Item>);

impl Mailbox {
    /// Puts something in. Above half, passing things are dropped; full, the socket is closed with 4011 and its client resumes.
    pub(super) fn put(&self, item: Item) {
        let mut state = self.lock();
        if self.closed.get().is_some() {
            return;
        }
        let frames = state.frames.wrapping_sub(self.handed_frames.load(Relaxed));
        let bytes = state.bytes.wrapping_sub(self.handed_bytes.load(Relaxed)) + item.bytes();
        let passing = matches!(item, Item::Ephemeral(_));
        if passing && (frames >= FRAMES_MAX / 2 || bytes > BYTES_MAX / 2) {
            return;
        }
        // A single frame larger than the bound passes when nothing else waits.
        if frames >= FRAMES_MAX || (bytes > BYTES_MAX && frames > 0) {
            drop(state);
            return self.close(CloseCode::TooSlow);
        }
        state.frames = state.frames.wrapping_add(1);
        state.bytes = state.bytes.wrapping_add(item.bytes());
        if state.first.is_some() {
            // The reader was woken for the first and takes this one along.
            return state.rest.push_back(item);
        }
        state.first = Some(item);
        let reader = state.reader.take();
        drop(state);
        wake(reader);
    }

    /// Whether everything that was put in was handed over.
    pub(super) fn is_empty(&self) -> bool {
        self.lock().frames == self.handed_frames.load(Relaxed)
    }

    /// Ends the socket; what waits is dropped. The first code counts.
    pub(super) fn close(&self, code: CloseCode) {
        let mut state = self.lock();
        let _ = self.closed.set(code);
        let dropped = (state.first.take(), std::mem::take(&mut state.rest));
        let (reader, racer) = (state.reader.take(), state.racer.take());
        drop(state);
        drop(dropped);
        wake(reader);
        wake(racer);
    }

    /// The next thing if there is one; the code if the socket is to be closed.
    pub(super) fn try_take(&self, taken: &mut Taken) -> Option<Result<Item, CloseCode>> {
        self.take_or_wait(taken, None)
    }

    /// The next thing; waits for it. Cancel safe: what is taken out is kept in `taken` until it is returned.
    pub(super) async fn take(&self, taken: &mut Taken) -> Result<Item, CloseCode> {
        poll_fn(|context| self.take_or_wait(taken, Some(context.waker())).map_or(Poll::Pending, Poll::Ready)).await
    }

    /// Takes out all that waits at once, with one lock, and hands it over one by one.
    fn take_or_wait(&self, taken: &mut Taken, waker: Option<&Waker>) -> Option<Result<Item, CloseCode>> {
        if let Some(code) = self.closed.get() {
            taken.0 = VecDeque::new();
            return Some(Err(*code));
        }
        if let Some(item) = taken.0.pop_front() {
            // An idle socket keeps no buffer from a busy moment.
            if taken.0.is_empty() {
                taken.0 = VecDeque::new();
            }
            return Some(Ok(self.hand(item)));
        }
        let mut state = self.lock();
        if let Some(item) = state.first.take() {
            taken.0 = std::mem::take(&mut state.rest);
            drop(state);
            return Some(Ok(self.hand(item)));
        }
        // It may have come since the first look.
        if let Some(code) = self.closed.get() {
            return Some(Err(*code));
        }
        if let Some(waker) = waker {
            wait(&mut state.reader, waker);
        }
        None
    }

    /// From now on it does not count as waiting. Whoever puts something in at the same moment may still count it.
    fn hand(&self, item: Item) -> Item {
        self.handed_frames.store(self.handed_frames.load(Relaxed).wrapping_add(1), Relaxed);
        self.handed_bytes.store(self.handed_bytes.load(Relaxed).wrapping_add(item.bytes()), Relaxed);
        item
    }

    /// Resolves when the socket is to be closed. For one who waits at a time.
    pub(super) async fn until_closed(&self) -> CloseCode {
        poll_fn(|context| {
            let mut state = self.lock();
            if let Some(code) = self.closed.get() {
                return Poll::Ready(*code);
            }
            wait(&mut state.racer, context.waker());
            Poll::Pending
        })
        .await
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait(place: &mut Option<Waker>, waker: &Waker) {
    if !place.as_ref().is_some_and(|waiting| waiting.will_wake(waker)) {
        *place = Some(waker.clone());
    }
}

fn wake(waiting: Option<Waker>) {
    if let Some(waker) = waiting {
        waker.wake();
    }
}

#[cfg(test)]
mod tests;
