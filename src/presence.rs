//! Who is in one group now. A person may have several sockets (tabs, devices) and is here while one of them is open, and for
//! [`LEAVE_GRACE_MS`] after the last one went, so that a reload or a tunnel does not announce leaving and coming.

use std::collections::{BTreeMap, BTreeSet};

use crate::{api::Present, ids::UserId};

/// How long a person without a socket still counts as here, in milliseconds. 15 s, the contract's number and Ably's.
pub const LEAVE_GRACE_MS: u64 = 15_000;

/// Somebody came: to be announced as `user_joined`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    pub user_id: UserId,
    pub name: String,
}

/// Somebody went: to be announced as `user_left`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub user_id: UserId,
    pub name: String,
}

/// The people of one group who are here.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    people: BTreeMap<UserId, Person>,
}

#[derive(Clone, Debug)]
struct Person {
    /// As given by the newest socket.
    name: String,
    /// Numbers that the caller gives its sockets; a set, so that arriving or departing twice counts once.
    sockets: BTreeSet<u64>,
    /// When the grace ends; set exactly while there is no socket.
    leaves_at_ms: Option<u64>,
}

impl Presence {
    /// A socket of a person's arrived. Answers a joining only if the person was not here.
    pub fn arrive(&mut self, user_id: UserId, name: &str, socket: u64) -> Option<Joined> {
        let known = self.people.contains_key(&user_id);
        let person = self.people.entry(user_id).or_insert_with(|| Person {
            name: String::new(),
            sockets: BTreeSet::new(),
            leaves_at_ms: None,
        });
        name.clone_into(&mut person.name);
        person.sockets.insert(socket);
        person.leaves_at_ms = None;
        (!known).then(|| Joined { user_id, name: name.to_owned() })
    }

    /// A socket of a person's is gone. After the last one the grace begins.
    pub fn depart(&mut self, user_id: UserId, socket: u64, now_ms: u64) {
        let Some(person) = self.people.get_mut(&user_id) else { return };
        if person.sockets.remove(&socket) && person.sockets.is_empty() {
            person.leaves_at_ms = Some(now_ms.saturating_add(LEAVE_GRACE_MS));
        }
    }

    /// Whose grace is over at `now_ms`.
    pub fn expire(&mut self, now_ms: u64) -> Vec<Left> {
        let over = |person: &Person| person.leaves_at_ms.is_some_and(|at| at <= now_ms);
        let gone = self.people.extract_if(.., |_, person| over(person));
        gone.map(|(user_id, person)| Left { user_id, name: person.name }).collect()
    }

    /// Somebody whose membership ended is gone at once, sockets and grace included.
    pub fn remove(&mut self, user_id: UserId) -> Option<Left> {
        self.people.remove(&user_id).map(|person| Left { user_id, name: person.name })
    }

    /// When [`Presence::expire`] has something to do next.
    pub fn next_deadline(&self) -> Option<u64> {
        self.people.values().filter_map(|person| person.leaves_at_ms).min()
    }

    /// Whether a person is here.
    pub fn is_online(&self, user_id: UserId) -> bool {
        self.people.contains_key(&user_id)
    }

    /// Everybody who is here, by name.
    pub fn online(&self) -> Vec<Present> {
        let present = |(user_id, person): (&UserId, &Person)| Present { user_id: *user_id, name: person.name.clone() };
        let mut online: Vec<Present> = self.people.iter().map(present).collect();
        online.sort_by(|a, b| (&a.name, a.user_id).cmp(&(&b.name, b.user_id)));
        online
    }

    /// How many people are here.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }
}
