//! Each subscription, change by change, and each device from its first socket to its last.
//!
//! Within one subscription the server owes every change after the one named, in order, once; so nothing that a client does
//! about repeats can hide one. From subscription to subscription the device may only resume where it has everything up to;
//! it skips nothing but what a `reset` told it to, and then not before it has read the newest page.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use tertulia::{
    api::PageQuery,
    ids::{GroupId, Seq},
    protocol::ServerFrame,
};

use super::{
    Violation,
    fault::Fault,
    truth::{Told, Truth},
};
use crate::trace::{Entry, Trace};

/// Where a subscription is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nothing may come.
    #[default]
    None,
    /// The next one that is due, of a replay up to a head; `first` is where it began.
    Replay { first: Seq, due: Seq, head: Seq },
    /// The next one that is due.
    Live { due: Seq },
    /// The membership ended: nothing may come any more.
    Expelled,
}

/// One group, as one device follows it.
#[derive(Debug)]
struct Follower<'a> {
    truth: &'a Truth,
    trace: &'a Trace,
    /// The subscriptions that were asked for and have not begun: each with the seq after which.
    asked: VecDeque<Seq>,
    phase: Phase,
    /// Everything up to here is known: was told, or stands in a page that a reset asked for.
    known: Seq,
    /// Was told, and lies beyond what is known.
    ahead: BTreeSet<Seq>,
    /// Newest pages may be jumped to, until one has this head: before the first subscription, and after a reset.
    may_jump: Option<Seq>,
    faults: Vec<Fault>,
}

/// Follows every group of one device.
pub(super) fn check(trace: &Trace, truths: &BTreeMap<GroupId, Truth>) -> Vec<Violation> {
    let mut followers: BTreeMap<GroupId, Follower<'_>> =
        truths.iter().map(|(group, truth)| (*group, Follower::new(truth, trace))).collect();
    for entry in &trace.entries {
        match entry {
            Entry::Opened => followers.values_mut().for_each(Follower::opened),
            Entry::Began { group } => followers.get_mut(group).into_iter().for_each(Follower::begins),
            Entry::Subscribing { group, after } => {
                followers.get_mut(group).into_iter().for_each(|follower| follower.asks(*after));
            }
            Entry::Page { group, asked: PageQuery::Newest, page } => {
                followers.get_mut(group).into_iter().for_each(|follower| follower.reads(page.head));
            }
            Entry::Heard(frame) => {
                let group = group_of(frame);
                group
                    .and_then(|group| followers.get_mut(&group))
                    .into_iter()
                    .for_each(|follower| follower.hears(frame));
            }
            _ => {}
        }
    }
    followers.into_values().flat_map(Follower::end).collect()
}

fn group_of(frame: &ServerFrame) -> Option<GroupId> {
    match frame {
        ServerFrame::Subscribed { group_id, .. }
        | ServerFrame::Live { group_id, .. }
        | ServerFrame::Reset { group_id, .. } => Some(*group_id),
        _ => frame.log_position().map(|(group, _)| group),
    }
}

impl<'a> Follower<'a> {
    fn new(truth: &'a Truth, trace: &'a Trace) -> Self {
        let (asked, phase, known, ahead, faults) = Default::default();
        Self { truth, trace, asked, phase, known, ahead, may_jump: Some(Seq::ZERO), faults }
    }

    /// A new socket: nothing of the one before it counts.
    fn opened(&mut self) {
        self.asked.clear();
        self.phase = Phase::None;
    }

    /// Whatever was known is forgotten.
    fn begins(&mut self) {
        (self.known, self.may_jump) = (Seq::ZERO, Some(Seq::ZERO));
        self.ahead.clear();
    }

    fn asks(&mut self, after: Seq) {
        if after > self.known {
            self.faults.push(Fault::Skipped { after, known: self.known });
        }
        self.asked.push_back(after);
        // The page that a reset asked for may come on a later socket; the one to begin with may not.
        self.may_jump = self.may_jump.filter(|wanted| *wanted > Seq::ZERO);
    }

    fn reads(&mut self, head: Seq) {
        if let Some(wanted) = self.may_jump {
            self.may_jump = self.may_jump.filter(|_| head < wanted);
            self.known = self.known.max(head);
            self.catch_up();
        }
    }

    fn hears(&mut self, frame: &ServerFrame) {
        match frame {
            ServerFrame::Subscribed { head, epoch, .. } => {
                let Some(after) = self.asked.pop_front() else { return self.faults.push(Fault::Unasked(*head)) };
                self.stands(*head, *epoch);
                self.phase = Phase::Replay { first: after.next(), due: after.next(), head: *head };
            }
            ServerFrame::Live { head, epoch, .. } => {
                self.stands(*head, *epoch);
                match self.phase {
                    Phase::Replay { due, head: promised, .. } if due == head.next() && promised == *head => {}
                    Phase::Replay { due, .. } | Phase::Live { due } => {
                        self.faults.push(Fault::ReplayCut { due, head: *head });
                    }
                    Phase::None | Phase::Expelled => self.faults.push(Fault::Unasked(*head)),
                }
                self.phase = Phase::Live { due: head.next() };
            }
            ServerFrame::Reset { head, epoch, .. } => {
                self.stands(*head, *epoch);
                if let Phase::Replay { first, due, .. } = self.phase
                    && first != due
                {
                    self.faults.push(Fault::PartialReplay { due });
                }
                self.phase = Phase::Live { due: head.next() };
                self.may_jump = Some(*head);
            }
            _ => {
                if let Some((seq, change)) = frame.event().map(|event| (event.seq, Told::of(event))) {
                    self.changes(seq, change);
                }
            }
        }
    }

    /// A head that the server names: in this log, and to a member.
    fn stands(&mut self, head: Seq, epoch: tertulia::ids::Epoch) {
        if epoch != self.truth.epoch {
            self.faults.push(Fault::OtherLog);
        }
        if head > self.truth.head {
            self.faults.push(Fault::BeyondTheEnd { head, end: self.truth.head });
        }
        if !self.truth.is_member(self.trace.user, head) {
            self.faults.push(Fault::ToldAStranger(head));
        }
    }

    fn changes(&mut self, seq: Seq, change: Told) {
        let due = match self.phase {
            Phase::Replay { due, .. } | Phase::Live { due } => due,
            Phase::None => return self.faults.push(Fault::Unasked(seq)),
            Phase::Expelled => return self.faults.push(Fault::ToldAStranger(seq)),
        };
        if seq > due {
            self.faults.push(Fault::Gap { due, came: seq });
        } else if seq < due {
            return self.faults.push(Fault::Again { due, came: seq });
        }
        let own_removal = change == Told::Removed(self.trace.user);
        match &mut self.phase {
            Phase::Replay { due, .. } => *due = seq.next(),
            Phase::Live { .. } if own_removal => self.phase = Phase::Expelled,
            Phase::Live { due } => {
                *due = seq.next();
                if !self.truth.is_member(self.trace.user, seq) {
                    self.faults.push(Fault::ToldAStranger(seq));
                }
            }
            Phase::None | Phase::Expelled => {}
        }
        self.ahead.insert(seq);
        self.catch_up();
    }

    fn catch_up(&mut self) {
        self.ahead = self.ahead.split_off(&self.known.next());
        while self.ahead.remove(&self.known.next()) {
            self.known = self.known.next();
        }
    }

    fn end(mut self) -> Vec<Violation> {
        let (known, head) = (self.known, self.truth.head);
        let member = self.truth.is_member(self.trace.user, head)
            && self.trace.lists.iter().any(|(group, _)| *group == self.truth.group);
        if member && !self.trace.outsider && known < head {
            self.faults.push(Fault::NeverSaw { due: known.next(), head });
        }
        self.faults.into_iter().map(|fault| self.truth.violation(&self.trace.name, fault)).collect()
    }
}
