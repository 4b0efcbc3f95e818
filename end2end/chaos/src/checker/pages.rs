//! Each page that anybody read: whole in its range, whenever it was read.

use std::collections::BTreeMap;

use tertulia::{
    api::{Page, PageQuery},
    ids::{GroupId, Seq},
};

use super::{Violation, fault::Fault, truth::Truth};
use crate::trace::{Entry, Trace};

pub(super) fn check(trace: &Trace, truths: &BTreeMap<GroupId, Truth>) -> Vec<Violation> {
    let mut all = Vec::new();
    for entry in &trace.entries {
        let Entry::Page { group, asked, page } = entry else { continue };
        let Some(truth) = truths.get(group) else { continue };
        all.extend(faults(trace, truth, *asked, page).into_iter().map(|fault| truth.violation(&trace.name, fault)));
    }
    all
}

fn faults(trace: &Trace, truth: &Truth, asked: PageQuery, page: &Page) -> Vec<Fault> {
    let mut faults = Vec::new();
    if trace.outsider {
        faults.push(Fault::ToldAStranger(page.head));
    }
    if page.epoch != truth.epoch {
        faults.push(Fault::OtherLog);
    }
    if page.head > truth.head {
        faults.push(Fault::BeyondTheEnd { head: page.head, end: truth.head });
    }
    let (from, to) = range(asked, page);
    let stored = truth.messages.range(from..).take_while(|(seq, _)| **seq <= to);
    let stored: Vec<_> = stored.map(|(seq, line)| (*seq, line.id, line.sender)).collect();
    let read: Vec<_> = page.messages.iter().map(|message| (message.seq, message.id, message.sender_id)).collect();
    if stored != read {
        faults.push(Fault::Page { from, to });
    }
    faults
}

/// The seqs that a page speaks for: all messages between them stand in it.
fn range(asked: PageQuery, page: &Page) -> (Seq, Seq) {
    let first = page.messages.first().map(|message| message.seq);
    let last = page.messages.last().map(|message| message.seq);
    let oldest = if page.has_more { first.unwrap_or(page.head.next()) } else { Seq(1) };
    match asked {
        PageQuery::Newest => (oldest, page.head),
        PageQuery::Before(before) => (oldest, before.previous().min(page.head)),
        PageQuery::After(after) if page.has_more => (after.next(), last.unwrap_or(after)),
        PageQuery::After(after) => (after.next(), page.head),
        PageQuery::Around(_) => (oldest, last.unwrap_or_default()),
    }
}
