use super::*;
use crate::{outbox::ENTRIES_MAX, problem::ErrorCode, protocol::Refusal};

#[test]
fn a_message_is_kept_before_it_goes_out_and_no_longer_once_it_is_stored() {
    let mut rig = Rig::open(3);
    let outputs = rig.write(60);
    let place = |wanted: fn(&Output) -> bool| outputs.iter().position(wanted);
    let kept = place(|output| matches!(output, Output::Store(StorageWrite::Queued(..))));
    let said = place(|output| matches!(output, Output::Say(_)));
    assert!(kept.is_some() && kept < said, "{outputs:?}");
    assert!(outputs.contains(&Output::View(ViewEvent::End)), "the writer sees what she wrote");
    assert_eq!(rig.acknowledged(60, 4), [Output::Store(StorageWrite::Stored(id(60)))]);
    assert!(rig.client.outbox().is_empty());
}

#[test]
fn one_at_a_time() {
    let mut rig = Rig::open(3);
    assert_eq!(sent(&rig.write(60)), [id(60)]);
    assert_eq!(sent(&rig.write(61)), []);
    assert_eq!(sent(&rig.acknowledged(60, 4)), [id(61)]);
}

/// The replay may tell that it is stored already.
#[test]
fn nothing_goes_out_while_the_log_is_replayed_or_the_newest_page_is_missing() {
    let mut rig = Rig::new(3);
    rig.begin();
    rig.write(60);
    assert_eq!(sent(&rig.frame(subscribed(Seq(4)))), []);
    assert_eq!(sent(&rig.frame(told(4))), []);
    assert_eq!(sent(&rig.frame(live(Seq(4)))), [id(60)]);
    let mut rig = Rig::new(3);
    rig.begin();
    rig.write(60);
    rig.frame(subscribed(Seq(900)));
    assert_eq!(sent(&rig.frame(model::reset(900))), []);
    assert_eq!(sent(&rig.wait(500)), []);
    assert_eq!(sent(&rig.tell(Input::Page(Wanted::Newest, None, Ok(page(851..=900, 900))))), [id(60)]);
}

#[test]
fn what_was_on_its_way_goes_out_again_under_its_name() {
    let mut rig = Rig::open(3);
    rig.write(60);
    rig.closed(None);
    assert!(connects(&rig.wait(20_000)));
    assert_eq!(sent(&rig.subscribed()), [id(60)]);
}

#[test]
fn a_refusal_is_kept_with_the_message_and_its_author_decides() {
    let mut rig = Rig::open(3);
    rig.write(60);
    let problem = Refusal {
        code: ErrorCode::TooLong,
        message: String::new(),
        group_id: Some(id(1)),
        client_id: Some(id(60)),
        retry_after_ms: None,
    };
    let outputs = rig.frame(ServerFrame::Error(problem));
    assert!(
        matches!(&outputs[..], [Output::Store(StorageWrite::Queued(_, json))] if json.contains("too_long")),
        "{outputs:?}"
    );
    assert_eq!(sent(&rig.wait(60_000)), []);
    // The new text is kept before the old one is given up.
    let outputs = rig.tell(Input::User(UserAction::Rewrote(id(60), id(61), content("shorter"))));
    assert!(matches!(&outputs[0], Output::Store(StorageWrite::Queued(name, _)) if *name == id(61)));
    assert_eq!(outputs[1], Output::Store(StorageWrite::GivenUp(id(60))));
}

#[test]
fn what_lies_on_the_shelf_is_taken_up_once_and_struck_off_where_it_is_stored() {
    let mut rig = Rig::open(3);
    let outputs = rig.write(60);
    let json = outputs.iter().find_map(|output| match output {
        Output::Store(StorageWrite::Queued(_, json)) => Some(json.clone()),
        _ => None,
    });
    let queued = vec![json.expect("kept"), "no message".to_owned()];
    let mut later = Rig::new(3);
    let revisions = Vec::new();
    later.tell(Input::Started { queued: queued.clone(), revisions });
    later.tell(Input::StorageRead(queued.clone()));
    assert_eq!(later.client.outbox().entries().len(), 1);
    assert_eq!(sent(&later.subscribed()), [id(60)]);
    later.acknowledged(60, 4);
    assert_eq!(later.tell(Input::StorageRead(queued)), [Output::Store(StorageWrite::Stored(id(60)))]);
}

#[test]
fn a_text_that_does_not_fit_into_the_queue_is_handed_back() {
    let mut rig = Rig::new(3);
    rig.begin();
    for n in 0..ENTRIES_MAX as u64 {
        rig.write(100 + n);
    }
    let full = ViewEvent::Announce(Announcement::QueueFull);
    assert_eq!(rig.write(999), [ViewEvent::HandBack("999".to_owned()), full].map(Output::View));
}

#[test]
fn typing_is_said_now_and_then_and_only_to_somebody_who_listens() {
    let typed = |rig: &mut Rig| rig.tell(Input::User(UserAction::Typed)).len();
    let mut rig = Rig::new(3);
    rig.begin();
    assert_eq!(typed(&mut rig), 0);
    rig.subscribed();
    assert_eq!((typed(&mut rig), typed(&mut rig)), (1, 0));
}
