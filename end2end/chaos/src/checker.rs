//! Whether every promise was kept, told from two sources only: the records of what came to each device and was asked for, in
//! order, and what the database holds in the end, read back over HTTP. It shares types with the program, and no logic: none
//! of its state machines has a say here.
//!
//! * `truth`: the log as it must have been, put together from both; where they contradict each other is the first check.
//! * `stream`: each subscription and each device, change by change.
//! * `pages`: each page that anybody read. `answers`: each acknowledgement. `revisions`: edits and deletions.
//! * `endings`: what everybody has in the end.

mod answers;
mod endings;
mod fault;
mod pages;
mod revisions;
#[cfg(test)]
mod scene;
mod stream;
#[cfg(test)]
mod tests;
mod truth;

use std::collections::{BTreeMap, BTreeSet};

use tertulia::{
    api::Message,
    ids::{Epoch, GroupId, Seq, UserId},
    problem::ErrorCode,
};

pub(crate) use self::fault::{Fault, Violation};
use self::truth::Truth;
use crate::trace::{Entry, Trace};

/// A group's messages as one member read them back in the end, all of them, the oldest first.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) reader: UserId,
    /// For people.
    pub(crate) name: String,
    pub(crate) group: GroupId,
    pub(crate) head: Seq,
    pub(crate) epoch: Epoch,
    pub(crate) messages: Vec<Message>,
}

/// Everything that is known about a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) traces: Vec<Trace>,
    /// At least one of each group.
    pub(crate) readings: Vec<Reading>,
}

/// Every promise that was not kept.
pub(crate) fn check(evidence: &Evidence) -> Vec<Violation> {
    let groups: BTreeSet<GroupId> = evidence.readings.iter().map(|reading| reading.group).collect();
    let mut all = Vec::new();
    let mut truths = BTreeMap::new();
    for group in groups {
        let (truth, violations) = Truth::find(evidence, group);
        all.extend(violations);
        truths.insert(group, truth);
    }
    for trace in &evidence.traces {
        for entry in &trace.entries {
            let fault = match entry {
                Entry::Strange(text) => Fault::Strange(text.clone()),
                // The only good reason: the author had left, or never was in the group.
                Entry::Refused { code: ErrorCode::NotFound, .. } => continue,
                Entry::Refused { client_id, code } => Fault::Refused { client_id: *client_id, code: *code },
                _ => continue,
            };
            all.push(Violation { who: trace.name.clone(), group: None, fault });
        }
        all.extend(stream::check(trace, &truths));
        all.extend(pages::check(trace, &truths));
    }
    for truth in truths.values() {
        all.extend(answers::check(evidence, truth));
        all.extend(revisions::check(evidence, truth));
        all.extend(endings::check(evidence, truth));
    }
    all
}
