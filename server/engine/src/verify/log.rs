//! What must hold from one event of a log to the next.

use std::collections::{BTreeMap, BTreeSet};

use archive::{EventRecord, MemberRecord, MessageRecord, StoredChange};
use tertulia::{group::Role, ids::GroupId};
use uuid::Uuid;

use super::{Inconsistency, marks::Marks};
use crate::store::References;

/// A group's log, read from its beginning.
pub(super) struct LogCheck {
    group: GroupId,
    /// The next place.
    next: i64,
    /// As of which event the group's record and the memberships are written.
    settled: i64,
    /// How many messages there were up to there.
    pub(super) settled_messages: i64,
    /// How many messages there were so far.
    pub(super) messages: i64,
    /// How many were deleted so far.
    pub(super) deleted: i64,
    /// Who is a member by now.
    pub(super) members: BTreeSet<Uuid>,
    /// The roles that members were given since they came, as far as the log says: earlier versions did not write them down.
    pub(super) roles: BTreeMap<Uuid, Role>,
    /// Up to which message today's members have read, by their memberships.
    reads: BTreeMap<Uuid, i64>,
    /// Which messages beyond that each of them wrote, without those that were deleted, up to where memberships are written. Of somebody
    /// who came after that there are none: her position is where she came.
    pub(super) own: BTreeMap<Uuid, BTreeSet<i64>>,
    pub(super) marks: Marks,
    pub(super) problems: Vec<Inconsistency>,
}

/// What the events of a window refer to, to be looked up.
pub(super) struct Lookup {
    messages: BTreeMap<i64, MessageRecord>,
    sent: BTreeMap<(Uuid, Uuid), i64>,
    answerable: BTreeSet<i64>,
    tombstones: BTreeSet<i64>,
}

impl From<References> for Lookup {
    fn from(found: References) -> Self {
        Self {
            messages: found.messages.into_iter().map(|message| (message.number, message)).collect(),
            sent: found.sent.into_iter().map(|sent| ((sent.author, sent.client_id), sent.number)).collect(),
            answerable: found.answerable.into_iter().collect(),
            tombstones: found.tombstones.into_iter().collect(),
        }
    }
}

impl LogCheck {
    /// With the members of today, who have read up to a message each, as they and the group were written at event `settled`.
    pub(super) fn new(group: GroupId, settled: i64, members: &[MemberRecord]) -> Self {
        let reads = members.iter().map(|member| (member.user, member.read_number)).collect();
        let (members, roles, own, problems) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new(), Vec::new());
        let (messages, settled_messages, deleted, marks) = (0, 0, 0, Marks::default());
        Self {
            group,
            next: 1,
            settled,
            settled_messages,
            messages,
            deleted,
            members,
            roles,
            reads,
            own,
            marks,
            problems,
        }
    }

    /// The events that were found next, in their order.
    pub(super) fn window(&mut self, events: &[EventRecord], lookup: &Lookup) {
        for event in events {
            self.expect(event.seq);
            self.event(event, lookup);
            self.next = event.seq.saturating_add(1);
        }
    }

    /// No event was found any more, and the log goes up to `end`.
    pub(super) fn end(&mut self, end: i64) {
        self.expect(end.saturating_add(1));
    }

    /// A hole is one problem, at its first place, however wide it is.
    fn expect(&mut self, seq: i64) {
        let (first, last) = (self.next, seq.saturating_sub(1));
        if first == last {
            self.report(first, "missing_event", "the log has a hole here".to_owned());
        } else if first < last {
            self.report(first, "missing_event", format!("the log has a hole here, up to {last}"));
        }
    }

    fn event(&mut self, event: &EventRecord, lookup: &Lookup) {
        match event.change() {
            Ok(StoredChange::Message { number }) => self.message(event, number, lookup),
            Ok(StoredChange::Edited { number }) => {
                self.revision(event, number, lookup);
            }
            Ok(StoredChange::Deleted { number }) => {
                if let Some(message) = self.revision(event, number, lookup) {
                    self.deletion(event, message, lookup);
                }
            }
            Ok(StoredChange::Added) => {
                self.roles.remove(&event.user);
                if !self.members.insert(event.user) {
                    self.report(event.seq, "added_twice", format!("{} was a member already", event.user));
                }
            }
            Ok(StoredChange::Removed) => {
                if !self.members.remove(&event.user) {
                    self.report(event.seq, "removed_nobody", format!("{} was no member", event.user));
                }
            }
            Ok(StoredChange::RoleChanged { role, actor }) => {
                self.acts(event, event.user);
                self.acts(event, actor.as_uuid());
                self.roles.insert(event.user, role);
            }
            Ok(StoredChange::GroupChanged(news)) => self.acts(event, news.actor_id.as_uuid()),
            Ok(StoredChange::Reaction { number, emoji, on }) => {
                self.revision(event, number, lookup);
                self.marks.reaction(number, &emoji, event.user, on);
            }
            Ok(StoredChange::Pinned { number }) => {
                self.revision(event, number, lookup);
                self.marks.pinned(number, Some(event.seq));
            }
            Ok(StoredChange::Unpinned { number }) => {
                self.revision(event, number, lookup);
                self.marks.pinned(number, None);
            }
            Ok(StoredChange::Answered { number, answer }) => self.answer(event, (number, answer), true, lookup),
            Ok(StoredChange::Reopened { number, answer }) => self.answer(event, (number, answer), false, lookup),
            Err(problem) => self.report(event.seq, "unknown_kind", format!("{}: {problem}", event.kind)),
        }
        // One wrong count is one problem: from here on it is measured by what is there.
        if event.messages != self.messages {
            let text = format!("it counts {} messages where there are {}", event.messages, self.messages);
            self.report(event.seq, "wrong_count", text);
            self.messages = event.messages;
        }
        if event.seq <= self.settled {
            self.settled_messages = self.messages;
        }
    }

    fn message(&mut self, event: &EventRecord, number: i64, lookup: &Lookup) {
        self.messages += 1;
        if number != self.messages {
            let expected = self.messages;
            self.report(event.seq, "wrong_number", format!("it is message number {number} and should be {expected}"));
        }
        let reads = self.reads.get(&event.user).filter(|_| event.seq <= self.settled);
        if reads.is_some_and(|read| *read < self.messages) {
            self.own.entry(event.user).or_default().insert(self.messages);
        }
        self.acts(event, event.user);
        let Some(message) = lookup.messages.get(&number) else {
            return self.report(event.seq, "missing_message", "its message is not there".to_owned());
        };
        if (message.seq, message.author, message.at) != (event.seq, event.user, event.at) {
            let text = "its message names another place, author or time".to_owned();
            self.report(event.seq, "message_mismatch", text);
        }
        self.marks.message(message);
        self.sent(event, message, lookup);
        if let Some(answered) = message.reply_to
            && (answered >= event.seq || !lookup.answerable.contains(&answered))
        {
            self.report(event.seq, "reply_to_nothing", format!("it answers {answered}, which is no earlier message"));
        }
    }

    /// The author's client id stands for this message and no other.
    fn sent(&mut self, event: &EventRecord, message: &MessageRecord, lookup: &Lookup) {
        match lookup.sent.get(&(message.author, message.client_id)) {
            None => self.report(event.seq, "missing_sent", "nothing recalls that it was sent".to_owned()),
            Some(number) if *number != message.number => {
                let text = format!("its author and client id stand for message number {number}");
                self.report(event.seq, "client_id_twice", text);
            }
            Some(_) => {}
        }
    }

    /// The message that it changes, if that is there.
    fn revision<'a>(&mut self, event: &EventRecord, number: i64, lookup: &'a Lookup) -> Option<&'a MessageRecord> {
        self.acts(event, event.user);
        let Some(message) = lookup.messages.get(&number) else {
            self.report(event.seq, "revised_nothing", "it changes a message that is not there".to_owned());
            return None;
        };
        if message.seq >= event.seq {
            self.report(event.seq, "revised_nothing", "it changes a message that came later".to_owned());
        }
        Some(message)
    }

    /// A question and its answer, which is one of the event's other messages.
    fn answer(&mut self, event: &EventRecord, (number, answer): (i64, i64), on: bool, lookup: &Lookup) {
        let Some(question) = self.revision(event, number, lookup) else { return };
        let others = event.others.iter().flatten().filter_map(|number| lookup.messages.get(number));
        match others.into_iter().find(|other| other.seq == answer) {
            Some(answer) => self.marks.answered(question, answer, on),
            None => self.report(event.seq, "answered_by_nothing", format!("its answer, {answer}, is not there")),
        }
    }

    fn deletion(&mut self, event: &EventRecord, message: &MessageRecord, lookup: &Lookup) {
        self.deleted += 1;
        self.marks.deleted(message, event.others.as_deref().unwrap_or_default());
        if event.seq <= self.settled
            && let Some(own) = self.own.get_mut(&message.author)
        {
            own.remove(&message.number);
        }
        if message.content.is_some() {
            self.report(event.seq, "deleted_text_remains", "the text of the deleted message is still there".to_owned());
        }
        if !lookup.tombstones.contains(&message.number) {
            self.report(event.seq, "missing_tombstone", "nothing marks the message as deleted".to_owned());
        }
    }

    /// Whoever acts, or is acted upon, is a member at the time.
    fn acts(&mut self, event: &EventRecord, user: Uuid) {
        if !self.members.contains(&user) {
            self.report(event.seq, "not_a_member", format!("{user} was no member at the time"));
        }
    }

    fn report(&mut self, seq: i64, code: &'static str, text: String) {
        self.problems.push(Inconsistency::at(self.group, seq, code, text));
    }
}
