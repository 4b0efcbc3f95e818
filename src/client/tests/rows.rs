//! What is shown.

use super::*;
use crate::timeline::RowKey;

/// The rows that changed, by key; none where one went.
fn changed(rig: &mut Rig) -> Vec<Option<RowKey>> {
    rig.client.take_row_changes().into_iter().map(|(_, row)| Some(row?.row.key())).collect()
}

fn key(seq: u64) -> Option<RowKey> {
    Some(RowKey::Message(model::message(seq, ANA).id))
}

#[test]
fn only_the_row_that_changed_is_told() {
    let mut rig = Rig::open(3);
    assert_eq!(changed(&mut rig), [key(1), key(2), key(3)]);
    rig.frame(told(4));
    assert_eq!(changed(&mut rig), [key(4)]);
    assert_eq!(changed(&mut rig), []);
}

#[test]
fn a_change_that_is_being_made_is_told_with_its_row_and_so_is_its_end() {
    let mut rig = Rig::open(3);
    changed(&mut rig);
    rig.tell(Input::User(UserAction::Revised(Seq(2), Some(content("better")))));
    let changes = rig.client.take_row_changes();
    let texts: Vec<_> = changes.iter().map(|(_, row)| row.as_ref()?.revision.as_ref()?.content.clone()).collect();
    assert_eq!(texts, [Some("better".to_owned())]);
    rig.tell(Input::User(UserAction::DiscardedRevision(Seq(2))));
    assert_eq!(changed(&mut rig), [key(2)]);
    assert_eq!(changed(&mut rig), []);
}

#[test]
fn at_the_end_only_the_newest_rows_are_kept_and_further_up_all_that_were_loaded() {
    let mut rig = Rig::open(400);
    assert_eq!(rig.client.timeline().len(), 400);
    rig.frame(told(401));
    assert_eq!(rig.client.timeline().len(), 401);
    rig.tell(Input::AtEnd(true));
    assert_eq!(rig.client.timeline().len(), 300);
    assert!(rig.client.has_changed());
}

#[test]
fn whoever_has_read_twenty_thousand_rows_up_is_not_given_more() {
    let mut rig = Rig::new(30_000);
    let timeline = Timeline::from_page(me(), page(10_001..=30_000, 30_000));
    rig.client.timeline = timeline;
    assert!(!rig.client.may_load_older());
    assert_eq!(rig.tell(Input::User(UserAction::Wants(Wanted::Older))), []);
}

#[test]
fn what_was_not_seen_is_counted() {
    let mut rig = Rig::with(5, 3);
    rig.begin();
    assert_eq!(rig.client.unseen(), Unseen { seen: Seq(3), count: 2, is_uncounted: false });
    rig.tell(Input::Saw(Seq(4)));
    assert_eq!(rig.client.unseen(), Unseen { seen: Seq(4), count: 1, is_uncounted: false });
}
