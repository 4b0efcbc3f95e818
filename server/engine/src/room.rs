//! Live fan-out of one group: who receives it, and who is here.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tertulia::{
    api::Present,
    ids::{GroupId, UserId},
    log_event::LogEvent,
    protocol::ServerFrame,
};

use super::{
    broadcast::{Broadcast, Told},
    mailbox::{Item, Mailbox},
    presence::{Left, Presence},
};

/// People online beyond whom typing is not told: it would cost more than it says (features of the field: 100).
const TYPING_AUDIENCE_MAX: usize = 100;

/// Names one socket of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub(super) u64);

/// A socket that receives the group.
pub(super) struct Subscriber {
    pub(super) user: UserId,
    pub(super) mailbox: Arc<Mailbox>,
}

#[derive(Default)]
struct State {
    subscribers: HashMap<ConnectionId, Subscriber>,
    presence: Presence,
}

/// One group, live.
pub(super) struct Room {
    pub(super) group: GroupId,
    state: Mutex<State>,
}

impl Room {
    pub(super) fn new(group: GroupId) -> Self {
        Self { group, state: Mutex::default() }
    }

    /// Starts putting what is told into a mailbox. The person is not here yet: see [`Room::arrive`].
    pub(super) fn attach(&self, id: ConnectionId, subscriber: Subscriber) {
        self.lock().subscribers.insert(id, subscriber);
    }

    /// The person behind an attached socket is here, and whoever came anew is announced. Everybody who is here now; none if the
    /// socket was detached meanwhile, because the membership ended.
    pub(super) fn arrive(&self, id: ConnectionId, name: &str) -> Option<Vec<Present>> {
        let mut state = self.lock();
        let user = state.subscribers.get(&id)?.user;
        if let Some(joined) = state.presence.arrive(user, name, id.0) {
            let frame = ServerFrame::UserJoined { group_id: self.group, user_id: user, name: joined.name };
            state.send_ephemeral(frame, user);
        }
        Some(state.presence.online())
    }

    /// Stops. Returns whether the person's grace began, so that somebody looks again when it is over.
    pub(super) fn detach(&self, id: ConnectionId, now_ms: u64) -> bool {
        let mut state = self.lock();
        let Some(subscriber) = state.subscribers.remove(&id) else { return false };
        state.presence.depart(subscriber.user, id.0, now_ms);
        state.presence.next_deadline().is_some()
    }

    /// Announces those whose grace is over.
    pub(super) fn expire(&self, now_ms: u64) {
        let mut state = self.lock();
        for Left { user_id, name } in state.presence.expire(now_ms) {
            state.send_ephemeral(ServerFrame::UserLeft { group_id: self.group, user_id, name }, user_id);
        }
    }

    /// Tells a stored change to everybody. Never waits: each mailbox takes it or closes its socket.
    pub(super) fn publish(&self, event: LogEvent) {
        let told = Told::new(event);
        for subscriber in self.lock().subscribers.values() {
            subscriber.mailbox.put(Item::Durable(told.to(subscriber.user)));
        }
    }

    /// The person's membership ended: its sockets receive nothing of this group any more, and it is not here.
    pub(super) fn remove(&self, user: UserId) {
        let mut state = self.lock();
        let group = self.group;
        state.subscribers.retain(|_, subscriber| {
            let stays = subscriber.user != user;
            if !stays {
                subscriber.mailbox.put(Item::Removed(group));
            }
            stays
        });
        if let Some(Left { user_id, name }) = state.presence.remove(user) {
            state.send_ephemeral(ServerFrame::UserLeft { group_id: group, user_id, name }, user_id);
        }
    }

    /// Tells the others that somebody writes.
    pub(super) fn typing(&self, user: UserId, name: &str) {
        let state = self.lock();
        if state.presence.len() <= TYPING_AUDIENCE_MAX {
            state.send_ephemeral(
                ServerFrame::Typing { group_id: self.group, user_id: user, name: name.to_owned() },
                user,
            );
        }
    }

    /// Tells something passing to a person's sockets that receive the group, but not to the one that it came from.
    pub(super) fn send_to_person(&self, user: UserId, but: Option<ConnectionId>, frame: ServerFrame) {
        let frame = Broadcast::new(frame);
        let state = self.lock();
        for (id, subscriber) in &state.subscribers {
            if subscriber.user == user && Some(*id) != but {
                subscriber.mailbox.put(Item::Ephemeral(Arc::clone(&frame)));
            }
        }
    }

    /// Everybody of whom a socket is open here, or was until a moment ago.
    pub(super) fn here(&self) -> BTreeSet<UserId> {
        self.lock().presence.here().collect()
    }

    /// Whether nobody receives it and nobody is in grace.
    pub(super) fn is_idle(&self) -> bool {
        let state = self.lock();
        state.subscribers.is_empty() && state.presence.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Tells something passing to everybody but one person.
    fn send_ephemeral(&self, frame: ServerFrame, but: UserId) {
        let frame = Broadcast::new(frame);
        for subscriber in self.subscribers.values().filter(|s| s.user != but) {
            subscriber.mailbox.put(Item::Ephemeral(Arc::clone(&frame)));
        }
    }
}
