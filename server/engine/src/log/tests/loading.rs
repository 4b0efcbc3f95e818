//! Logs that were read anew, from a store that is behind by any number of events.

use std::collections::BTreeMap;

use archive::StoredChange;
use proptest::{prelude::*, sample::Index};
use uuid::Uuid;

use super::{EVENTS_MAX, Fact, PEOPLE, Position, Scene, Step, load, steps};
use crate::store::Forward;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_log_that_is_read_anew_is_the_one_that_lived(
        (before, after) in (steps(50), steps(10)),
        places in prop::collection::vec((any::<Index>(), 0..200_i64, 1..600_i64), 1..4),
    ) {
        let lived = Scene::after(&before).model;
        for (place, window, max) in places {
            let place = 1 + place.index(lived.facts.len());
            let mut scene = load(&lived, place, window, max);
            scene.check();
            scene.live(&after);
            scene.check();
        }
    }

    #[test]
    fn what_a_log_says_to_store_makes_the_store_say_the_same(
        steps in steps(50),
        places in prop::collection::vec(any::<Index>(), 3),
    ) {
        let (whole, mut scene, mut store) = (Scene::after(&steps).model, Scene::begin(), Stored::default());
        store.write(&whole.facts[0]);
        for (number, fact) in whole.facts.iter().enumerate().skip(1) {
            scene.take(fact.clone());
            store.write(fact);
            if places.iter().any(|place| place.index(whole.facts.len()) == number) {
                store.bring_forward(scene.log.bring_forward());
            }
        }
        store.bring_forward(scene.log.bring_forward());
        let rows = scene.model.members.keys().map(|user| (*user, scene.model.row(*user)));
        let rows = rows.map(|(user, row)| (user, (row.read_seq, row.read_number, row.own)));
        prop_assert_eq!(store.0, rows.collect::<BTreeMap<_, _>>());
    }
}

/// The positions that the store says.
#[derive(Default)]
struct Stored(BTreeMap<Uuid, (i64, i64, i64)>);

impl Stored {
    /// What is stored with an event.
    fn write(&mut self, fact: &Fact) {
        let Fact::Event(event, _) = fact else { return };
        match event.change() {
            Ok(StoredChange::Added) => drop(self.0.insert(event.user, (event.seq, event.messages, 0))),
            Ok(StoredChange::Removed) => drop(self.0.remove(&event.user)),
            _ => {}
        }
    }

    /// As `fn::bring_forward` does it.
    fn bring_forward(&mut self, forward: Option<Forward>) {
        for Position { user, read_seq, read_number, own } in forward.into_iter().flat_map(|forward| forward.members) {
            if let Some(row) = self.0.get_mut(&user).filter(|row| row.0 <= read_seq) {
                *row = (read_seq, read_number, own);
            }
        }
    }
}

#[test]
fn a_group_that_seems_empty_for_a_while_keeps_its_invitation() {
    // Luis comes, goes and comes back, and the owner hands over and goes: of those who are members by now nobody is there in between.
    let scene = Scene::after(&[Step::Come(1), Step::Go(1), Step::Come(1), Step::Go(0)]);
    for place in 1..=scene.model.facts.len() {
        load(&scene.model, place, 128, EVENTS_MAX).check();
    }
}

#[test]
fn what_is_not_the_next_event_changes_nothing() {
    let mut scene = Scene::after(&[Step::Come(1), Step::Write { who: 0, count: 3 }]);
    let more = Scene::after(&[Step::Come(1), Step::Write { who: 0, count: 3 }, Step::Write { who: 1, count: 2 }]).model;
    for seq in (1..=more.head()).filter(|seq| *seq != scene.model.head() + 1) {
        let Fact::Event(event, message) = &more.facts[seq as usize - 1] else { panic!("nobody read") };
        scene.log.apply(event, message.as_slice());
        scene.check();
    }
    assert!(scene.log.is_member(PEOPLE[1].into()));
}
