//! What everybody has in the end: the same list, and nothing unsent.

use tertulia::ids::{GroupId, Seq};

use super::{Evidence, Violation, fault::Fault, truth::Truth};
use crate::record::{Entry, Line, Record};

pub(super) fn check(evidence: &Evidence, truth: &Truth) -> Vec<Violation> {
    let stored: Vec<&Line> = truth.messages.values().collect();
    let mut all = Vec::new();
    for reading in evidence.readings.iter().filter(|reading| reading.group == truth.group) {
        let lines: Vec<Line> = reading.messages.iter().map(Line::from).collect();
        all.extend(difference(&lines, &stored).map(|seq| truth.violation(&reading.name, Fault::List(seq))));
    }
    for record in &evidence.records {
        for (_, lines) in record.lists.iter().filter(|(group, _)| *group == truth.group) {
            all.extend(difference(lines, &stored).map(|seq| truth.violation(&record.name, Fault::List(seq))));
        }
        let unsent = record.unsent.iter().filter(|id| group_of(record, **id) == Some(truth.group));
        all.extend(unsent.map(|id| truth.violation(&record.name, Fault::Unanswered(*id))));
    }
    all
}

/// The first place where two lists differ.
fn difference(lines: &[Line], stored: &[&Line]) -> Option<Seq> {
    let seq = |line: Option<&Line>| line.map_or(Seq(u64::MAX), |line| line.seq);
    let place = (0..lines.len().max(stored.len())).find(|place| lines.get(*place) != stored.get(*place).copied())?;
    Some(seq(lines.get(place)).min(seq(stored.get(place).copied())))
}

fn group_of(record: &Record, wanted: tertulia::ids::ClientMessageId) -> Option<GroupId> {
    record.entries.iter().find_map(|entry| match entry {
        Entry::Wrote { group, client_id, .. } if *client_id == wanted => Some(*group),
        _ => None,
    })
}
