use super::*;
use crate::problem::ErrorCode;

fn loads(outputs: &[Output]) -> Vec<Wanted> {
    let wanted = |output: &Output| match output {
        Output::Load { wanted, .. } => Some(*wanted),
        _ => None,
    };
    outputs.iter().filter_map(wanted).collect()
}

fn reset(rig: &mut Rig) -> Vec<Output> {
    rig.frame(subscribed(Seq(900)));
    rig.frame(model::reset(900))
}

#[test]
fn one_page_at_a_time_but_the_newest_waits_for_no_other() {
    let mut rig = Rig::open(3);
    rig.client.timeline = Timeline::from_page(me(), page(51..=100, 100));
    let older = |rig: &mut Rig| loads(&rig.tell(Input::User(UserAction::Wants(Wanted::Older))));
    assert_eq!(older(&mut rig), [Wanted::Older]);
    assert_eq!(older(&mut rig), []);
    assert_eq!(loads(&reset(&mut rig)), [Wanted::Newest]);
    assert_eq!(loads(&reset(&mut rig)), [], "it is on its way");
}

#[test]
fn where_there_is_nothing_older_nothing_is_asked_for() {
    let mut rig = Rig::open(3);
    assert_eq!(rig.tell(Input::User(UserAction::Wants(Wanted::Older))), []);
}

#[test]
fn the_newest_page_is_asked_for_again_and_others_when_the_reader_comes_by() {
    let mut rig = Rig::open(3);
    reset(&mut rig);
    assert_eq!(loads(&rig.tell(Input::Page(Wanted::Newest, None, Err(ErrorCode::Unavailable)))), []);
    assert_eq!(loads(&rig.wait(1_999)), []);
    assert_eq!(loads(&rig.wait(1)), [Wanted::Newest]);
    let mut rig = Rig::open(3);
    rig.client.timeline = Timeline::from_page(me(), page(51..=100, 100));
    rig.tell(Input::User(UserAction::Wants(Wanted::Older)));
    rig.tell(Input::Page(Wanted::Older, Some(Seq(51)), Err(ErrorCode::Unavailable)));
    assert_eq!(loads(&rig.wait(60_000)), []);
    assert_eq!(loads(&rig.tell(Input::User(UserAction::Wants(Wanted::Older)))), [Wanted::Older]);
}

/// Nothing goes on without it, whatever the reader looks at meanwhile. (Found by a schedule of the simulation.)
#[test]
fn a_reader_who_scrolls_up_does_not_keep_the_newest_page_from_being_asked_for_again() {
    let mut rig = Rig::open(3);
    rig.client.timeline = Timeline::from_page(me(), page(51..=100, 100));
    reset(&mut rig);
    rig.tell(Input::Page(Wanted::Newest, None, Err(ErrorCode::Unavailable)));
    assert_eq!(loads(&rig.tell(Input::User(UserAction::Wants(Wanted::Older)))), [Wanted::Older]);
    assert_eq!(loads(&rig.wait(2_000)), [Wanted::Newest]);
}

#[test]
fn a_page_that_may_not_be_read_ends_it() {
    for (code, ending) in [
        (ErrorCode::Unauthenticated, CloseReason::SignedOut),
        (ErrorCode::WrongPerson, CloseReason::WrongPerson),
        (ErrorCode::NotFound, CloseReason::Removed),
    ] {
        let mut rig = Rig::open(3);
        let outputs = rig.tell(Input::Page(Wanted::Older, Some(Seq(1)), Err(code)));
        assert_eq!(shown(&outputs), [ConnectionState::Closed(ending)]);
    }
}

/// What was there before a reset may have been edited meanwhile.
#[test]
fn what_was_there_before_a_reset_is_brought_up_to_date_page_by_page() {
    let mut rig = Rig::open(3);
    reset(&mut rig);
    let outputs = rig.tell(Input::Page(Wanted::Newest, None, Ok(page(851..=900, 900))));
    let Some(Output::Load { wanted: Wanted::Stale, before: Some(before), .. }) =
        outputs.iter().find(|output| matches!(output, Output::Load { .. }))
    else {
        panic!("{outputs:?}")
    };
    let outputs = rig.tell(Input::Page(Wanted::Stale, Some(*before), Err(ErrorCode::Unavailable)));
    assert_eq!(loads(&outputs), []);
    assert_eq!(loads(&rig.wait(2_000)), [Wanted::Stale]);
    rig.tell(Input::Page(Wanted::Stale, Some(*before), Ok(page(1..=3, 900))));
    assert_eq!(rig.client.timeline().stale_before(), None);
}

#[test]
fn whoever_goes_to_the_end_over_a_gap_is_taken_on_until_she_is_there() {
    let mut rig = Rig::with(3, 3);
    rig.begin();
    reset(&mut rig);
    rig.tell(Input::Page(Wanted::Newest, None, Ok(page(851..=900, 900))));
    let outputs = rig.tell(Input::User(UserAction::WantsEnd));
    assert!(outputs.contains(&Output::View(ViewEvent::End)));
    assert_eq!(loads(&outputs).is_empty(), !rig.client.timeline().ends_in_gap());
}

#[test]
fn what_a_page_says_is_stored_waits_no_longer() {
    let mut rig = Rig::new(3);
    rig.begin();
    rig.write(60);
    reset(&mut rig);
    let mut newest = page(851..=900, 900);
    let last = newest.messages.last_mut().expect("fifty");
    (last.sender_id, last.client_id) = (me(), Some(id(60)));
    let outputs = rig.tell(Input::Page(Wanted::Newest, None, Ok(newest)));
    assert!(outputs.contains(&Output::Store(StorageWrite::Stored(id(60)))));
    assert_eq!(sent(&outputs), []);
}
