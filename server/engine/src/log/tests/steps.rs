//! What happens in a group, at random.

use archive::{MentionRecord, MessageState, ReactionRecord, StoredChange};
use proptest::{prelude::*, sample::Index};
use tertulia::{group::Role, ids::Seq, log_event::GroupNews};
use uuid::Uuid;

use super::model::{Fact, Model};
use crate::store::StoredMessage;

pub(super) const PEOPLE: [Uuid; 4] = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3), Uuid::from_u128(4)];

/// One or several facts, wherever they are possible.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Write {
        who: usize,
        count: usize,
    },
    /// Of any message, or of one of the last ones. Without a text it is deleted.
    Revise {
        pick: Index,
        is_late: bool,
        text: Option<usize>,
    },
    /// Somebody reacts to one, or takes that back.
    React {
        who: usize,
        pick: Index,
        is_late: bool,
    },
    Come(usize),
    Go(usize),
    Role(usize, Role),
    Rename(usize),
    /// Up to any place, or to one of the last ones.
    Read {
        who: usize,
        pick: Index,
        is_late: bool,
    },
}

/// How many are the last ones.
const LATE: usize = 30;

pub(super) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..most)
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..PEOPLE.len();
    let role = prop_oneof![Just(Role::Member), Just(Role::Moderator), Just(Role::Owner)];
    let revise = |text| move |(pick, is_late): (Index, bool)| Step::Revise { pick, is_late, text };
    let place = || (any::<Index>(), any::<bool>());
    prop_oneof![
        6 => (who(), 1..6_usize).prop_map(|(who, count)| Step::Write { who, count }),
        2 => (who(), 50..200_usize).prop_map(|(who, count)| Step::Write { who, count }),
        2 => place().prop_map(revise(Some(9))),
        2 => place().prop_map(revise(None)),
        3 => (who(), place()).prop_map(|(who, (pick, is_late))| Step::React { who, pick, is_late }),
        3 => who().prop_map(Step::Come),
        2 => who().prop_map(Step::Go),
        1 => (who(), role).prop_map(|(who, role)| Step::Role(who, role)),
        1 => who().prop_map(Step::Rename),
        4 => (who(), place()).prop_map(|(who, (pick, is_late))| Step::Read { who, pick, is_late }),
    ]
}

/// One of so many, or of the last of them.
fn picked(pick: Index, is_late: bool, size: usize) -> usize {
    let late = size.min(LATE);
    if is_late { size - late + pick.index(late) } else { pick.index(size) }
}

impl Step {
    pub(super) fn facts(&self, model: &Model) -> Vec<Fact> {
        match self {
            Self::Write { who, count } => write(model, PEOPLE[*who], *count),
            Self::Revise { pick, is_late, text } if !model.messages.is_empty() => {
                let message = &model.messages[picked(*pick, *is_late, model.messages.len())];
                revise(model, message, *text).into_iter().collect()
            }
            Self::React { who, pick, is_late } if !model.messages.is_empty() => {
                let message = &model.messages[picked(*pick, *is_late, model.messages.len())];
                react(model, message, PEOPLE[*who]).into_iter().collect()
            }
            Self::Read { who, pick, is_late } => {
                let to = picked(*pick, *is_late, model.events.len() + 3);
                vec![Fact::Read(PEOPLE[*who], Seq(to as u64))]
            }
            Self::Come(who) if !is_in(model, *who) => event(model, *who, StoredChange::Added),
            Self::Go(who) if is_in(model, *who) && model.members.len() > 1 => event(model, *who, StoredChange::Removed),
            Self::Role(who, role) if is_in(model, *who) => {
                event(model, *who, StoredChange::RoleChanged { role: *role, actor: PEOPLE[0].into() })
            }
            Self::Rename(who) => {
                let (name, actor_id) = (Some(format!("{who} {}", model.head())), PEOPLE[*who].into());
                let news = GroupNews { description: name.clone(), name, invitation: false, actor_id };
                event(model, *who, StoredChange::GroupChanged(news))
            }
            _ => Vec::new(),
        }
    }
}

fn is_in(model: &Model, who: usize) -> bool {
    model.members.contains_key(&PEOPLE[who])
}

fn event(model: &Model, who: usize, change: StoredChange) -> Vec<Fact> {
    vec![Fact::Event(model.event(PEOPLE[who], change), None)]
}

fn write(model: &Model, author: Uuid, count: usize) -> Vec<Fact> {
    let mut model = model.clone();
    if !model.members.contains_key(&author) {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for _ in 0..count {
        let number = model.messages.len() as i64 + 1;
        let event = model.event(author, StoredChange::Message { number });
        let id = Uuid::from_u128(0x1000 + u128::from(number.unsigned_abs()));
        let message = StoredMessage {
            number,
            seq: event.seq,
            uuid: id,
            author,
            client_id: id,
            content: Some("x".repeat(number as usize % 37 + 1)),
            reply_to: answered(&model, number),
            at: event.at,
            edited_at: None,
            state: mention(number),
        };
        let fact = Fact::Event(event, Some(message));
        model.take(fact.clone());
        facts.push(fact);
    }
    facts
}

/// Every fifth message answers one far before it.
fn answered(model: &Model, number: i64) -> Option<i64> {
    (number % 5 == 0).then(|| model.messages[number as usize / 2].seq)
}

/// Every third message means somebody.
fn mention(number: i64) -> Option<MessageState> {
    let user = PEOPLE[number as usize % PEOPLE.len()];
    let mentions = vec![MentionRecord { user, text: "x".to_owned() }];
    (number % 3 == 0).then(|| MessageState { mentions, ..Default::default() })
}

/// Somebody reacts to a message, or takes that back, also who is no member: that is nothing to the log.
fn react(model: &Model, message: &StoredMessage, user: Uuid) -> Option<Fact> {
    message.content.as_ref()?;
    let (number, emoji, mut message) = (message.number, "👍".to_owned(), message.clone());
    let mut on = false;
    message.change_state(|state| {
        let had = state.reactions.first().is_some_and(|reaction| reaction.users.contains(&user));
        on = !had;
        let mut users = state.reactions.pop().map(|reaction| reaction.users).unwrap_or_default();
        if had {
            users.retain(|other| *other != user);
        } else {
            users.push(user);
        }
        if !users.is_empty() {
            state.reactions.push(ReactionRecord { emoji: emoji.clone(), users });
        }
    });
    let event = model.event(user, StoredChange::Reaction { number, emoji, on });
    Some(Fact::Event(event, Some(message)))
}

/// Whoever wrote it changes it, also after leaving: that is nothing to the log.
fn revise(model: &Model, message: &StoredMessage, text: Option<usize>) -> Option<Fact> {
    let before = message.content.as_ref()?;
    let (number, author) = (message.number, message.author);
    let change = if text.is_some() { StoredChange::Edited { number } } else { StoredChange::Deleted { number } };
    let event = model.event(author, change);
    let content = text.map(|more| before.clone() + &"y".repeat(more));
    let edited_at = text.map(|_| event.at).or(message.edited_at);
    let state = message.state.clone().filter(|_| content.is_some());
    let message = StoredMessage { content, edited_at, state, ..message.clone() };
    Some(Fact::Event(event, Some(message)))
}
