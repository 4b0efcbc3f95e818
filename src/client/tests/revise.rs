use super::*;
use crate::{outbox::revisions::RevisionState, problem::ErrorCode};

fn revise(rig: &mut Rig, text: &str) -> Vec<Output> {
    rig.tell(Input::User(UserAction::Revised(Seq(2), Some(content(text)))))
}

fn answered(rig: &mut Rig, text: &str, answer: Result<Option<Timestamp>, ErrorCode>) -> Vec<Output> {
    rig.tell(Input::Revised(Seq(2), Some(text.to_owned()), answer))
}

fn forgotten() -> Output {
    Output::Store(StorageWrite::Revision(Seq(2), String::new()))
}

#[test]
fn a_change_is_kept_sent_and_shown_until_the_log_says_it() {
    let mut rig = Rig::open(3);
    let outputs = revise(&mut rig, "better");
    assert!(matches!(&outputs[0], Output::Store(StorageWrite::Revision(Seq(2), json)) if json.contains("better")));
    assert_eq!(outputs[1], Output::Revise(Seq(2), Some("better".to_owned())));
    let outputs = answered(&mut rig, "better", Ok(Some(Timestamp::from_millis(5))));
    assert_eq!(outputs, [forgotten()]);
    assert_eq!(rig.client.revisions().get(Seq(2)).map(|revision| revision.state), Some(RevisionState::Saved));
    rig.frame(model::edited(4, 2, "better", 5));
    assert!(rig.client.revisions().is_empty());
}

#[test]
fn a_change_to_the_same_text_is_none_and_takes_back_one_that_waits() {
    let mut rig = Rig::open(3);
    assert_eq!(revise(&mut rig, "text 2"), []);
    revise(&mut rig, "better");
    assert_eq!(revise(&mut rig, "text 2"), [forgotten()]);
}

#[test]
fn a_server_that_has_no_time_is_asked_again_and_sooner_when_the_network_is_back() {
    let mut rig = Rig::open(3);
    revise(&mut rig, "better");
    answered(&mut rig, "better", Err(ErrorCode::Unavailable));
    let outputs = rig.tell(Input::Browser(BrowserEvent::Online));
    assert!(outputs.contains(&Output::Revise(Seq(2), Some("better".to_owned()))));
}

#[test]
fn whoever_is_signed_out_keeps_the_change() {
    let mut rig = Rig::open(3);
    revise(&mut rig, "better");
    let outputs = answered(&mut rig, "better", Err(ErrorCode::Unauthenticated));
    assert_eq!(shown(&outputs), [ConnectionState::Closed(CloseReason::SignedOut)]);
    assert!(!outputs.contains(&forgotten()));
}

#[test]
fn what_an_earlier_client_left_is_not_sent_before_its_author_says_so() {
    let mut rig = Rig::new(3);
    let revisions = vec![(Seq(2), r#"{"content":"better"}"#.to_owned()), (Seq(3), "nothing".to_owned())];
    let outputs = rig.tell(Input::Started { queued: Vec::new(), revisions });
    assert!(outputs.contains(&Output::Store(StorageWrite::Revision(Seq(3), String::new()))));
    rig.subscribed();
    assert_eq!(rig.wait(30_000), []);
    let outputs = rig.tell(Input::User(UserAction::RetriedRevision(Seq(2))));
    assert_eq!(outputs, [Output::Revise(Seq(2), Some("better".to_owned()))]);
}

#[test]
fn a_deletion_is_said() {
    let mut rig = Rig::open(3);
    let outputs = rig.tell(Input::User(UserAction::Revised(Seq(2), None)));
    assert_eq!(outputs[0], Output::View(ViewEvent::Announce(Announcement::Deleted)));
    assert!(outputs.contains(&Output::Revise(Seq(2), None)));
}
