//! Edits, deletions and roles: what was told or acknowledged is stored, and what is stored was told.

use std::collections::HashMap;

use tertulia::{
    group::Role,
    ids::Seq,
    log_event::{Change, LogEvent},
};

use super::{
    Evidence, Violation,
    fault::Fault,
    truth::{Told, Truth},
};
use crate::trace::Entry;

/// What the log says about one message.
#[derive(Debug, Default)]
struct Revisions {
    /// The last edit.
    edited: Option<Seq>,
    edits: usize,
    deleted: bool,
}

pub(super) fn check(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let log = revisions(truth);
    let mut all = against_the_database(evidence, truth, &log);
    for trace in &evidence.traces {
        for entry in &trace.entries {
            let fault = match entry {
                Entry::Revised { group, seq, content } if *group == truth.group => {
                    let known = log.get(seq);
                    let now = truth.messages.get(seq).and_then(|line| line.content.as_ref());
                    // Another edit, or a deletion, may have come after it.
                    let later = known.is_some_and(|known| known.edits > 1 || known.deleted);
                    let stored = known.is_some_and(|known| known.edits > 0) && (now == Some(content) || later);
                    (!stored).then_some(Fault::EditLost(*seq))
                }
                Entry::Deleted { group, seq } if *group == truth.group => {
                    let stored = log.get(seq).is_some_and(|known| known.deleted);
                    (!stored).then_some(Fault::DeletionLost(*seq))
                }
                // A plain member may have been one before.
                Entry::Promoted { group, user, role: Role::Moderator } if *group == truth.group => {
                    let given = Told::Role { user: *user, role: Role::Moderator };
                    let told = truth.changes.values().any(|(told, _)| *told == given);
                    (!told).then_some(Fault::RoleLost(*user))
                }
                _ => None,
            };
            all.extend(fault.map(|fault| truth.violation(&trace.name, fault)));
        }
    }
    all
}

fn revisions(truth: &Truth) -> HashMap<Seq, Revisions> {
    let mut all: HashMap<Seq, Revisions> = HashMap::new();
    for (seq, (change, _)) in &truth.changes {
        match change {
            Told::Edited { message, .. } => {
                let revisions = all.entry(*message).or_default();
                (revisions.edited, revisions.edits) = (Some(*seq), revisions.edits + 1);
            }
            Told::Deleted { message } => all.entry(*message).or_default().deleted = true,
            _ => {}
        }
    }
    all
}

/// Every stored message is as the last of its changes left it.
fn against_the_database(evidence: &Evidence, truth: &Truth, log: &HashMap<Seq, Revisions>) -> Vec<Violation> {
    let (texts, edits) = (first_texts(evidence, truth), edited_texts(evidence, truth));
    let mut faults = Vec::new();
    for (seq, line) in &truth.messages {
        let nothing = Revisions::default();
        let known = log.get(seq).unwrap_or(&nothing);
        match (&line.content, known.deleted) {
            (Some(_), true) => faults.push(Fault::DeletionLost(*seq)),
            (None, false) => faults.push(Fault::ChangeUntold(*seq)),
            (None, true) => {}
            (Some(now), false) => {
                let told = match known.edited {
                    // The text of the last edit is the same in every frame about it: nothing changed it later.
                    Some(edit) => edits.get(&edit),
                    None => texts.get(seq),
                };
                if told.is_some_and(|told| *told != now) {
                    let untold = Fault::ChangeUntold(*seq);
                    faults.push(if known.edited.is_some() { Fault::EditLost(*seq) } else { untold });
                }
            }
        }
    }
    faults.into_iter().map(|fault| truth.violation("the database", fault)).collect()
}

/// The texts of messages that were never changed, as they were told.
fn first_texts<'a>(evidence: &'a Evidence, truth: &Truth) -> HashMap<Seq, &'a String> {
    let frames = evidence.traces.iter().flat_map(|trace| &trace.entries);
    let text = |entry: &'a Entry| {
        let message = entry.event_in(truth.group).and_then(LogEvent::message)?;
        Some((message.seq, message.content.as_ref()?))
    };
    frames.filter_map(text).collect()
}

fn edited_texts<'a>(evidence: &'a Evidence, truth: &Truth) -> HashMap<Seq, &'a String> {
    let frames = evidence.traces.iter().flat_map(|trace| &trace.entries);
    let text = |entry: &'a Entry| match entry.event_in(truth.group)? {
        LogEvent { seq, change: Change::Edited { content, .. }, .. } => Some((*seq, content.as_ref()?)),
        _ => None,
    };
    frames.filter_map(text).collect()
}
