//! Who is in one group now. A person may have several sockets (tabs, devices) and is here while one of them is open, and for
//! [`LEAVE_GRACE_MS`] after the last one went, so that a reload or a tunnel does not announce leaving and coming.

use std::collections::{BTreeMap, BTreeSet};

use tertulia::{api::Present, ids::UserId};

/// How long a person without a socket still counts as here, in milliseconds. 15 s, as Ably does.
pub(crate) const LEAVE_GRACE_MS: u64 = 15_000;

/// Somebody came: to be announced as `user_joined`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    pub(crate) user_id: UserId,
    pub(crate) name: String,
}

/// Somebody went: to be announced as `user_left`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) user_id: UserId,
    pub(crate) name: String,
}

/// The people of one group who are here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence {
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
    pub(crate) fn arrive(&mut self, user_id: UserId, name: &str, socket: u64) -> Option<Joined> {
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
    pub(crate) fn depart(&mut self, user_id: UserId, socket: u64, now_ms: u64) {
        let Some(person) = self.people.get_mut(&user_id) else { return };
        if person.sockets.remove(&socket) && person.sockets.is_empty() {
            person.leaves_at_ms = Some(now_ms.saturating_add(LEAVE_GRACE_MS));
        }
    }

    /// Whose grace is over at `now_ms`.
    pub(crate) fn expire(&mut self, now_ms: u64) -> Vec<Left> {
        let over = |person: &Person| person.leaves_at_ms.is_some_and(|at| at <= now_ms);
        let gone = self.people.extract_if(.., |_, person| over(person));
        gone.map(|(user_id, person)| Left { user_id, name: person.name }).collect()
    }

    /// Somebody whose membership ended is gone at once, sockets and grace included.
    pub(crate) fn remove(&mut self, user_id: UserId) -> Option<Left> {
        self.people.remove(&user_id).map(|person| Left { user_id, name: person.name })
    }

    /// When [`Presence::expire`] has something to do next.
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        self.people.values().filter_map(|person| person.leaves_at_ms).min()
    }

    /// Everybody who is here, by id.
    pub(crate) fn here(&self) -> impl Iterator<Item = UserId> {
        self.people.keys().copied()
    }

    /// Everybody who is here, by name.
    pub(crate) fn online(&self) -> Vec<Present> {
        let present = |(user_id, person): (&UserId, &Person)| Present { user_id: *user_id, name: person.name.clone() };
        let mut online: Vec<Present> = self.people.iter().map(present).collect();
        online.sort_by(|a, b| (&a.name, a.user_id).cmp(&(&b.name, b.user_id)));
        online
    }

    /// How many people are here.
    pub(crate) fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is here.
    pub(crate) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn user(number: u64) -> UserId {
        UserId::from(Uuid::from_u64_pair(1, number))
    }

    #[test]
    fn the_first_socket_joins_and_further_ones_do_not() {
        let mut presence = Presence::default();
        let joined = Joined { user_id: user(1), name: "Ana".to_owned() };
        assert_eq!(presence.arrive(user(1), "Ana", 1), Some(joined));
        assert_eq!(presence.arrive(user(1), "Ana", 2), None);
        presence.depart(user(1), 1, 0);
        assert_eq!((presence.next_deadline(), presence.expire(u64::MAX)), (None, vec![]));
    }

    #[test]
    fn a_reload_within_the_grace_is_neither_leaving_nor_coming() {
        let mut presence = Presence::default();
        presence.arrive(user(1), "Ana", 1);
        presence.depart(user(1), 1, 100);
        assert!(presence.expire(99 + LEAVE_GRACE_MS).is_empty() && presence.here().eq([user(1)]));
        assert_eq!(presence.arrive(user(1), "Ana", 2), None);
        assert!(presence.expire(u64::MAX).is_empty());
    }

    #[test]
    fn a_socket_that_goes_twice_does_not_lengthen_the_grace() {
        let mut presence = Presence::default();
        presence.arrive(user(1), "Ana", 1);
        presence.depart(user(1), 1, 0);
        presence.depart(user(1), 1, 9_000);
        assert_eq!(presence.next_deadline(), Some(LEAVE_GRACE_MS));
        assert_eq!(presence.expire(LEAVE_GRACE_MS), [Left { user_id: user(1), name: "Ana".to_owned() }]);
        assert!(presence.is_empty());
    }

    #[test]
    fn people_are_listed_by_name() {
        let mut presence = Presence::default();
        for (number, name) in [(1, "Zoe"), (2, "Ana"), (3, "Max")] {
            presence.arrive(user(number), name, number);
        }
        presence.arrive(user(1), "Bea", 9);
        let names: Vec<String> = presence.online().into_iter().map(|present| present.name).collect();
        assert_eq!(names, ["Ana", "Bea", "Max"]);
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Arrive(u64, u64),
        Depart(u64, u64),
        Wait(u64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..2_u64, 0..3_u64).prop_map(|(user, socket)| Step::Arrive(user, socket)),
            (0..2_u64, 0..3_u64).prop_map(|(user, socket)| Step::Depart(user, socket)),
            prop_oneof![Just(LEAVE_GRACE_MS), Just(1), 0..20_000_u64].prop_map(Step::Wait),
        ]
    }

    /// The definition: the sockets that are open, and when the last one closed.
    #[derive(Default)]
    struct Sockets {
        open: BTreeSet<u64>,
        closed_at_ms: Option<u64>,
        announced: bool,
    }

    impl Sockets {
        fn is_here(&self, now_ms: u64) -> bool {
            !self.open.is_empty() || self.closed_at_ms.is_some_and(|at| now_ms < at + LEAVE_GRACE_MS)
        }

        fn announce(&mut self, here: bool) {
            assert_ne!(self.announced, here, "joining and leaving alternate");
            self.announced = here;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_person_is_here_while_a_socket_is_open_and_15_s_longer(steps in prop::collection::vec(step(), 0..60)) {
            let (mut presence, mut now_ms) = (Presence::default(), 0);
            let mut people = [Sockets::default(), Sockets::default()];
            for step in steps {
                match step {
                    Step::Arrive(number, socket) => {
                        let person = &mut people[usize::try_from(number).expect("small")];
                        person.open.insert(socket);
                        if presence.arrive(user(number), "somebody", socket).is_some() {
                            person.announce(true);
                        }
                    }
                    Step::Depart(number, socket) => {
                        let person = &mut people[usize::try_from(number).expect("small")];
                        if person.open.remove(&socket) && person.open.is_empty() {
                            person.closed_at_ms = Some(now_ms);
                        }
                        presence.depart(user(number), socket, now_ms);
                    }
                    Step::Wait(ms) => now_ms += ms,
                }
                for left in presence.expire(now_ms) {
                    people[usize::from(left.user_id == user(1))].announce(false);
                }
                for (number, person) in (0..).zip(&people) {
                    prop_assert_eq!(presence.here().any(|here| here == user(number)), person.is_here(now_ms));
                    prop_assert_eq!(person.announced, person.is_here(now_ms));
                }
                prop_assert!(presence.next_deadline().is_none_or(|at| at > now_ms));
            }
        }
    }
}
