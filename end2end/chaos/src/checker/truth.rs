//! One group's log as it must have been.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tertulia::{
    group::Role,
    ids::{ClientMessageId, Epoch, GroupId, MessageId, Seq, UserId},
    log_event::{Change, LogEvent},
};

use super::{Evidence, Fault, Reading, Violation};
use crate::trace::{Entry, FinalMessage, Trace};

/// What happened at a place of the log, as far as it does not change later (texts do).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Message {
        id: MessageId,
        sender: UserId,
    },
    Edited {
        message: Seq,
        editor: UserId,
    },
    Deleted {
        message: Seq,
    },
    Added(UserId),
    Removed(UserId),
    Role {
        user: UserId,
        role: Role,
    },
    Group,
    Reaction {
        message: Seq,
        user: UserId,
        on: bool,
    },
    Pinned {
        message: Seq,
        on: bool,
    },
    Answered {
        question: Seq,
        answer: Seq,
        on: bool,
    },
    /// The chat told something that it does not know itself.
    Unknown,
}

impl Told {
    pub(super) const fn of(event: &LogEvent) -> Self {
        match &event.change {
            Change::Message(message) => Self::Message { id: message.id, sender: message.sender_id },
            Change::Edited { message_seq, editor_id, .. } => Self::Edited { message: *message_seq, editor: *editor_id },
            Change::Deleted { message_seq, .. } => Self::Deleted { message: *message_seq },
            Change::Added { user_id, .. } => Self::Added(*user_id),
            Change::Removed { user_id, .. } => Self::Removed(*user_id),
            Change::RoleChanged { user_id, role, .. } => Self::Role { user: *user_id, role: *role },
            Change::GroupChanged { .. } => Self::Group,
            Change::Reaction { message_seq, user_id, on, .. } => {
                Self::Reaction { message: *message_seq, user: *user_id, on: *on }
            }
            Change::Pinned { message_seq, on, .. } => Self::Pinned { message: *message_seq, on: *on },
            Change::Answered { message_seq, answer_seq, on, .. } => {
                Self::Answered { question: *message_seq, answer: *answer_seq, on: *on }
            }
            Change::Unknown => Self::Unknown,
        }
    }
}

/// What everybody must have seen of a group.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(super) group: GroupId,
    pub(super) epoch: Epoch,
    pub(super) head: Seq,
    /// Every change that anybody was told, with the first who was told it.
    pub(super) changes: BTreeMap<Seq, (Told, String)>,
    /// What is stored in the end.
    pub(super) messages: BTreeMap<Seq, FinalMessage>,
    /// Where each author's messages are stored, by the names that the author gave them.
    pub(super) names: HashMap<(UserId, ClientMessageId), BTreeSet<Seq>>,
    /// For each person, when the membership began and ended.
    memberships: HashMap<UserId, Vec<(Seq, bool)>>,
}

impl Truth {
    /// Puts it together; what is contradictory already.
    pub(super) fn find(evidence: &Evidence, group: GroupId) -> (Self, Vec<Violation>) {
        let readings: Vec<&Reading> = evidence.readings.iter().filter(|reading| reading.group == group).collect();
        let mut truth = Self::stored(group, &readings);
        let mut violations = Vec::new();
        for trace in &evidence.traces {
            violations.extend(truth.tell(trace));
        }
        truth.memberships = truth.find_memberships();
        violations.extend(truth.holes());
        (truth, violations)
    }

    fn stored(group: GroupId, readings: &[&Reading]) -> Self {
        let mut names: HashMap<(UserId, ClientMessageId), BTreeSet<Seq>> = HashMap::new();
        for reading in readings {
            let own = reading.messages.iter().filter(|message| message.sender_id == reading.reader);
            for (client_id, seq) in own.filter_map(|message| message.client_id.map(|id| (id, message.seq))) {
                names.entry((reading.reader, client_id)).or_default().insert(seq);
            }
        }
        let first = readings.first();
        let messages = first.map(|reading| reading.messages.iter().map(|m| (m.seq, FinalMessage::from(m))).collect());
        Self {
            group,
            epoch: first.map_or_else(Epoch::random, |reading| reading.epoch),
            head: readings.iter().map(|reading| reading.head).max().unwrap_or_default(),
            changes: BTreeMap::new(),
            messages: messages.unwrap_or_default(),
            names,
            memberships: HashMap::new(),
        }
    }

    /// Takes in what one device was told, and compares it with what others were and with what is stored.
    fn tell(&mut self, trace: &Trace) -> Vec<Violation> {
        let mut faults = Vec::new();
        for entry in &trace.entries {
            let Entry::Heard(frame) = entry else { continue };
            let Some(event) = frame.event().filter(|event| event.group_id == self.group) else { continue };
            let (seq, told) = (event.seq, Told::of(event));
            match self.changes.get(&seq) {
                None => drop(self.changes.insert(seq, (told, trace.name.clone()))),
                Some((other, _)) if *other == told => {}
                Some((_, other)) => faults.push(Fault::Differs { seq, other: other.clone() }),
            }
            if let Told::Message { id, sender } = told
                && self.messages.get(&seq).is_none_or(|line| line.id != id || line.sender != sender)
            {
                faults.push(Fault::Phantom(seq));
            }
            if seq > self.head {
                faults.push(Fault::BeyondTheEnd { head: seq, end: self.head });
            }
        }
        faults.into_iter().map(|fault| self.violation(&trace.name, fault)).collect()
    }

    /// Places of the log of which nobody was told, messages of strangers, and messages that stand where nobody was told of one.
    fn holes(&self) -> Vec<Violation> {
        let mut faults = Vec::new();
        for seq in (1..=self.head.0).map(Seq) {
            match (self.changes.get(&seq), self.messages.get(&seq)) {
                (None | Some((Told::Unknown, _)), _) => faults.push(Fault::Untold(seq)),
                (Some((told, _)), Some(_)) if !matches!(told, Told::Message { .. }) => faults.push(Fault::Untold(seq)),
                (_, Some(line)) if !self.is_member(line.sender, seq) => faults.push(Fault::OfAStranger(seq)),
                _ => {}
            }
        }
        faults.into_iter().map(|fault| self.violation("the database", fault)).collect()
    }

    fn find_memberships(&self) -> HashMap<UserId, Vec<(Seq, bool)>> {
        let mut all: HashMap<UserId, Vec<(Seq, bool)>> = HashMap::new();
        for (seq, (change, _)) in &self.changes {
            match change {
                Told::Added(user) => all.entry(*user).or_default().push((*seq, true)),
                Told::Removed(user) => all.entry(*user).or_default().push((*seq, false)),
                _ => {}
            }
        }
        all
    }

    /// Whether somebody was a member when the log had reached `seq`.
    pub(super) fn is_member(&self, user: UserId, seq: Seq) -> bool {
        let changes = self.memberships.get(&user).map(Vec::as_slice).unwrap_or_default();
        changes.iter().take_while(|(at, _)| *at <= seq).last().is_some_and(|(_, member)| *member)
    }

    /// A violation in this group.
    pub(super) fn violation(&self, who: &str, fault: Fault) -> Violation {
        Violation { who: who.to_owned(), group: Some(self.group), fault }
    }
}
