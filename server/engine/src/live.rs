//! Everything live in this process: the rooms of groups that somebody uses, and the sockets by person.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use tertulia::{
    ids::{GroupId, SessionId, UserId},
    protocol::CloseCode,
};

use super::{
    mailbox::Mailbox,
    room::{ConnectionId, Room},
};

/// A socket, as far as ending or telling it goes.
#[derive(Clone)]
struct Registered {
    session: SessionId,
    mailbox: Arc<Mailbox>,
}

/// The live half of the chat.
pub(super) struct Live {
    rooms: Mutex<HashMap<GroupId, Arc<Room>>>,
    people: Mutex<HashMap<UserId, HashMap<ConnectionId, Registered>>>,
    next_id: AtomicU64,
    closing: AtomicBool,
    /// Where the clock of the state machines starts.
    started: Instant,
}

impl Live {
    pub(super) fn new() -> Self {
        Self {
            rooms: Mutex::default(),
            people: Mutex::default(),
            next_id: AtomicU64::new(1),
            closing: AtomicBool::new(false),
            started: Instant::now(),
        }
    }

    /// Milliseconds since the start.
    pub(super) fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The group's room; made if there is none.
    pub(super) fn room(&self, group: GroupId) -> Arc<Room> {
        Arc::clone(lock(&self.rooms).entry(group).or_insert_with(|| Arc::new(Room::new(group))))
    }

    /// The group's room, if somebody uses it.
    pub(super) fn existing_room(&self, group: GroupId) -> Option<Arc<Room>> {
        lock(&self.rooms).get(&group).cloned()
    }

    /// Drops rooms that nobody uses. A room in somebody's hands stays: a second one beside it would tell the same log twice.
    pub(super) fn sweep(&self) {
        let mut rooms = lock(&self.rooms);
        rooms.retain(|_, room| Arc::strong_count(room) > 1 || !room.is_idle());
        rooms.shrink_to_fit();
    }

    /// Registers a socket; none where the person has `most` already.
    pub(super) fn register(
        &self,
        user: UserId,
        session: SessionId,
        mailbox: &Arc<Mailbox>,
        most: usize,
    ) -> Option<ConnectionId> {
        let id = ConnectionId(self.next_id.fetch_add(1, Ordering::Relaxed));
        let registered = Registered { session, mailbox: Arc::clone(mailbox) };
        {
            let mut people = lock(&self.people);
            let sockets = people.entry(user).or_default();
            if sockets.len() >= most {
                return None;
            }
            sockets.insert(id, registered);
        }
        if self.closing.load(Ordering::SeqCst) {
            mailbox.close(CloseCode::Restarting);
        }
        Some(id)
    }

    pub(super) fn unregister(&self, user: UserId, id: ConnectionId) {
        let mut people = lock(&self.people);
        if let Some(sockets) = people.get_mut(&user) {
            sockets.remove(&id);
            if sockets.is_empty() {
                people.remove(&user);
            }
        }
    }

    /// Ends the sockets of a revoked session.
    pub(super) fn end_session(&self, user: UserId, session: SessionId) {
        for socket in self.sockets_of(user).values().filter(|socket| socket.session == session) {
            socket.mailbox.close(CloseCode::Unauthenticated);
        }
    }

    /// Ends every socket, those that still arrive included.
    pub(super) fn end_all(&self) {
        self.closing.store(true, Ordering::SeqCst);
        for sockets in lock(&self.people).values() {
            for socket in sockets.values() {
                socket.mailbox.close(CloseCode::Restarting);
            }
        }
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// How many sockets and how many rooms there are.
    pub(super) fn counts(&self) -> (usize, usize) {
        let sockets = lock(&self.people).values().map(HashMap::len).sum();
        (sockets, lock(&self.rooms).len())
    }

    fn sockets_of(&self, user: UserId) -> HashMap<ConnectionId, Registered> {
        lock(&self.people).get(&user).cloned().unwrap_or_default()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
