//! What members are told, and how far they have read.

use tertulia::{api::Member, clock::Timestamp, ids::Seq};

use super::{Log, PEOPLE, Position, Reading, Scene, Step};
use crate::{
    error::Error,
    log::MEMBER_BYTES,
    store::{Unread, role},
};

impl Scene {
    pub(super) fn check_members(&self) {
        for user in PEOPLE {
            assert_eq!(self.log.is_member(user.into()), self.model.members.contains_key(&user));
            if !self.model.members.contains_key(&user) {
                assert!(matches!(self.log.view(user.into()), Err(Error::NotFound)));
                assert_eq!(self.log.members(user.into()), Err(Error::NotFound));
                continue;
            }
            let row = self.model.row(user);
            assert_eq!(self.log.members[&user].row, row);
            let view = self.log.view(user.into()).expect("is a member");
            let gone = view.gone_of.map_or(0, |Unread { read, messages, .. }| {
                assert_eq!((read, messages), (row.read_number, self.model.messages.len() as i64));
                assert!(read < self.before(), "what was deleted after message {read} is known");
                self.model.gone(user)
            });
            assert_eq!(view.without(gone), self.model.group(user));
            assert_eq!(self.log.members(user.into()).expect("is a member"), self.listed());
        }
    }

    fn listed(&self) -> Vec<Member> {
        let listed = self.model.members.keys().map(|user| {
            let row = self.model.row(*user);
            let (name, joined_at) = (user.to_string(), Timestamp::from_millis(row.joined_at));
            Member { user_id: (*user).into(), name, role: role(&row.role), joined_at, online: false }
        });
        listed.collect()
    }

    /// A log that is read anew, with the same window and nothing to look forward to, counts each thing once.
    pub(super) fn check_bytes(&self) {
        let window = self.model.head() - self.first() + 1;
        let anew = Log::new(self.model.loaded(self.model.facts.len(), window, 1));
        assert_eq!(self.log.bytes(), anew.bytes());
        let texts = self.model.messages.iter().filter(|message| message.number > self.before());
        let texts: usize = texts.filter_map(|message| message.content.as_ref()).map(String::len).sum();
        assert!(self.log.bytes() >= size_of::<Log>() + self.model.members.len() * MEMBER_BYTES + texts);
    }
}

/// Ana wrote some 700 messages, of which Luis read none.
fn long() -> Scene {
    let mut steps = vec![Step::Come(1)];
    steps.extend((0..7).map(|_| Step::Write { who: 0, count: 100 }));
    Scene::after(&steps)
}

#[test]
fn a_position_that_came_late_from_the_store_does_not_go_back() {
    let mut scene = long();
    let luis = PEOPLE[1];
    let Ok(Reading::Ask(from, to)) = scene.log.read(luis.into(), Seq(50)) else { panic!("is outside of the window") };
    let late = Position { user: luis, read_seq: to, read_number: 48, own: 0 };
    assert_eq!((from.read_seq, from.read_number), (2, 0));
    // Her other device is at the end, which asks nobody.
    assert!(matches!(scene.log.read(luis.into(), Seq(702)), Ok(Reading::Moved(Seq(702)))));
    assert!(!scene.log.set_position(&late));
    assert_eq!((scene.log.members[&luis].row.read_seq, scene.log.members[&luis].row.read_number), (702, 700));
    assert!(matches!(scene.log.read(luis.into(), Seq(50)), Ok(Reading::Stays(Seq(702)))));
    assert!(!scene.log.set_position(&Position { user: PEOPLE[3], ..late }), "who is no member has none");
}

#[test]
fn who_comes_back_has_read_everything_and_what_she_wrote_before_is_not_hers_to_lose() {
    let mut scene = long();
    // Luis writes without having read, and goes; what he wrote is deleted while he is away, and when he is back.
    let writes = Step::Write { who: 1, count: 5 };
    scene.live(&[writes.clone(), Step::Go(1), Step::Write { who: 0, count: 1 }]);
    let delete = |place: usize| Step::Revise { pick: index(place), is_late: true, text: None };
    scene.live(&[delete(25), Step::Come(1), delete(26), writes, delete(25)]);
    scene.check();
    let row = &scene.log.members[&PEOPLE[1]].row;
    assert_eq!((row.own, row.read_number), (0, 711));
}

/// An index that is about this one of thirty.
fn index(place: usize) -> proptest::sample::Index {
    use proptest::{
        arbitrary::any,
        strategy::{Strategy as _, ValueTree as _},
        test_runner::TestRunner,
    };
    let mut runner = TestRunner::deterministic();
    std::iter::repeat_with(|| any::<proptest::sample::Index>().new_tree(&mut runner).expect("any").current())
        .find(|index| index.index(30) == place)
        .expect("is found")
}

#[test]
fn what_is_brought_forward_is_what_moved_and_comes_again_where_it_failed() {
    let mut scene = long();
    let forward = scene.log.bring_forward().expect("is behind");
    let moved: Vec<_> = forward.members.iter().map(|position| position.user).collect();
    assert_eq!((forward.seq, forward.messages, moved), (702, 700, vec![PEOPLE[0]]), "Luis stands where he came in");
    assert!(scene.log.is_stored() && scene.log.bring_forward().is_none());
    scene.live(&[Step::Read { who: 1, pick: index(9), is_late: true }]);
    assert!(!scene.log.is_stored() && scene.log.behind() == 0);
    let reading = scene.log.bring_forward().expect("somebody read");
    assert_eq!((reading.seq, reading.members.len(), reading.members[0].user), (702, 1, PEOPLE[1]));
    scene.log.still_behind(&forward);
    scene.log.still_behind(&reading);
    assert!(!scene.log.is_stored());
    let again = scene.log.bring_forward().expect("both failed");
    assert_eq!((again.seq, again.members.len()), (702, 2));
    assert!(scene.log.is_stored());
}
