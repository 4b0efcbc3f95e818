use super::*;
use crate::{group::Role, log_event::Change};

fn positions(outputs: &[Output]) -> Vec<Seq> {
    let seq = |output: &Output| match output {
        Output::Say(ClientFrame::Read { seq, .. }) => Some(*seq),
        _ => None,
    };
    outputs.iter().filter_map(seq).collect()
}

#[test]
fn a_position_is_told_at_once_and_then_at_most_once_a_second_and_goes_forward_only() {
    let mut rig = Rig::with(9, 3);
    rig.begin();
    rig.subscribed();
    let saw = |rig: &mut Rig, seq| positions(&rig.tell(Input::Saw(Seq(seq))));
    assert_eq!(saw(&mut rig, 5), [Seq(5)]);
    assert_eq!(saw(&mut rig, 6), []);
    assert_eq!(positions(&rig.wait(999)), []);
    assert_eq!(positions(&rig.wait(1)), [Seq(6)]);
    assert_eq!(saw(&mut rig, 4), []);
    assert_eq!(positions(&rig.wait(5_000)), []);
}

#[test]
fn whoever_leaves_tells_it_without_waiting() {
    let mut rig = Rig::with(9, 3);
    rig.begin();
    rig.subscribed();
    rig.tell(Input::Saw(Seq(5)));
    rig.tell(Input::Saw(Seq(7)));
    assert_eq!(positions(&rig.tell(Input::Browser(BrowserEvent::Hidden))), [Seq(7)]);
}

#[test]
fn what_could_not_be_told_is_told_later() {
    let mut rig = Rig::with(9, 3);
    rig.begin();
    assert_eq!(rig.tell(Input::Saw(Seq(5))), []);
    rig.subscribed();
    assert_eq!(positions(&rig.wait(500)), [Seq(5)]);
}

#[test]
fn what_was_read_elsewhere_is_not_told_again() {
    let mut rig = Rig::with(9, 3);
    rig.begin();
    rig.subscribed();
    rig.frame(ServerFrame::Read { group_id: id(1), seq: Seq(8) });
    assert_eq!(rig.client.unseen().seen, Seq(8));
    assert_eq!(rig.tell(Input::Saw(Seq(8))), []);
}

/// What is said aloud.
fn announced(outputs: &[Output]) -> Vec<Announcement> {
    let announcement = |output: &Output| match output {
        Output::View(ViewEvent::Announce(announcement)) => Some(announcement.clone()),
        _ => None,
    };
    outputs.iter().filter_map(announcement).collect()
}

#[test]
fn a_lively_group_does_not_talk_over_its_reader() {
    let mut rig = Rig::open(3);
    let one =
        |seq: u64| Announcement::Message { name: model::message(seq, ANA).sender_name, text: format!("text {seq}") };
    assert_eq!(announced(&rig.frame(told(4))), [one(4)]);
    assert_eq!(announced(&[rig.frame(told(5)), rig.frame(told(6)), rig.wait(1_999)].concat()), []);
    assert_eq!(announced(&rig.wait(1)), [Announcement::Messages(2)]);
    assert_eq!(announced(&rig.wait(2_000)), []);
    assert_eq!(announced(&rig.frame(told(7))), [one(7)]);
}

#[test]
fn others_are_heard_but_not_what_was_missed() {
    let mut rig = Rig::new(3);
    rig.begin();
    let heard = |outputs: &[Output]| !announced(outputs).is_empty();
    rig.frame(subscribed(Seq(4)));
    assert!(rig.client.is_catching_up());
    assert!(!heard(&rig.frame(told(4))));
    rig.frame(live(Seq(4)));
    assert!(heard(&rig.frame(told(5))));
    assert!(rig.client.has_changed());
    rig.client.is_shown();
    assert!(!rig.client.has_changed());
}

#[test]
fn people_come_and_go_by_name() {
    let mut rig = Rig::open(3);
    let names = |rig: &Rig| -> Vec<String> {
        rig.client.online().expect("connected").iter().map(|person| person.name.clone()).collect()
    };
    for (n, name) in [(52, "Zoe"), (53, "Ana"), (52, "Zoe")] {
        rig.frame(ServerFrame::UserJoined { group_id: id(1), user_id: id(n), name: name.to_owned() });
    }
    assert_eq!(names(&rig), ["Ana", "Zoe"]);
    rig.frame(ServerFrame::Typing { group_id: id(1), user_id: id(53), name: "Ana".to_owned() });
    assert_eq!(rig.client.writing(Now::both(rig.ms)), ["Ana"]);
    rig.frame(ServerFrame::UserLeft { group_id: id(1), user_id: id(53), name: "Ana".to_owned() });
    assert_eq!(names(&rig), ["Zoe"]);
    assert!(rig.client.writing(Now::both(rig.ms)).is_empty());
    rig.closed(None);
    assert_eq!(rig.client.online(), None);
}

#[test]
fn members_and_the_own_role_follow_the_log() {
    let mut rig = Rig::open(3);
    let mut seq = 3;
    let mut log = |change| {
        seq += 1;
        rig.frame(model::changed(seq, Timestamp::default(), change))
    };
    let (user_id, name) = (id(60), "Eva".to_owned());
    assert_eq!(log(Change::Added { user_id, name: name.clone() }), [Output::View(ViewEvent::Members(1))]);
    assert_eq!(log(Change::Removed { user_id, name: name.clone() }), [Output::View(ViewEvent::Members(-1))]);
    let role = Role::Moderator;
    let given = |user_id| Change::RoleChanged { user_id, name: name.clone(), role, actor_id: id(ANA) };
    assert_eq!(log(given(user_id)), []);
    assert_eq!(log(given(me())), [Output::View(ViewEvent::Role(role))]);
}
