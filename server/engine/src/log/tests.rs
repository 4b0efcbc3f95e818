//! A log in memory against one that keeps everything and counts anew at every question.

mod answers;
mod loading;
mod members;
mod model;
mod steps;

use proptest::prelude::*;
use tertulia::ids::Seq;
use uuid::Uuid;

use super::{Log, PageAnswer, Position, Reading};
use crate::{error::Error, store::Ahead};
use model::{Fact, Model};
use steps::{PEOPLE, Step, steps};

/// What the log keeps in memory, at most.
const EVENTS_MAX: i64 = 512;
/// What a reader gets at once, at most.
const REPLAY_MAX: u64 = 500;

/// A log, what it should say, and where its window begins at the earliest.
struct Scene {
    log: Log,
    model: Model,
    first: i64,
}

impl Scene {
    /// A group of one person.
    fn begin() -> Self {
        let model = Model::begin();
        Self { log: Log::new(model.loaded(1, 1, EVENTS_MAX)), model, first: 1 }
    }

    /// One that lived through some steps.
    fn after(steps: &[Step]) -> Self {
        let mut scene = Self::begin();
        scene.live(steps);
        scene
    }

    fn live(&mut self, steps: &[Step]) {
        for step in steps {
            for fact in step.facts(&self.model) {
                self.take(fact);
            }
        }
    }

    /// Something happens to both.
    fn take(&mut self, fact: Fact) {
        match &fact {
            Fact::Event(event, message) => {
                let answered = message.as_ref().and_then(|message| self.model.answered_by(message));
                let rows: Vec<_> = message.iter().chain(answered).cloned().collect();
                self.log.apply(event, &rows);
            }
            Fact::Read(user, to) => return self.read(*user, *to),
        }
        self.model.take(fact);
    }

    /// Somebody reads up to a place. Where the store has to be asked, the model stands for it.
    fn read(&mut self, user: Uuid, to: Seq) {
        let before = self.model.members.get(&user).map(|_| self.model.row(user));
        self.model.take(Fact::Read(user, to));
        let Some(before) = before else {
            assert!(matches!(self.log.read(user.into(), to), Err(Error::NotFound)), "{user} is no member");
            return;
        };
        let row = self.model.row(user);
        match self.log.read(user.into(), to).expect("is a member") {
            Reading::Stays(at) => assert_eq!((at, &before), (Seq(row.read_seq.unsigned_abs()), &row)),
            Reading::Moved(at) => {
                assert_eq!(at, Seq(row.read_seq.unsigned_abs()));
                assert!(row.read_seq > before.read_seq);
            }
            Reading::Ask(from, to) => {
                let from = (from.user, from.read_seq, from.read_number, from.own);
                assert_eq!(from, (user, before.read_seq, before.read_number, before.own));
                assert_eq!(to, row.read_seq);
                let counts = before.own > 0 && row.read_number < self.model.messages_up_to(self.model.head());
                let is_outside = to < self.first() - 1 || (counts && row.read_number < self.before());
                assert!(is_outside, "all that {to} needs is after {}", self.first());
                assert!(self.log.set_position(&Position::of(&row)));
            }
        }
        assert_eq!(self.log.members[&user].row, row);
    }

    /// Where the window begins.
    fn first(&self) -> i64 {
        self.first.max(self.model.head() - EVENTS_MAX + 1)
    }

    /// How many messages stand before it.
    fn before(&self) -> i64 {
        self.model.messages_up_to(self.first() - 1)
    }

    /// Places around everything that makes a difference, and some between.
    fn places(&self) -> Vec<Seq> {
        let (first, head) = (self.first(), self.model.head());
        let around = [1, first, head, head - i64::try_from(REPLAY_MAX).unwrap_or_default()];
        let near = around.into_iter().flat_map(|place| place - 2..=place + 2);
        let between = (1..head).step_by(usize::try_from(head / 7 + 1).unwrap_or(1));
        near.chain(between).filter_map(|place| u64::try_from(place).ok()).chain([u64::MAX]).map(Seq).collect()
    }

    fn check(&self) {
        assert_eq!(self.log.head(), Seq(self.model.head().unsigned_abs()));
        self.check_pages();
        self.check_replays();
        self.check_places();
        self.check_messages();
        self.check_members();
        self.check_bytes();
    }
}

/// A log that was read anew: `place` is how many facts the store knew of, and `window` of the events up to there were read, and then those after
/// it `max` at a time.
fn load(model: &Model, place: usize, window: i64, max: i64) -> Scene {
    let from = model.upto(place).head();
    let mut log = Log::new(model.loaded(place, window, max));
    let mut next = from + max;
    while next < model.head() {
        log.go_on(model.ahead(next, max));
        next += max;
    }
    let first = if window == 0 { from + 1 } else { (from - window + 1).max(1) };
    Scene { log, model: model.without_reading_after(place), first }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_log_answers_as_its_whole_history_does(steps in steps(60)) {
        let mut scene = Scene::begin();
        for few in steps.chunks(15) {
            scene.live(few);
            scene.check();
        }
    }
}
