//! What everybody has in the end: the same list, and nothing unsent.

use tertulia::ids::{GroupId, Seq};

use super::{Evidence, Violation, fault::Fault, truth::Truth};
use crate::trace::{Entry, FinalMessage, Trace};

pub(super) fn check(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let stored: Vec<&FinalMessage> = truth.messages.values().collect();
    let mut all = Vec::new();
    for reading in evidence.readings.iter().filter(|reading| reading.group == truth.group) {
        let lines: Vec<FinalMessage> = reading.messages.iter().map(FinalMessage::from).collect();
        all.extend(difference(&lines, &stored).map(|seq| truth.violation(&reading.name, Fault::List(seq))));
    }
    for trace in &evidence.traces {
        for (_, lines) in trace.lists.iter().filter(|(group, _)| *group == truth.group) {
            all.extend(difference(lines, &stored).map(|seq| truth.violation(&trace.name, Fault::List(seq))));
        }
        let unsent = trace.unsent.iter().filter(|id| group_of(trace, **id) == Some(truth.group));
        all.extend(unsent.map(|id| truth.violation(&trace.name, Fault::Unanswered(*id))));
    }
    all
}

/// The first place where two lists differ.
fn difference(lines: &[FinalMessage], stored: &[&FinalMessage]) -> Option<Seq> {
    let seq = |line: Option<&FinalMessage>| line.map_or(Seq(u64::MAX), |line| line.seq);
    let place = (0..lines.len().max(stored.len())).find(|place| lines.get(*place) != stored.get(*place).copied())?;
    Some(seq(lines.get(place)).min(seq(stored.get(place).copied())))
}

fn group_of(trace: &Trace, wanted: tertulia::ids::ClientMessageId) -> Option<GroupId> {
    trace.entries.iter().find_map(|entry| match entry {
        Entry::Wrote { group, client_id, .. } if *client_id == wanted => Some(*group),
        _ => None,
    })
}
