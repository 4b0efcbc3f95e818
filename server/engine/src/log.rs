//! One group as it follows from its log, in memory: who is a member, where the log ends, its newest part. No I/O: `Logs` reads it and brings
//! the store after it.
//!
//! Everything here is derived from the log, event by event ([`Log::apply`]), on top of what the store had written behind it. So whoever appends
//! checks against this, and the place that the append takes proves that nothing was appended meanwhile.
//!
//! # Layout
//!
//! * `window`: the newest events, and the messages that they are about.
//! * `mentions`: which unread messages mean somebody. `page`: which messages a page holds. `replay`: what happened after a cursor. `member`: what a member may know.

mod member;
mod mentions;
mod page;
mod replay;
#[cfg(test)]
mod tests;
mod window;

use std::collections::HashMap;

use archive::{CountChange, EventRecord, GroupRecord, MemberRecord, RowProblem, StoredChange};
use tertulia::{
    api::Message,
    clock::Timestamp,
    group::Role,
    ids::{ClientMessageId, Epoch, GroupId, Seq, UserId},
    log_event::LogEvent,
    mention::{self, Mentions},
};
use uuid::Uuid;

pub(super) use member::{GroupView, Reading};
use mentions::MentionIndex;
pub(super) use page::PageAnswer;
pub(super) use replay::Replayed;
use window::Window;

use super::store::{Ahead, Forward, LoadedLog, Names, NamesRow, NextPlace, Position, StoredMessage, role, seq, stored};

/// About what a member takes, in bytes, with her name.
const MEMBER_BYTES: usize = 320;

/// A group's log.
pub(super) struct Log {
    group: GroupId,
    /// The group by now: its `seq` is where the log ends.
    about: GroupRecord,
    members: HashMap<Uuid, Member>,
    /// Of members, and of others whom the window names.
    names: Names,
    window: Window,
    mentions: MentionIndex,
    /// Up to where the group's record in the store is brought.
    stored: i64,
    /// Whether somebody read on since: looking forward from the store's record does not find that.
    read_on: bool,
}

/// A member, by now.
struct Member {
    row: MemberRecord,
    /// Whether her position differs from the store's.
    moved: bool,
}

impl Log {
    /// As it was read.
    pub(super) fn new(loaded: LoadedLog) -> Self {
        let LoadedLog { grp, members, events, messages, names, mentions } = loaded;
        let members = members.into_iter().map(|row| (row.user, Member { row, moved: false })).collect();
        let invite_code = grp.invite_code.clone();
        let mut log = Self {
            group: grp.grp.into(),
            stored: grp.seq,
            read_on: false,
            names: Names::new(&names),
            window: Window::after(grp.seq, grp.messages),
            mentions: MentionIndex::new(mentions),
            about: grp,
            members,
        };
        let (before, after): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.seq <= log.stored);
        for event in before {
            log.window.push(&event, change(&event), &about(&event, &messages));
        }
        for event in after {
            log.apply(&event, &about(&event, &messages));
        }
        // As it is now. Where those who are members by now were none for a while, on the way the group looked as if everybody had left.
        log.about.invite_code = invite_code;
        log
    }

    /// What follows, as it was read.
    pub(super) fn go_on(&mut self, ahead: Ahead) {
        self.names.learn(&ahead.names);
        for event in ahead.events {
            self.apply(&event, &about(&event, &ahead.messages));
        }
        self.about.invite_code = ahead.invite_code;
    }

    /// Takes in what was appended, with the messages that it is about as they are now, and the one that its message answers. Whatever is not the next event is known already, or cannot be known yet: nothing happens.
    pub(super) fn apply(&mut self, event: &EventRecord, rows: &[StoredMessage]) {
        if event.seq != self.about.seq + 1 {
            return;
        }
        let change = change(event);
        match change.as_ref().and_then(StoredChange::count_change) {
            Some(CountChange::Wrote(number)) => self.with_member(event.user, |member| member.wrote(event.seq, number)),
            Some(CountChange::Lost(number)) => {
                if let Some(author) = rows.iter().find(|row| row.number == number).map(|row| row.author) {
                    self.with_member(author, |member| member.lost(number));
                }
            }
            None => {}
        }
        match &change {
            Some(StoredChange::Added) => self.add(event),
            Some(StoredChange::Removed) => self.remove(event.user),
            Some(StoredChange::RoleChanged { role, .. }) => {
                if let Some(member) = self.members.get_mut(&event.user) {
                    role.as_str().clone_into(&mut member.row.role);
                }
            }
            Some(StoredChange::GroupChanged(news)) => {
                let GroupRecord { name, description, .. } = &mut self.about;
                news.name.iter().for_each(|new| name.clone_from(new));
                news.description.iter().for_each(|new| description.clone_from(new));
            }
            Some(
                StoredChange::Message { number } | StoredChange::Edited { number } | StoredChange::Deleted { number },
            ) => {
                if let Some(row) = rows.iter().find(|row| row.number == *number) {
                    self.mentions.take(row);
                }
            }
            _ => {}
        }
        (self.about.seq, self.about.messages, self.about.active_at) = (event.seq, event.messages, event.at);
        self.window.push(event, change, rows);
    }

    fn with_member(&mut self, user: Uuid, change: impl FnOnce(&mut MemberRecord)) {
        if let Some(member) = self.members.get_mut(&user) {
            change(&mut member.row);
            member.moved = true;
        }
    }

    /// Whoever comes in has read everything: her row was stored with the event.
    fn add(&mut self, event: &EventRecord) {
        let EventRecord { grp, user, seq: read_seq, at: joined_at, messages: read_number, .. } = *event;
        // A row that the store had already when it was read stands: it may have been brought forward.
        self.members.entry(user).or_insert_with(|| {
            let role = Role::Member.as_str().to_owned();
            let row = MemberRecord { grp, user, role, joined_at, read_seq, read_number, own: 0 };
            Member { row, moved: false }
        });
        self.about.members = i64::try_from(self.members.len()).unwrap_or(i64::MAX);
    }

    fn remove(&mut self, user: Uuid) {
        self.members.remove(&user);
        self.about.members = i64::try_from(self.members.len()).unwrap_or(i64::MAX);
        if self.members.is_empty() {
            // The last one closes it.
            self.about.invite_code = None;
        }
    }

    /// A name that the log does not tell, of somebody who comes in.
    pub(super) fn learn_name(&mut self, user: UserId, name: String) {
        self.names.insert(user, name);
    }

    /// Names that came along with messages.
    pub(super) fn learn_names(&mut self, names: &NamesRow) {
        self.names.learn(names);
    }

    /// The code of a renewed invitation, which the log does not tell.
    pub(super) fn set_invitation(&mut self, code: &str) {
        self.about.invite_code = Some(code.to_owned());
    }

    /// Where the next event goes.
    pub(super) fn next_place(&self, at: Timestamp) -> NextPlace {
        let GroupRecord { seq, messages, .. } = self.about;
        NextPlace { group: self.group, seq: seq + 1, messages, at }
    }

    pub(super) const fn group(&self) -> GroupId {
        self.group
    }

    /// The newest place.
    pub(super) fn head(&self) -> Seq {
        seq(self.about.seq)
    }

    /// When the newest change was stored.
    pub(super) const fn active_at(&self) -> Timestamp {
        Timestamp::from_millis(self.about.active_at)
    }

    pub(super) fn epoch(&self) -> Epoch {
        self.about.epoch.into()
    }

    pub(super) fn is_member(&self, user: UserId) -> bool {
        self.members.contains_key(&user.as_uuid())
    }

    /// A name as it is shown in the group.
    pub(super) fn name(&self, user: UserId) -> String {
        self.names.of(user)
    }

    /// What was appended after a place; none where that is not in memory.
    pub(super) fn events_after(&self, after: Seq, reader: Option<UserId>) -> Option<Vec<LogEvent>> {
        self.window.events_after(after, self.group, &self.names, reader)
    }

    /// A message as one of the members sees it. What it answers stands with it where that is in memory.
    pub(super) fn told(&self, row: &StoredMessage, reader: UserId) -> Message {
        self.told_with(row, reader, self.window.answered_by(row))
    }

    /// As [`told`](Self::told), with the message that it answers.
    pub(super) fn told_with(&self, row: &StoredMessage, reader: UserId, answered: Option<&StoredMessage>) -> Message {
        row.clone().told(&self.names, Some(reader), answered)
    }

    /// The message at a place, where it is in memory.
    pub(super) fn message_at(&self, at: Seq) -> Option<&StoredMessage> {
        self.window.message_at(stored(at))
    }

    /// What somebody may do; none who is no member.
    pub(super) fn role(&self, user: UserId) -> Option<Role> {
        self.members.get(&user.as_uuid()).map(|member| role(&member.row.role))
    }

    /// Whom a text of this member's means.
    pub(super) fn mentions(&self, text: &str, author: UserId) -> Mentions {
        if !text.contains('@') {
            return Mentions::default();
        }
        let names: Vec<(UserId, String)> =
            self.members.keys().map(|user| UserId::from(*user)).map(|user| (user, self.names.of(user))).collect();
        let may_mean_all = self.role(author).is_some_and(|role| role != Role::Member);
        mention::find(text, author, may_mean_all, names.iter().map(|(user, name)| (*user, name.as_str())))
    }

    /// How many messages stand before a place; none where that is not in memory.
    pub(super) fn number_before(&self, at: Seq) -> Option<i64> {
        self.window.number_at(stored(at.min(self.head().next())) - 1)
    }

    /// The message that an author's client gave this name, where it is in memory.
    pub(super) fn sent(&self, author: UserId, client_id: ClientMessageId) -> Option<&StoredMessage> {
        self.window.sent(author.as_uuid(), client_id.as_uuid())
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.members.len() * MEMBER_BYTES + self.window.bytes() + self.mentions.bytes()
    }

    /// How far the store is behind, in events.
    pub(super) const fn behind(&self) -> i64 {
        self.about.seq - self.stored
    }

    /// What the store has to learn, if anything. It counts as stored from now on: see [`Log::still_behind`].
    pub(super) fn bring_forward(&mut self) -> Option<Forward> {
        let moved = |member: &mut Member| std::mem::take(&mut member.moved).then(|| Position::of(&member.row));
        let members: Vec<Position> = self.members.values_mut().filter_map(moved).collect();
        let GroupRecord { grp, seq, messages, active_at, .. } = self.about;
        if members.is_empty() && self.behind() == 0 {
            return None;
        }
        self.stored = seq;
        self.read_on = false;
        Some(Forward { grp, seq, messages, active_at, members })
    }

    /// What was to be stored is not, or may not be.
    pub(super) fn still_behind(&mut self, forward: &Forward) {
        self.stored = self.stored.min(forward.seq - 1);
        self.read_on = true;
        for Position { user, .. } in &forward.members {
            if let Some(member) = self.members.get_mut(user) {
                member.moved = true;
            }
        }
    }

    /// Whether somebody read on, which a crash would take back.
    pub(super) const fn has_read_on(&self) -> bool {
        self.read_on
    }

    /// Whether the store says the same.
    pub(super) fn is_stored(&self) -> bool {
        self.behind() == 0 && self.members.values().all(|member| !member.moved)
    }
}

/// What an event says; none where it is of a kind that this version does not know, or makes no sense: it has its place, and nothing follows.
fn change(event: &EventRecord) -> Option<StoredChange> {
    match event.change() {
        Ok(change) => Some(change),
        Err(RowProblem::Kind) => None,
        Err(problem) => {
            tracing::error!(group = %event.grp, seq = event.seq, %problem, "an event of the log makes no sense");
            None
        }
    }
}

/// The messages that an event is about, and the one that its message answers, of those that were read with it.
fn about(event: &EventRecord, messages: &[StoredMessage]) -> Vec<StoredMessage> {
    let find = |number: i64| messages.iter().find(|message| message.number == number);
    let mut rows: Vec<StoredMessage> = event.about().filter_map(find).cloned().collect();
    let answered = rows.first().and_then(|row| row.reply_to);
    rows.extend(answered.and_then(|place| messages.iter().find(|message| message.seq == place)).cloned());
    rows
}

impl Position {
    fn of(row: &MemberRecord) -> Self {
        let MemberRecord { user, read_seq, read_number, own, .. } = *row;
        Self { user, read_seq, read_number, own }
    }
}
