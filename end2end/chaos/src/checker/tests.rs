//! The checker against records with a planted fault: each must be found, by its name, and a run without one must pass.
//!
//! The scene: Ana makes a group (1), Luis joins (2), Ana writes (3), Luis writes (4), Ana changes her message (5), writes again (6),
//! and Luis's message is deleted (7). Both follow it from the beginning on one socket each.

use tertulia::{
    api::{Message, Page, PageQuery},
    clock::Timestamp,
    ids::{ClientId, Epoch, GroupId, MessageId, Seq, UserId},
    protocol::{Ack, ServerFrame},
};
use uuid::Uuid;

use super::{Evidence, Fault, Reading, check};
use crate::record::{Entry, Line, Record};

const ANA: u128 = 1;
const LUIS: u128 = 2;
const HEAD: u64 = 7;
const AT: Timestamp = Timestamp::from_millis(0);

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn user(number: u128) -> UserId {
    uuid(number).into()
}

fn group() -> GroupId {
    uuid(100).into()
}

fn epoch() -> Epoch {
    uuid(200).into()
}

/// Names go by seq.
fn client_id(seq: u64) -> ClientId {
    uuid(1_000 + u128::from(seq)).into()
}

fn message(seq: u64, author: u128, content: &str) -> Message {
    Message {
        seq: Seq(seq),
        id: uuid(2_000 + u128::from(seq)).into(),
        sender_id: user(author),
        sender: String::new(),
        sender_name: String::new(),
        content: Some(content.to_owned()),
        timestamp: AT,
        reply_to: None,
        client_id: None,
        edited_at: None,
        deleted: false,
    }
}

fn told(message: Message) -> Entry {
    Entry::Heard(ServerFrame::NewMessage { group_id: group(), message })
}

fn added(seq: u64, person: u128) -> Entry {
    let (name, timestamp) = (String::new(), AT);
    Entry::Heard(ServerFrame::MemberAdded { group_id: group(), seq: Seq(seq), user_id: user(person), name, timestamp })
}

fn removed(seq: u64, person: u128) -> Entry {
    let (name, timestamp) = (String::new(), AT);
    Entry::Heard(ServerFrame::MemberRemoved {
        group_id: group(),
        seq: Seq(seq),
        user_id: user(person),
        name,
        timestamp,
    })
}

fn edited(seq: u64, of: u64, content: &str) -> Entry {
    let (group_id, seq, message_seq, content) = (group(), Seq(seq), Seq(of), Some(content.to_owned()));
    Entry::Heard(ServerFrame::MessageEdited {
        group_id,
        seq,
        message_seq,
        content,
        editor_id: user(ANA),
        timestamp: AT,
    })
}

fn deleted(seq: u64, of: u64) -> Entry {
    let (group_id, seq, message_seq) = (group(), Seq(seq), Seq(of));
    Entry::Heard(ServerFrame::MessageDeleted { group_id, seq, message_seq, editor_id: user(LUIS), timestamp: AT })
}

fn ack(seq: u64, at: u64) -> Entry {
    let id = uuid(2_000 + u128::from(at)).into();
    let (client_id, seq) = (client_id(seq), Seq(at));
    Entry::Heard(ServerFrame::Ack(Ack { group_id: group(), client_id, id, seq, timestamp: AT, duplicate: false }))
}

fn subscribing(after: u64) -> [Entry; 1] {
    [Entry::Subscribing { group: group(), after: Seq(after), epoch: epoch() }]
}

fn subscribed(head: u64) -> Entry {
    Entry::Heard(ServerFrame::Subscribed { group_id: group(), head: Seq(head), epoch: epoch(), online: Vec::new() })
}

fn live(head: u64) -> Entry {
    Entry::Heard(ServerFrame::Live { group_id: group(), head: Seq(head), epoch: epoch() })
}

fn reset(head: u64) -> Entry {
    Entry::Heard(ServerFrame::Reset { group_id: group(), head: Seq(head), epoch: epoch() })
}

fn wrote(seq: u64, content: &str) -> Entry {
    Entry::Wrote { group: group(), client_id: client_id(seq), content: content.to_owned() }
}

/// Replay of 1 and 2, then 3 to 7 live.
fn log() -> Vec<Entry> {
    let [asked] = subscribing(0);
    vec![
        Entry::Opened,
        asked,
        subscribed(2),
        added(1, ANA),
        added(2, LUIS),
        live(2),
        told(message(3, ANA, "one")),
        told(message(4, LUIS, "two")),
        edited(5, 3, "one!"),
        told(message(6, ANA, "three")),
        deleted(7, 4),
    ]
}

/// Where an entry about a seq stands in [`log`].
fn at(seq: usize) -> usize {
    if seq <= 2 { seq + 2 } else { seq + 3 }
}

fn stored(reader: u128) -> Vec<Message> {
    let (mut one, mut two, mut three) = (message(3, ANA, "one!"), message(4, LUIS, ""), message(6, ANA, "three"));
    (two.content, two.deleted) = (None, true);
    let own = [(&mut one, ANA), (&mut two, LUIS), (&mut three, ANA)];
    for (message, author) in own {
        message.client_id = (author == reader).then(|| client_id(message.seq.0));
    }
    vec![one, two, three]
}

fn record(name: &str, person: u128, own: Vec<Entry>) -> Record {
    let lines: Vec<Line> = stored(person).iter().map(Line::from).collect();
    let entries = own.into_iter().chain(log()).collect();
    Record { entries, lists: vec![(group(), lines)], ..Record::new(name.to_owned(), user(person), false) }
}

fn reading(name: &str, reader: u128) -> Reading {
    let (reader, messages) = (user(reader), stored(reader));
    Reading { reader, name: name.to_owned(), group: group(), head: Seq(HEAD), epoch: epoch(), messages }
}

/// A run in which every promise was kept; [`ANA`]'s record is the first.
fn scene() -> Evidence {
    let revising = Entry::Revising { content: "one!".to_owned() };
    let mut ana = record("Ana", ANA, vec![wrote(3, "one"), wrote(6, "three"), revising]);
    ana.entries.extend([ack(3, 3), ack(6, 6)]);
    let mut luis = record("Luis", LUIS, vec![wrote(4, "two")]);
    luis.entries.push(ack(4, 4));
    let readings = vec![reading("Ana reads", ANA), reading("Luis reads", LUIS)];
    Evidence { records: vec![ana, luis], readings }
}

/// What is found after `plant` has had its way with Ana's entries; the first of them are hers alone.
fn after(plant: impl FnOnce(&mut Vec<Entry>)) -> Vec<Fault> {
    let mut evidence = scene();
    let mut entries = evidence.records[0].entries.split_off(3);
    plant(&mut entries);
    evidence.records[0].entries.extend(entries);
    faults(&evidence)
}

fn faults(evidence: &Evidence) -> Vec<Fault> {
    check(evidence).into_iter().map(|violation| violation.fault).collect()
}

#[test]
fn a_run_that_kept_every_promise_passes() {
    assert_eq!(check(&scene()), []);
}

#[test]
fn a_message_that_one_device_never_got_is_found() {
    let found = after(|entries| drop(entries.remove(at(6))));
    let (due, head) = (Seq(6), Seq(HEAD));
    assert_eq!(found, [Fault::Gap { due, came: Seq(7) }, Fault::NeverSaw { due, head }]);
}

#[test]
fn a_lost_tail_is_found() {
    let found = after(|entries| drop(entries.remove(at(7))));
    assert_eq!(found, [Fault::NeverSaw { due: Seq(7), head: Seq(HEAD) }]);
}

#[test]
fn a_message_that_came_twice_is_found() {
    let found = after(|entries| entries.insert(at(6), entries[at(6)].clone()));
    assert_eq!(found, [Fault::Again { due: Seq(7), came: Seq(6) }]);
}

#[test]
fn two_messages_in_the_wrong_order_are_found() {
    let found = after(|entries| entries.swap(at(3), at(4)));
    assert!(found.contains(&Fault::Gap { due: Seq(3), came: Seq(4) }), "{found:?}");
    assert!(found.contains(&Fault::Again { due: Seq(5), came: Seq(3) }), "{found:?}");
}

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
    for record in &mut evidence.records {
        let place = record
            .entries
            .iter()
            .position(|entry| matches!(entry, Entry::Heard(f) if f.log_position() == Some((group(), Seq(6)))));
        record.entries[place.expect("told")] = told(message(6, ANA, "one"));
    }
    assert!(faults(&evidence).contains(&doubled));
}

#[test]
fn a_text_that_nobody_wrote_is_found() {
    let mut evidence = scene();
    evidence.records[0].entries.remove(2);
    assert_eq!(faults(&evidence), [Fault::Forged(Seq(3))], "the edit was nobody's");
}

#[test]
fn a_message_of_somebody_who_had_left_is_found() {
    let mut evidence = scene();
    let leaves = |entries: &mut Vec<Entry>, offset: usize| entries[offset + at(5)] = removed(5, ANA);
    leaves(&mut evidence.records[0].entries, 3);
    leaves(&mut evidence.records[1].entries, 1);
    let found = faults(&evidence);
    assert!(found.contains(&Fault::OfAStranger(Seq(6))), "{found:?}");
    assert!(found.contains(&Fault::ToldAStranger(Seq(6))), "she was still told: {found:?}");
}

#[test]
fn whatever_is_told_to_an_outsider_is_found() {
    let mut evidence = scene();
    let [asked] = subscribing(0);
    let entries = vec![Entry::Opened, asked, subscribed(6), told(message(6, ANA, "three"))];
    let outsider = Record { entries, ..Record::new("outsider".to_owned(), user(9), true) };
    evidence.records.push(outsider);
    assert!(faults(&evidence).contains(&Fault::ToldAStranger(Seq(6))));
    let page = Page { messages: stored(9), head: Seq(HEAD), epoch: epoch(), has_more: false };
    let entry = Entry::Page { group: group(), asked: PageQuery::Newest, page };
    evidence.records[2].entries = vec![entry];
    assert_eq!(faults(&evidence), [Fault::ToldAStranger(Seq(HEAD))]);
}

#[test]
fn a_frame_for_which_nobody_subscribed_is_found() {
    let found = after(|entries| entries.extend([Entry::Opened, told(message(6, ANA, "three"))]));
    assert_eq!(found, [Fault::Unasked(Seq(6))]);
}

#[test]
fn a_replay_that_ends_too_early_or_is_partial_is_found() {
    let [asked] = subscribing(2);
    let replay = |entries: &mut Vec<Entry>, last: Entry| {
        entries.extend([Entry::Opened, asked, subscribed(HEAD), told(message(3, ANA, "one!")), last]);
    };
    let due = Seq(4);
    assert_eq!(after(|entries| replay(entries, live(HEAD))), [Fault::ReplayCut { due, head: Seq(HEAD) }]);
    let [asked] = subscribing(2);
    let replay = |entries: &mut Vec<Entry>, last: Entry| {
        entries.extend([Entry::Opened, asked, subscribed(HEAD), told(message(3, ANA, "one!")), last]);
    };
    assert_eq!(after(|entries| replay(entries, reset(HEAD))), [Fault::PartialReplay { due }]);
}

#[test]
fn a_device_that_resumes_where_it_never_was_is_found() {
    let [asked] = subscribing(9);
    let found = after(|entries| entries.extend([Entry::Opened, asked]));
    assert_eq!(found, [Fault::Skipped { after: Seq(9), known: Seq(HEAD) }]);
}

#[test]
fn a_reset_skips_only_with_the_newest_page() {
    let newest = || {
        let page = Page { messages: stored(ANA), head: Seq(6), epoch: epoch(), has_more: false };
        Entry::Page { group: group(), asked: PageQuery::Newest, page }
    };
    // She comes back after the first three changes, is reset at 6, and is told the last one.
    let away = |entries: &mut Vec<Entry>, page: Option<Entry>| {
        let [asked] = subscribing(3);
        let acks = entries.split_off(at(7) + 1);
        entries.truncate(at(3) + 1);
        entries.extend([Entry::Opened, asked, subscribed(6), reset(6)]);
        entries.extend(page);
        entries.push(deleted(7, 4));
        entries.extend(acks);
    };
    assert_eq!(after(|entries| away(entries, Some(newest()))), []);
    let never = Fault::NeverSaw { due: Seq(4), head: Seq(HEAD) };
    assert_eq!(after(|entries| away(entries, None)), [never]);
}

#[test]
fn a_change_of_which_nobody_was_told_is_found() {
    let mut evidence = scene();
    for record in &mut evidence.records {
        record.entries.retain(|entry| !matches!(entry, Entry::Heard(f) if f.log_position() == Some((group(), Seq(7)))));
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
fn a_page_that_lacks_a_message_is_found() {
    let page = |asked, messages: Vec<Message>, has_more| {
        let page = Page { messages, head: Seq(HEAD), epoch: epoch(), has_more };
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
    evidence.records[1].lists[0].1.swap(0, 1);
    assert_eq!(faults(&evidence), [Fault::List(Seq(3))]);
    let mut evidence = scene();
    evidence.records[1].lists[0].1[2].content = Some("other".to_owned());
    assert_eq!(faults(&evidence), [Fault::List(Seq(6))]);
    let mut evidence = scene();
    evidence.readings[1].messages.remove(0);
    assert_eq!(faults(&evidence), [Fault::List(Seq(3))]);
}

#[test]
fn a_message_without_an_answer_is_found() {
    let mut evidence = scene();
    evidence.records[0].unsent.push(client_id(6));
    assert_eq!(faults(&evidence), [Fault::Unanswered(client_id(6))]);
}

#[test]
fn another_log_and_strange_frames_are_found() {
    let found = after(|entries| {
        let (head, epoch, online) = (Seq(2), Epoch::random(), Vec::new());
        entries[at(1) - 1] = Entry::Heard(ServerFrame::Subscribed { group_id: group(), head, epoch, online });
    });
    assert_eq!(found, [Fault::OtherLog]);
    let found = after(|entries| entries.push(Entry::Strange("{".to_owned())));
    assert_eq!(found, [Fault::Strange("{".to_owned())]);
}
