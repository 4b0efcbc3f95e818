//! Faults in what a device was told.

use tertulia::{
    api::{Page, PageQuery},
    ids::{Epoch, Seq},
    protocol::ServerFrame,
};

use super::super::{
    Fault,
    scene::{
        ANA, HEAD, after, at, deleted, epoch, faults, group, live, message, reset, scene, stored, subscribed,
        subscribing, told, user,
    },
};
use crate::trace::{Entry, Trace};

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
fn whatever_is_told_to_an_outsider_is_found() {
    let mut evidence = scene();
    let asked = subscribing(0);
    let entries = vec![Entry::Opened, asked, subscribed(6), told(message(6, ANA, "three"))];
    let outsider = Trace { entries, ..Trace::new("outsider".to_owned(), user(9), true) };
    evidence.traces.push(outsider);
    assert!(faults(&evidence).contains(&Fault::ToldAStranger(Seq(6))));
    let page = Page { messages: stored(9), head: Seq(HEAD), epoch: epoch(), has_more: false, has_newer: false };
    let entry = Entry::Page { group: group(), asked: PageQuery::Newest, page };
    evidence.traces[2].entries = vec![entry];
    assert_eq!(faults(&evidence), [Fault::ToldAStranger(Seq(HEAD))]);
}

#[test]
fn a_frame_for_which_nobody_subscribed_is_found() {
    let found = after(|entries| entries.extend([Entry::Opened, told(message(6, ANA, "three"))]));
    assert_eq!(found, [Fault::Unasked(Seq(6))]);
}

#[test]
fn a_replay_that_ends_too_early_or_is_partial_is_found() {
    let asked = subscribing(2);
    let replay = |entries: &mut Vec<Entry>, last: Entry| {
        entries.extend([Entry::Opened, asked, subscribed(HEAD), told(message(3, ANA, "one!")), last]);
    };
    let due = Seq(4);
    assert_eq!(after(|entries| replay(entries, live(HEAD))), [Fault::ReplayCut { due, head: Seq(HEAD) }]);
    let asked = subscribing(2);
    let replay = |entries: &mut Vec<Entry>, last: Entry| {
        entries.extend([Entry::Opened, asked, subscribed(HEAD), told(message(3, ANA, "one!")), last]);
    };
    assert_eq!(after(|entries| replay(entries, reset(HEAD))), [Fault::PartialReplay { due }]);
}

#[test]
fn a_device_that_resumes_where_it_never_was_is_found() {
    let asked = subscribing(9);
    let found = after(|entries| entries.extend([Entry::Opened, asked]));
    assert_eq!(found, [Fault::Skipped { after: Seq(9), known: Seq(HEAD) }]);
}

#[test]
fn only_a_conversation_that_was_opened_anew_may_begin_with_another_page() {
    // She knows the first three changes, and goes on after the sixth.
    let again = |entries: &mut Vec<Entry>, began: Option<Entry>| {
        let page = Page { messages: stored(ANA), head: Seq(6), epoch: epoch(), has_more: false, has_newer: false };
        let acks = entries.split_off(at(7) + 1);
        entries.truncate(at(3) + 1);
        entries.extend(began);
        entries.push(Entry::Page { group: group(), asked: PageQuery::Newest, page });
        entries.extend([Entry::Opened, subscribing(6), subscribed(6), live(6), deleted(7, 4)]);
        entries.extend(acks);
    };
    assert_eq!(after(|entries| again(entries, Some(Entry::Began { group: group() }))), []);
    let found = after(|entries| again(entries, None));
    let (after, known, head) = (Seq(6), Seq(3), Seq(HEAD));
    assert_eq!(found, [Fault::Skipped { after, known }, Fault::NeverSaw { due: Seq(4), head }]);
}

#[test]
fn what_was_known_is_forgotten_where_a_conversation_is_opened_anew() {
    let found = after(|entries| {
        let acks = entries.split_off(at(7) + 1);
        entries.extend([Entry::Began { group: group() }, Entry::Opened, subscribing(HEAD)]);
        entries.extend(acks);
    });
    let (after, known, head) = (Seq(HEAD), Seq::ZERO, Seq(HEAD));
    assert_eq!(found, [Fault::Skipped { after, known }, Fault::NeverSaw { due: Seq(1), head }]);
}

#[test]
fn a_reset_skips_only_with_the_newest_page() {
    let newest = || {
        let page = Page { messages: stored(ANA), head: Seq(6), epoch: epoch(), has_more: false, has_newer: false };
        Entry::Page { group: group(), asked: PageQuery::Newest, page }
    };
    // She comes back after the first three changes, is reset at 6, and is told the last one.
    let away = |entries: &mut Vec<Entry>, page: Option<Entry>| {
        let asked = subscribing(3);
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
fn the_page_that_a_reset_asked_for_may_come_after_the_next_subscription() {
    let page = Page { messages: stored(ANA), head: Seq(HEAD), epoch: epoch(), has_more: false, has_newer: false };
    let newest = Entry::Page { group: group(), asked: PageQuery::Newest, page };
    let found = after(|entries| {
        let acks = entries.split_off(at(7) + 1);
        entries.truncate(at(3) + 1);
        entries.extend([Entry::Opened, subscribing(3), subscribed(HEAD), reset(HEAD)]);
        entries.extend([Entry::Opened, subscribing(3), subscribed(HEAD), newest]);
        entries.extend([Entry::Opened, subscribing(HEAD), subscribed(HEAD), live(HEAD)]);
        entries.extend(acks);
    });
    assert_eq!(found, []);
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
