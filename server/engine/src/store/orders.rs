//! In which order a person's groups stand: the most recently active first.
//!
//! To sort them the store would look at each of a person's groups at every page, and with thousands of them that takes as long as hundreds of
//! messages. So the order is kept in memory once it was asked for. When a group changes, only its own moment is noted here, not once for each of
//! its members; a person's order is forgotten when she comes into a group or goes. All of it can be read again, so it may be forgotten at any time.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tertulia::{
    api::GroupCursor,
    clock::Timestamp,
    ids::{GroupId, UserId},
};

/// Places in orders, and moments of groups, that are kept: some tens of MiB. Beyond, all are forgotten.
const KEPT_MAX: usize = 500_000;

/// The orders that were asked for.
#[derive(Debug, Default)]
pub(super) struct Orders(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    orders: HashMap<UserId, Box<[GroupCursor]>>,
    /// How many groups stand in all of them.
    places: usize,
    /// When groups were last active that changed since the program began.
    active: HashMap<GroupId, Timestamp>,
    /// Counts what was forgotten, so that what was read before is not kept after.
    forgotten: u64,
}

/// Reading a person's order has begun: what it finds may be kept, unless something was forgotten meanwhile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading(u64);

impl Orders {
    /// The groups of a page and one more, if the person's order is known.
    pub(super) fn page(&self, user: UserId, before: Option<GroupCursor>, count: usize) -> Option<Vec<GroupCursor>> {
        let places = {
            let kept = self.lock();
            let now = |place: &GroupCursor| GroupCursor {
                active_at: kept.active.get(&place.id).copied().unwrap_or(place.active_at),
                id: place.id,
            };
            kept.orders.get(&user)?.iter().map(now).collect()
        };
        Some(page(places, before, count))
    }

    /// Before a person's groups are read.
    pub(super) fn begin(&self) -> Reading {
        Reading(self.lock().forgotten)
    }

    /// Keeps what was read.
    pub(super) fn keep(&self, reading: Reading, user: UserId, places: Vec<GroupCursor>) {
        let mut kept = self.lock();
        if kept.forgotten != reading.0 {
            return;
        }
        kept.places += places.len();
        if let Some(before) = kept.orders.insert(user, places.into()) {
            kept.places -= before.len();
        }
        kept.bound();
    }

    /// A group changed at this moment.
    pub(super) fn touch(&self, group: GroupId, at: Timestamp) {
        let mut kept = self.lock();
        kept.active.insert(group, at);
        kept.bound();
    }

    /// A person came into a group or left one, or may have.
    pub(super) fn forget(&self, user: UserId) {
        let mut kept = self.lock();
        kept.forgotten += 1;
        if let Some(before) = kept.orders.remove(&user) {
            kept.places -= before.len();
        }
    }

    /// Nobody knows what a write has done that ended in doubt.
    pub(super) fn forget_all(&self) {
        self.lock().forget_all();
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// An order without the moments that were noted since would be wrong, so both go.
    fn bound(&mut self) {
        if self.places + self.active.len() > KEPT_MAX {
            self.forget_all();
        }
    }

    fn forget_all(&mut self) {
        *self = Self { forgotten: self.forgotten + 1, ..Self::default() };
    }
}

/// Those behind a place, in their order, at most so many.
pub(super) fn page(mut places: Vec<GroupCursor>, before: Option<GroupCursor>, count: usize) -> Vec<GroupCursor> {
    places.sort_unstable_by_key(|place| std::cmp::Reverse(rank(place)));
    let first = before.map_or(0, |before| places.partition_point(|place| rank(place) >= rank(&before)));
    places.into_iter().skip(first).take(count).collect()
}

/// What is compared: the later moment first, and of one moment the greater id.
fn rank(place: &GroupCursor) -> (Timestamp, uuid::Uuid) {
    (place.active_at, place.id.as_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(at: i64, id: GroupId) -> GroupCursor {
        GroupCursor { active_at: Timestamp::from_millis(at), id }
    }

    fn known(ids: &[GroupId]) -> (Orders, UserId) {
        let (orders, user) = (Orders::default(), UserId::random());
        let places = ids.iter().enumerate().map(|(at, id)| place(at as i64, *id)).collect();
        orders.keep(orders.begin(), user, places);
        (orders, user)
    }

    fn ids(page: Option<Vec<GroupCursor>>) -> Vec<GroupId> {
        page.expect("is known").into_iter().map(|place| place.id).collect()
    }

    #[test]
    fn whatever_was_active_last_comes_first() {
        let all = [GroupId::random(), GroupId::random(), GroupId::random()];
        let (orders, ana) = known(&all);
        assert_eq!(ids(orders.page(ana, None, 2)), [all[2], all[1]]);
        orders.touch(all[0], Timestamp::from_millis(9));
        assert_eq!(ids(orders.page(ana, None, 9)), [all[0], all[2], all[1]]);
        assert_eq!(ids(orders.page(ana, Some(place(2, all[2])), 9)), [all[1]]);
        // A clock that was set back dates what it stores.
        orders.touch(all[2], Timestamp::from_millis(-1));
        assert_eq!(ids(orders.page(ana, None, 9)), [all[0], all[1], all[2]]);
    }

    #[test]
    fn groups_of_one_moment_stand_on_one_page_each() {
        let all: Vec<GroupId> = (0..9).map(|_| GroupId::random()).collect();
        let (orders, ana) = (Orders::default(), UserId::random());
        orders.keep(orders.begin(), ana, all.iter().map(|id| place(7, *id)).collect());
        let (mut seen, mut before) = (Vec::new(), None);
        while let Some(last) = orders.page(ana, before, 2).expect("is known").last().copied() {
            seen.extend(ids(orders.page(ana, before, 2)));
            before = Some(last);
        }
        seen.sort_unstable();
        let mut all = all;
        all.sort_unstable();
        assert_eq!(seen, all);
    }

    #[test]
    fn what_was_forgotten_while_it_was_read_is_not_kept() {
        let (orders, ana) = known(&[GroupId::random()]);
        let reading = orders.begin();
        orders.forget(ana);
        orders.keep(reading, ana, vec![]);
        assert_eq!(orders.page(ana, None, 9), None);
        orders.keep(orders.begin(), ana, vec![]);
        assert_eq!(orders.page(ana, None, 9), Some(vec![]));
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let (orders, ana) = known(&[GroupId::random()]);
        for _ in 0..KEPT_MAX {
            orders.touch(GroupId::random(), Timestamp::from_millis(0));
        }
        assert_eq!((orders.page(ana, None, 9), orders.lock().active.len()), (None, 0));
    }
}
