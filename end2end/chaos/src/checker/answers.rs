//! Each message that was written, and what was answered: stored exactly once where it was acknowledged, at the place that was
//! named, and at most once where it was not.

use std::collections::{BTreeSet, HashMap, HashSet};

use tertulia::{
    ids::{ClientMessageId, MessageId, Seq, UserId},
    log_event::{Change, LogEvent},
    protocol::ServerFrame,
};

use super::{Evidence, Violation, fault::Fault, truth::Truth};
use crate::trace::Entry;

pub(super) fn check(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let mut all = Vec::new();
    let mut answers = HashMap::new();
    for trace in &evidence.traces {
        for (client_id, seq, id) in trace.entries.iter().filter_map(|entry| answer(entry, truth)) {
            let lost = place(truth, trace.user, client_id) != Some(seq)
                || truth.messages.get(&seq).is_none_or(|line| line.id != id || line.sender != trace.user);
            if lost {
                all.push(truth.violation(&trace.name, Fault::Lost { client_id, seq }));
            }
            let first = *answers.entry((trace.user, client_id)).or_insert(seq);
            if first != seq {
                all.push(truth.violation(&trace.name, Fault::TwoAnswers { client_id, first, second: seq }));
            }
        }
    }
    all.extend(doubled_names(truth));
    all.extend(doubled_texts(evidence, truth));
    all.extend(unwritten(evidence, truth));
    all.extend(forgotten(evidence, truth));
    all
}

/// An acknowledgement in this group.
fn answer(entry: &Entry, truth: &Truth) -> Option<(ClientMessageId, Seq, MessageId)> {
    match entry {
        Entry::Heard(ServerFrame::Ack(ack)) if ack.group_id == truth.group => Some((ack.client_id, ack.seq, ack.id)),
        Entry::Acknowledged { group, client_id, seq, id, .. } if *group == truth.group => Some((*client_id, *seq, *id)),
        _ => None,
    }
}

fn place(truth: &Truth, user: UserId, client_id: ClientMessageId) -> Option<Seq> {
    truth.names.get(&(user, client_id)).and_then(|seqs| seqs.first()).copied()
}

fn doubled_names(truth: &Truth) -> Vec<Violation> {
    let doubled = truth.names.values().filter_map(|seqs| Some((*seqs.first()?, *seqs.last()?)));
    let doubled = doubled.filter(|(first, second)| first != second);
    doubled.map(|(first, second)| truth.violation("the database", Fault::Doubled { first, second })).collect()
}

/// Every text is written once, so that a message which was stored under two names shows by its text.
fn doubled_texts(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let mut places: HashMap<&str, Seq> = HashMap::new();
    let mut all = Vec::new();
    for trace in &evidence.traces {
        for entry in &trace.entries {
            let Some(message) = entry.event_in(truth.group).and_then(LogEvent::message) else { continue };
            let Some(text) = message.content.as_deref() else { continue };
            let (first, second) = (*places.entry(text).or_insert(message.seq), message.seq);
            if first != second {
                all.push(truth.violation(&trace.name, Fault::Doubled { first, second }));
            }
        }
    }
    all
}

/// Messages, stored or told, under names or with texts that their authors never gave them.
fn unwritten(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let (mut texts, mut names) = (HashSet::new(), HashSet::new());
    for trace in &evidence.traces {
        for (text, name) in trace.entries.iter().filter_map(written) {
            texts.insert((trace.user, text));
            names.extend(name.map(|name| (trace.user, name)));
        }
    }
    let is_forged = |author: UserId, text: Option<&str>| text.is_some_and(|text| !texts.contains(&(author, text)));
    let stored = truth.messages.values().filter(|line| is_forged(line.sender, line.content.as_deref()));
    let named = truth.names.iter().filter(|(name, _)| !names.contains(*name)).flat_map(|(_, seqs)| seqs);
    let forged: BTreeSet<Seq> = stored.map(|line| line.seq).chain(named.copied()).collect();
    let mut all: Vec<_> = forged.into_iter().map(|seq| truth.violation("the database", Fault::Forged(seq))).collect();
    for trace in &evidence.traces {
        let told = trace.entries.iter().filter_map(|entry| told(entry, truth));
        let forged = told.filter(|(_, author, text)| is_forged(*author, Some(text)));
        all.extend(forged.map(|(seq, ..)| truth.violation(&trace.name, Fault::Forged(seq))));
    }
    all
}

/// What clients had to send and did not, although they have it no longer.
fn forgotten(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let mut all = Vec::new();
    for trace in &evidence.traces {
        let refused = trace.entries.iter().filter_map(|entry| match entry {
            Entry::Refused { client_id, .. } => Some(*client_id),
            _ => None,
        });
        let known: HashSet<_> = refused.chain(trace.unsent.iter().copied()).collect();
        let kept = trace.entries.iter().filter_map(|entry| match entry {
            Entry::Wrote { group, client_id, is_kept: true, .. } if *group == truth.group => Some(*client_id),
            _ => None,
        });
        let lost = kept.filter(|name| !known.contains(name) && place(truth, trace.user, *name).is_none());
        all.extend(lost.map(|name| truth.violation(&trace.name, Fault::Forgotten(name))));
    }
    all
}

/// A text that was told as somebody's, and where.
fn told<'a>(entry: &'a Entry, truth: &Truth) -> Option<(Seq, UserId, &'a str)> {
    let event = entry.event_in(truth.group)?;
    match &event.change {
        Change::Message(message) => Some((message.seq, message.sender_id, message.content.as_deref()?)),
        Change::Edited { content, editor_id, .. } => Some((event.seq, *editor_id, content.as_deref()?)),
        _ => None,
    }
}

/// A text, and the name of the message where it is one.
fn written(entry: &Entry) -> Option<(&str, Option<ClientMessageId>)> {
    match entry {
        Entry::Wrote { client_id, content, .. } => Some((content, Some(*client_id))),
        Entry::Revising { content } => Some((content, None)),
        _ => None,
    }
}
