//! What comes out: figures as a short table for people, or as JSON for machines.

mod idle;
mod latency;
mod page;
mod saturate;
mod talk;

use serde_json::{Value, json};

use crate::checker::Fault;

pub(crate) use self::{
    idle::{Idle, Row},
    latency::Latencies,
    page::Pages,
    saturate::Saturate,
    talk::Talk,
};

/// Faults that are spelt out; a broken server makes thousands of the same.
const FAULTS_SHOWN: usize = 20;

/// The result of a run.
#[derive(Debug)]
pub(crate) enum Report {
    Talk(Talk),
    Saturate(Saturate),
    Pages(Pages),
    Idle(Idle),
}

impl Report {
    /// For people.
    pub(crate) fn table(&self) -> String {
        match self {
            Self::Talk(talk) => talk.table(),
            Self::Saturate(saturate) => saturate.table(),
            Self::Pages(pages) => pages.table(),
            Self::Idle(idle) => idle.table(),
        }
    }

    /// For machines: the figures, and `faults`.
    pub(crate) fn json(&self) -> String {
        let (kind, mut figures) = match self {
            Self::Talk(talk) => ("talk", json!(talk)),
            Self::Saturate(saturate) => ("saturate", json!(saturate)),
            Self::Pages(pages) => ("page", json!(pages)),
            Self::Idle(idle) => ("idle", json!(idle)),
        };
        figures["kind"] = Value::from(kind);
        figures["faults"] = Value::from(self.faults());
        figures.to_string()
    }

    /// What was promised and did not hold, as sentences; the first ones, and how many more there are.
    pub(crate) fn faults(&self) -> Vec<String> {
        let all: Vec<String> = match self {
            Self::Talk(talk) => talk.faults.iter().map(ToString::to_string).collect(),
            Self::Saturate(saturate) => saturate.faults.iter().map(ToString::to_string).collect(),
            Self::Pages(pages) => pages.faults.clone(),
            Self::Idle(idle) => idle.faults.clone(),
        };
        let more = all.len().saturating_sub(FAULTS_SHOWN);
        let note = (more > 0).then(|| format!("and {more} more"));
        all.into_iter().take(FAULTS_SHOWN).chain(note).collect()
    }
}

/// How a table of a conversation ends.
const fn verdict(faults: &[Fault]) -> &'static str {
    if faults.is_empty() {
        "every member saw one gap-free log: nothing lost, doubled or reordered"
    } else {
        "BROKEN PROMISES"
    }
}
