//! The whole history of a group, with nothing counted beforehand.

use std::collections::BTreeMap;

use archive::{EventRecord, GroupRecord, MemberRecord, StoredChange};
use tertulia::{api::Group, clock::Timestamp, group::Role, ids::Seq};
use uuid::Uuid;

use super::{Ahead, PEOPLE};
use crate::store::{LoadedLog, MentionsRow, StoredMessage, seq};

pub(super) const GROUP: Uuid = Uuid::from_u128(0x6077);
const EPOCH: Uuid = Uuid::from_u128(0xe90c);
const CODE: &str = "ABCDEFGHJK";

/// Something that happened.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "almost all of them are events")]
pub(super) enum Fact {
    /// An event, with the message that it is about as it was then.
    Event(EventRecord, Option<StoredMessage>),
    /// Somebody read up to a place.
    Read(Uuid, Seq),
}

#[derive(Clone, Debug)]
pub(super) struct Membership {
    pub(super) role: Role,
    /// The place of its event.
    since: i64,
    /// Up to where she has read.
    position: i64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) facts: Vec<Fact>,
    pub(super) events: Vec<EventRecord>,
    /// As they are now, by number.
    pub(super) messages: Vec<StoredMessage>,
    pub(super) members: BTreeMap<Uuid, Membership>,
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).expect("few")
}

impl Model {
    /// The owner came in.
    pub(super) fn begin() -> Self {
        let mut model = Self::default();
        model.take(Fact::Event(model.event(PEOPLE[0], StoredChange::Added), None));
        model
    }

    /// What `change` is at the next place.
    pub(super) fn event(&self, user: Uuid, change: StoredChange) -> EventRecord {
        let messages = count(self.messages.iter()) + i64::from(matches!(change, StoredChange::Message { .. }));
        let seq = self.head() + 1;
        EventRecord::new(GROUP, seq, time(seq), messages, user, change)
    }

    pub(super) fn take(&mut self, fact: Fact) {
        self.facts.push(fact.clone());
        match fact {
            Fact::Read(user, to) => {
                let to = i64::try_from(to.0).unwrap_or(i64::MAX).min(self.head());
                if let Some(member) = self.members.get_mut(&user) {
                    member.position = member.position.max(to);
                }
            }
            Fact::Event(event, message) => {
                self.keep(&event, message);
                self.events.push(event);
            }
        }
    }

    fn keep(&mut self, event: &EventRecord, message: Option<StoredMessage>) {
        let (user, seq) = (event.user, event.seq);
        match event.change().expect("makes sense") {
            StoredChange::Message { .. } => {
                let nothing_between = |position: i64| self.messages.iter().all(|message| message.seq <= position);
                if self.members.get(&user).is_some_and(|member| nothing_between(member.position)) {
                    self.members.entry(user).and_modify(|member| member.position = seq);
                }
                self.messages.push(message.expect("is given"));
            }
            StoredChange::Edited { number }
            | StoredChange::Deleted { number }
            | StoredChange::Reaction { number, .. } => {
                self.messages[usize::try_from(number - 1).expect("is there")] = message.expect("is given");
            }
            StoredChange::Added => {
                let role = if seq == 1 { Role::Owner } else { Role::Member };
                self.members.insert(user, Membership { role, since: seq, position: seq });
            }
            StoredChange::Removed => drop(self.members.remove(&user)),
            StoredChange::RoleChanged { role, .. } => {
                self.members.entry(user).and_modify(|member| member.role = role);
            }
            _ => {}
        }
    }

    /// As it was after so many facts.
    pub(super) fn upto(&self, place: usize) -> Self {
        let mut model = Self::default();
        self.facts[..place].iter().for_each(|fact| model.take(fact.clone()));
        model
    }

    /// As it would be if nobody had read anything since then.
    pub(super) fn without_reading_after(&self, place: usize) -> Self {
        let mut model = self.upto(place);
        let events = self.facts[place..].iter().filter(|fact| matches!(fact, Fact::Event(..)));
        events.for_each(|event| model.take(event.clone()));
        model
    }

    pub(super) fn head(&self) -> i64 {
        count(self.events.iter())
    }

    pub(super) fn messages_up_to(&self, seq: i64) -> i64 {
        count(self.messages.iter().filter(|message| message.seq <= seq))
    }

    fn beyond(&self, user: Uuid) -> impl Iterator<Item = &StoredMessage> {
        let position = self.members[&user].position;
        self.messages.iter().filter(move |message| message.seq > position)
    }

    /// Her membership as it should stand in the store.
    pub(super) fn row(&self, user: Uuid) -> MemberRecord {
        let Membership { role, since, position } = self.members[&user];
        MemberRecord {
            grp: GROUP,
            user,
            role: role.as_str().to_owned(),
            joined_at: time(since),
            read_seq: position,
            read_number: self.messages_up_to(position),
            own: count(self.beyond(user).filter(|message| message.author == user && message.content.is_some())),
        }
    }

    /// What others wrote after her position and is not deleted.
    fn unread(&self, user: Uuid) -> u64 {
        count(self.beyond(user).filter(|message| message.author != user && message.content.is_some())).unsigned_abs()
    }

    fn unread_mentions(&self, user: Uuid) -> u64 {
        let means =
            |message: &&StoredMessage| message.mentions().iter().any(|mention| mention.user_id.as_uuid() == user);
        count(self.beyond(user).filter(|message| message.author != user).filter(means)).unsigned_abs()
    }

    /// The messages that mean somebody, the newest first.
    fn mentions(&self) -> Vec<MentionsRow> {
        let row = |message: &StoredMessage| {
            let users: Vec<Uuid> = message.mentions().iter().map(|mention| mention.user_id.as_uuid()).collect();
            let StoredMessage { number, author, .. } = *message;
            (!users.is_empty()).then_some(MentionsRow { number, author, everyone: false, users })
        };
        self.messages.iter().rev().filter_map(row).collect()
    }

    /// The message that this one answers.
    pub(super) fn answered_by(&self, row: &StoredMessage) -> Option<&StoredMessage> {
        self.messages.iter().find(|message| Some(message.seq) == row.reply_to)
    }

    /// How many of the messages after her position were deleted.
    pub(super) fn gone(&self, user: Uuid) -> i64 {
        count(self.beyond(user).filter(|message| message.content.is_none()))
    }

    /// The group as she sees it.
    pub(super) fn group(&self, user: Uuid) -> Group {
        let member = &self.members[&user];
        let about = self.record();
        Group {
            id: GROUP.into(),
            name: about.name,
            description: about.description,
            role: member.role,
            invite_code: CODE.to_owned(),
            member_count: u32::try_from(self.members.len()).expect("few"),
            head: seq(self.head()),
            epoch: EPOCH.into(),
            unread: self.unread(user),
            unread_mentions: self.unread_mentions(user),
            read: seq(member.position),
            active_at: Timestamp::from_millis(about.active_at),
        }
    }

    fn record(&self) -> GroupRecord {
        let mut news = self.events.iter().filter_map(|event| Some((event.name.as_ref()?, event.description.as_ref()?)));
        let (name, description) = news.next_back().map_or(("A", ""), |(name, text)| (name, text));
        GroupRecord {
            grp: GROUP,
            name: name.to_owned(),
            description: description.to_owned(),
            invite_code: Some(CODE.to_owned()),
            epoch: EPOCH,
            seq: self.head(),
            messages: count(self.messages.iter()),
            members: count(self.members.iter()),
            created_at: time(1),
            active_at: time(self.head()),
        }
    }

    /// What the store says: written up to where it was after so many facts, but for what is stored with the events themselves: who is a member,
    /// from which place on, with which role, and what the group is called.
    pub(super) fn loaded(&self, place: usize, window: i64, max: i64) -> LoadedLog {
        let then = self.upto(place);
        let GroupRecord { seq, messages, active_at, .. } = then.record();
        let member = |(user, now): (&Uuid, &Membership)| {
            let is_the_same = then.members.get(user).is_some_and(|before| before.since == now.since);
            let (read_seq, read_number, own) = if is_the_same {
                let MemberRecord { read_seq, read_number, own, .. } = then.row(*user);
                (read_seq, read_number, own)
            } else {
                (now.since, self.messages_up_to(now.since), 0)
            };
            MemberRecord { read_seq, read_number, own, ..self.row(*user) }
        };
        LoadedLog {
            grp: GroupRecord { seq, messages, active_at, ..self.record() },
            members: self.members.iter().map(member).collect(),
            events: self.events_in(seq - window + 1, seq + max),
            messages: self.messages.clone(),
            names: Default::default(),
            mentions: self.mentions(),
        }
    }

    /// What the store says follows a place.
    pub(super) fn ahead(&self, head: i64, max: i64) -> Ahead {
        let (events, messages) = (self.events_in(head + 1, head + max), self.messages.clone());
        Ahead { invite_code: Some(CODE.to_owned()), events, messages, names: Default::default() }
    }

    fn events_in(&self, lo: i64, hi: i64) -> Vec<EventRecord> {
        self.events.iter().filter(|event| (lo..=hi).contains(&event.seq)).cloned().collect()
    }
}

fn time(seq: i64) -> i64 {
    1_790_000_000_000 + 7 * seq
}
