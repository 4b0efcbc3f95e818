//! Faults in what is stored, answered and read.

use tertulia::{
    api::{Message, Page, PageQuery},
    group::Role,
    ids::{MessageId, Seq},
    problem::ErrorCode,
};

use super::super::{
    Fault,
    scene::{
        ANA, HEAD, LUIS, ack, after, at, client_id, deleted, epoch, faults, group, message, removed, scene, stored,
        told, user, wrote,
    },
};
use crate::trace::Entry;

#[test]
fn a_message_that_was_told_and_never_stored_is_found() {
    let phantom = || told(Message { id: MessageId::random(), ..message(6, ANA, "boo") });
    let found = after(|entries| entries[at(6)] = phantom());
    assert!(found.contains(&Fault::Phantom(Seq(6))), "{found:?}");
    let found = after(|entries| entries.push(told(message(8, ANA, "boo"))));
    assert!(found.contains(&Fault::Phantom(Seq(8))), "{found:?}");
    assert!(found.contains(&Fault::BeyondTheEnd { head: Seq(8), end: Seq(HEAD) }), "{found:?}");
}

#[test]
fn two_devices_that_were_told_different_things_are_found() {
    let found = after(|entries| entries[at(5)] = deleted(5, 3));
    assert!(found.iter().any(|fault| matches!(fault, Fault::Differs { seq: Seq(5), .. })), "{found:?}");
}

#[test]
fn an_acknowledgement_of_another_place_is_found() {
    let found = after(|entries| {
        entries.pop();
        entries.push(ack(6, 4));
    });
    assert_eq!(found, [Fault::Lost { client_id: client_id(6), seq: Seq(4) }]);
}

#[test]
fn two_acknowledgements_of_different_places_are_found() {
    let found = after(|entries| entries.push(ack(6, 3)));
    let (client_id, seq) = (client_id(6), Seq(3));
    assert_eq!(found, [Fault::Lost { client_id, seq }, Fault::TwoAnswers { client_id, first: Seq(6), second: seq }]);
}

#[test]
fn an_acknowledged_message_that_is_not_in_the_database_is_found() {
    let mut evidence = scene();
    for reading in &mut evidence.readings {
        reading.messages.pop();
    }
    let found = faults(&evidence);
    assert!(found.contains(&Fault::Lost { client_id: client_id(6), seq: Seq(6) }), "{found:?}");
    assert!(found.contains(&Fault::Phantom(Seq(6))), "{found:?}");
}

#[test]
fn one_message_in_two_places_is_found_by_its_name_and_by_its_text() {
    let mut evidence = scene();
    evidence.readings[0].messages[2].client_id = Some(client_id(3));
    let doubled = Fault::Doubled { first: Seq(3), second: Seq(6) };
    assert!(faults(&evidence).contains(&doubled));
    let mut evidence = scene();
    for trace in &mut evidence.traces {
        let place = trace
            .entries
            .iter()
            .position(|entry| matches!(entry, Entry::Heard(f) if f.log_position() == Some((group(), Seq(6)))));
        trace.entries[place.expect("told")] = told(message(6, ANA, "one"));
    }
    assert!(faults(&evidence).contains(&doubled));
}

#[test]
fn a_text_that_nobody_wrote_is_found() {
    let mut evidence = scene();
    evidence.traces[0].entries.remove(2);
    let found = faults(&evidence);
    assert!(found.contains(&Fault::Forged(Seq(3))), "the edit was nobody's: {found:?}");
    assert!(found.contains(&Fault::Forged(Seq(5))), "{found:?}");
    let found = after(|entries| entries[at(4)] = told(message(4, LUIS, "boo")));
    assert_eq!(found, [Fault::Forged(Seq(4))], "told, though not stored");
}

#[test]
fn a_message_of_somebody_who_had_left_is_found() {
    let mut evidence = scene();
    let leaves = |entries: &mut Vec<Entry>, offset: usize| entries[offset + at(5)] = removed(5, ANA);
    leaves(&mut evidence.traces[0].entries, 3);
    leaves(&mut evidence.traces[1].entries, 1);
    let found = faults(&evidence);
    assert!(found.contains(&Fault::OfAStranger(Seq(6))), "{found:?}");
    assert!(found.contains(&Fault::ToldAStranger(Seq(6))), "she was still told: {found:?}");
}

#[test]
fn a_change_of_which_nobody_was_told_is_found() {
    let mut evidence = scene();
    for trace in &mut evidence.traces {
        trace.entries.retain(|entry| !matches!(entry, Entry::Heard(f) if f.log_position() == Some((group(), Seq(7)))));
    }
    let found = faults(&evidence);
    assert!(found.contains(&Fault::Untold(Seq(7))), "{found:?}");
    assert!(found.contains(&Fault::ChangeUntold(Seq(4))), "{found:?}");
}

#[test]
fn an_edit_or_a_deletion_that_is_not_stored_is_found() {
    let mut evidence = scene();
    for reading in &mut evidence.readings {
        reading.messages[0].content = Some("one".to_owned());
        (reading.messages[1].content, reading.messages[1].deleted) = (Some("two".to_owned()), false);
    }
    let found = faults(&evidence);
    assert!(found.contains(&Fault::EditLost(Seq(3))), "{found:?}");
    assert!(found.contains(&Fault::DeletionLost(Seq(4))), "{found:?}");
    let (group, content) = (group(), "three!".to_owned());
    let acknowledged = |entry: Entry| after(|entries| entries.push(entry));
    assert_eq!(acknowledged(Entry::Revised { group, seq: Seq(6), content }), [Fault::EditLost(Seq(6))]);
    assert_eq!(acknowledged(Entry::Deleted { group, seq: Seq(6) }), [Fault::DeletionLost(Seq(6))]);
}

#[test]
fn a_role_that_was_acknowledged_and_is_not_in_the_log_is_found() {
    let promoted = |role| Entry::Promoted { group: group(), user: user(LUIS), role };
    assert_eq!(after(|entries| entries.push(promoted(Role::Moderator))), [Fault::RoleLost(user(LUIS))]);
    assert_eq!(after(|entries| entries.push(promoted(Role::Member))), []);
}

#[test]
fn a_page_that_lacks_a_message_is_found() {
    let page = |asked, messages: Vec<Message>, has_more| {
        let page = Page { messages, head: Seq(HEAD), epoch: epoch(), has_more, has_newer: false };
        after(|entries| entries.push(Entry::Page { group: group(), asked, page }))
    };
    let [one, two, three] = stored(ANA).try_into().expect("three");
    assert_eq!(page(PageQuery::Newest, vec![two.clone(), three.clone()], true), []);
    assert_eq!(page(PageQuery::Before(Seq(6)), vec![one.clone(), two.clone()], false), []);
    assert_eq!(page(PageQuery::After(Seq(3)), vec![two.clone()], true), []);
    assert_eq!(page(PageQuery::Around(Seq(4)), vec![one.clone(), two.clone(), three.clone()], false), []);
    let (from, to) = (Seq(1), Seq(HEAD));
    assert_eq!(page(PageQuery::Newest, vec![one.clone(), three.clone()], false), [Fault::Page { from, to }]);
    assert_eq!(page(PageQuery::Newest, vec![three, one, two], false), [Fault::Page { from, to }]);
}

#[test]
fn a_list_that_ends_up_different_is_found() {
    let mut evidence = scene();
    evidence.traces[1].lists[0].1.swap(0, 1);
    assert_eq!(faults(&evidence), [Fault::List(Seq(3))]);
    let mut evidence = scene();
    evidence.traces[1].lists[0].1[2].content = Some("other".to_owned());
    assert_eq!(faults(&evidence), [Fault::List(Seq(6))]);
    let mut evidence = scene();
    evidence.readings[1].messages.remove(0);
    assert_eq!(faults(&evidence), [Fault::List(Seq(3))]);
}

#[test]
fn a_message_without_an_answer_is_found() {
    let mut evidence = scene();
    evidence.traces[0].unsent.push(client_id(6));
    assert_eq!(faults(&evidence), [Fault::Unanswered(client_id(6))]);
}

#[test]
fn a_message_that_its_client_forgot_is_found() {
    assert_eq!(after(|entries| entries.push(wrote(9, "four"))), [Fault::Forgotten(client_id(9))]);
    let refused = Entry::Refused { client_id: client_id(9), code: ErrorCode::NotFound };
    assert_eq!(after(|entries| entries.extend([wrote(9, "four"), refused])), [], "it was refused");
    let (group, client_id, content) = (group(), client_id(9), "four".to_owned());
    let tried = Entry::Wrote { group, client_id, content, is_kept: false };
    assert_eq!(after(|entries| entries.push(tried)), [], "nobody had to send it again");
}

#[test]
fn a_message_that_was_refused_for_no_good_reason_is_found() {
    let refused = |code| after(|entries| entries.push(Entry::Refused { client_id: client_id(9), code }));
    assert_eq!(refused(ErrorCode::NotFound), [], "its author had left");
    let (client_id, code) = (client_id(9), ErrorCode::Conflict);
    assert_eq!(refused(code), [Fault::Refused { client_id, code }]);
}
