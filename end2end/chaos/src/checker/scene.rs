//! A run in which every promise was kept, to plant faults into.
//!
//! Ana makes a group (1), Luis joins (2), Ana writes (3), Luis writes (4), Ana changes her message (5), writes again (6), and Luis's
//! message is deleted (7). Both follow it from the beginning on one socket each.

use tertulia::{
    api::Message,
    clock::Timestamp,
    ids::{ClientMessageId, Epoch, GroupId, Seq, UserId},
    log_event::{Change, LogEvent},
    protocol::{Ack, ServerFrame},
};
use uuid::Uuid;

use super::{Evidence, Fault, Reading, check};
use crate::trace::{Entry, FinalMessage, Trace};

pub(super) const ANA: u128 = 1;
pub(super) const LUIS: u128 = 2;
pub(super) const HEAD: u64 = 7;
pub(super) const AT: Timestamp = Timestamp::from_millis(0);

pub(super) fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn user(number: u128) -> UserId {
    uuid(number).into()
}

pub(super) fn group() -> GroupId {
    uuid(100).into()
}

pub(super) fn epoch() -> Epoch {
    uuid(200).into()
}

/// Names go by seq.
pub(super) fn client_id(seq: u64) -> ClientMessageId {
    uuid(1_000 + u128::from(seq)).into()
}

pub(super) fn message(seq: u64, author: u128, content: &str) -> Message {
    let id = uuid(2_000 + u128::from(seq)).into();
    Message::new(Seq(seq), id, user(author), String::new(), Some(content.to_owned()), AT)
}

pub(super) fn told(message: Message) -> Entry {
    Entry::Heard(ServerFrame::Event(LogEvent::of_message(group(), message)))
}

fn changed(seq: u64, change: Change) -> Entry {
    Entry::Heard(ServerFrame::Event(LogEvent { group_id: group(), seq: Seq(seq), at: AT, change }))
}

pub(super) fn added(seq: u64, person: u128) -> Entry {
    changed(seq, Change::Added { user_id: user(person), name: String::new() })
}

pub(super) fn removed(seq: u64, person: u128) -> Entry {
    changed(seq, Change::Removed { user_id: user(person), name: String::new() })
}

pub(super) fn edited(seq: u64, of: u64, content: &str) -> Entry {
    let (message_seq, content) = (Seq(of), Some(content.to_owned()));
    let (excerpt, mentions, everyone, editor_id) = (content.clone(), Vec::new(), false, user(ANA));
    changed(seq, Change::Edited { message_seq, content, html: None, excerpt, mentions, everyone, editor_id })
}

pub(super) fn deleted(seq: u64, of: u64) -> Entry {
    changed(seq, Change::Deleted { message_seq: Seq(of), editor_id: user(LUIS) })
}

pub(super) fn ack(seq: u64, at: u64) -> Entry {
    let id = uuid(2_000 + u128::from(at)).into();
    let (client_id, seq) = (client_id(seq), Seq(at));
    Entry::Heard(ServerFrame::Ack(Ack { group_id: group(), client_id, id, seq, timestamp: AT, duplicate: false }))
}

pub(super) fn subscribing(after: u64) -> Entry {
    Entry::Subscribing { group: group(), after: Seq(after) }
}

pub(super) fn subscribed(head: u64) -> Entry {
    Entry::Heard(ServerFrame::Subscribed { group_id: group(), head: Seq(head), epoch: epoch(), online: Vec::new() })
}

pub(super) fn live(head: u64) -> Entry {
    Entry::Heard(ServerFrame::Live { group_id: group(), head: Seq(head), epoch: epoch() })
}

pub(super) fn reset(head: u64) -> Entry {
    Entry::Heard(ServerFrame::Reset { group_id: group(), head: Seq(head), epoch: epoch() })
}

pub(super) fn wrote(seq: u64, content: &str) -> Entry {
    Entry::Wrote { group: group(), client_id: client_id(seq), content: content.to_owned(), is_kept: true }
}

/// Replay of 1 and 2, then 3 to 7 live.
pub(super) fn log() -> Vec<Entry> {
    let asked = subscribing(0);
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
pub(super) fn at(seq: usize) -> usize {
    if seq <= 2 { seq + 2 } else { seq + 3 }
}

pub(super) fn stored(reader: u128) -> Vec<Message> {
    let (mut one, mut two, mut three) = (message(3, ANA, "one!"), message(4, LUIS, ""), message(6, ANA, "three"));
    (two.content, two.deleted) = (None, true);
    let own = [(&mut one, ANA), (&mut two, LUIS), (&mut three, ANA)];
    for (message, author) in own {
        message.client_id = (author == reader).then(|| client_id(message.seq.0));
    }
    vec![one, two, three]
}

pub(super) fn trace(name: &str, person: u128, own: Vec<Entry>) -> Trace {
    let lines: Vec<FinalMessage> = stored(person).iter().map(FinalMessage::from).collect();
    let entries = own.into_iter().chain(log()).collect();
    Trace { entries, lists: vec![(group(), lines)], ..Trace::new(name.to_owned(), user(person), false) }
}

pub(super) fn reading(name: &str, reader: u128) -> Reading {
    let (reader, messages) = (user(reader), stored(reader));
    Reading { reader, name: name.to_owned(), group: group(), head: Seq(HEAD), epoch: epoch(), messages }
}

/// A run in which every promise was kept; [`ANA`]'s record is the first.
pub(super) fn scene() -> Evidence {
    let revising = Entry::Revising { content: "one!".to_owned() };
    let mut ana = trace("Ana", ANA, vec![wrote(3, "one"), wrote(6, "three"), revising]);
    ana.entries.extend([ack(3, 3), ack(6, 6)]);
    let mut luis = trace("Luis", LUIS, vec![wrote(4, "two")]);
    luis.entries.push(ack(4, 4));
    let readings = vec![reading("Ana reads", ANA), reading("Luis reads", LUIS)];
    Evidence { traces: vec![ana, luis], readings }
}

/// What is found after `plant` has had its way with Ana's entries; the first of them are hers alone.
pub(super) fn after(plant: impl FnOnce(&mut Vec<Entry>)) -> Vec<Fault> {
    let mut evidence = scene();
    let mut entries = evidence.traces[0].entries.split_off(3);
    plant(&mut entries);
    evidence.traces[0].entries.extend(entries);
    faults(&evidence)
}

pub(super) fn faults(evidence: &Evidence) -> Vec<Fault> {
    check(evidence).into_iter().map(|violation| violation.fault).collect()
}
