//! What a member does to a message that is there: decided here, without I/O, from the log as it is known and the messages concerned.
//!
//! A writer appends what was decided at the next place of the log. That this place is free proves that everything it was decided from is still so.

use archive::{MessageState, REACTIONS_MAX, ReactionRecord, StoredChange};
use tertulia::{
    group::Role,
    ids::{Seq, UserId},
    mention::Mentions,
    message::Content,
};

use super::{
    error::{Error, Result},
    store::{StoredMessage, seq, set_mentions, stored},
};

/// Most pinned messages of a group.
pub(super) const PINS_MAX: usize = 50;
/// Most questions that one message answers: deleting it reopens them all.
const ANSWERS_MAX: usize = 20;

/// What a member wants done to a message.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) actor: UserId,
    /// The place of the message.
    pub(super) message: Seq,
    pub(super) deed: Deed,
}

/// What is to be done to it.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    /// It gets another text.
    Edit(Content),
    /// It goes, with all that stands with it.
    Delete,
    /// The emoji is in its fully-qualified form.
    React { emoji: String, on: bool },
    /// It stands at the top, or does so no more.
    Pin { on: bool },
    /// It has this answer.
    Answer(Seq),
    /// It has no answer any more; where one is named, only that one.
    Reopen(Option<Seq>),
}

/// What an act is decided from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    /// What the actor may do; none who is no member.
    pub(super) role: Option<Role>,
    /// When it would happen, and where the first event would stand.
    pub(super) at: i64,
    pub(super) seq: i64,
    /// The messages concerned, as they are: see [`Act::messages`] and [`linked`].
    pub(super) rows: &'a [StoredMessage],
    /// How many messages are pinned, where that matters.
    pub(super) pins: usize,
    /// Whom a new text means.
    pub(super) mentions: &'a Mentions,
}

/// What follows from an act: events, each with the other messages that it names by number, and the messages that change, as they are to be.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) events: Vec<(StoredChange, Vec<i64>)>,
    pub(super) changed: Vec<StoredMessage>,
}

/// Places of messages that are bound to this one: its answer, what it answers as a question's answer, and what it is a reply to.
pub(super) fn linked(row: &StoredMessage) -> Vec<Seq> {
    let state = row.state.iter().flat_map(|state| state.answer.into_iter().chain(state.answers.iter().copied()));
    state.chain(row.reply_to).map(seq).collect()
}

impl Act {
    /// The places of the messages that it is about.
    pub(super) fn messages(&self) -> Vec<Seq> {
        let answer = match self.deed {
            Deed::Answer(answer) => Some(answer),
            Deed::Reopen(answer) => answer,
            Deed::Edit(_) | Deed::Delete | Deed::React { .. } | Deed::Pin { .. } => None,
        };
        [self.message].into_iter().chain(answer).collect()
    }

    /// What follows from it; nothing where it is so already.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the actor is no member or there is no such message, [`Error::Forbidden`], [`Error::Conflict`],
    /// [`Error::Invalid`] for an answer that is no message
    pub(super) fn decide(&self, scene: Scene<'_>) -> Result<Option<Outcome>> {
        let role = scene.role.ok_or(Error::NotFound)?;
        let row = scene.row(self.message).ok_or(Error::NotFound)?;
        let case =
            Case { scene, row, is_author: row.author == self.actor.as_uuid(), may_moderate: role != Role::Member };
        match &self.deed {
            Deed::Edit(content) => case.edit(content),
            Deed::Delete => case.delete(),
            Deed::React { emoji, on } => case.react(self.actor, emoji, *on),
            Deed::Pin { on } => case.pin(*on),
            Deed::Answer(answer) => case.answer(*answer),
            Deed::Reopen(answer) => case.reopen(*answer),
        }
    }
}

impl<'a> Scene<'a> {
    fn row(&self, at: Seq) -> Option<&'a StoredMessage> {
        self.rows.iter().find(|row| row.seq == stored(at))
    }
}

/// A message that somebody does something to.
struct Case<'a> {
    scene: Scene<'a>,
    row: &'a StoredMessage,
    is_author: bool,
    may_moderate: bool,
}

type Decided = Result<Option<Outcome>>;

impl Outcome {
    fn of(change: StoredChange, changed: StoredMessage) -> Self {
        Self { events: vec![(change, Vec::new())], changed: vec![changed] }
    }

    /// The message as it is to be: another act may have changed it already.
    fn change(&mut self, row: &StoredMessage, change: impl FnOnce(&mut MessageState)) {
        let known = self.changed.iter().position(|changed| changed.number == row.number);
        let at = known.unwrap_or_else(|| {
            self.changed.push(row.clone());
            self.changed.len() - 1
        });
        self.changed[at].change_state(change);
    }
}

impl Case<'_> {
    fn is_there(&self) -> Result<()> {
        if self.row.content.is_some() { Ok(()) } else { Err(Error::Conflict("the message was deleted")) }
    }

    fn state(&self) -> MessageState {
        self.row.state.clone().unwrap_or_default()
    }

    /// One's own text, unless it is the same.
    fn edit(&self, content: &Content) -> Decided {
        if !self.is_author {
            return Err(Error::Forbidden);
        }
        self.is_there()?;
        if self.row.content.as_deref() == Some(content.as_str()) {
            return Ok(None);
        }
        let mut row = self.row.clone();
        (row.content, row.edited_at) = (Some(content.as_str().to_owned()), Some(self.scene.at));
        row.change_state(|state| set_mentions(state, self.scene.mentions.clone()));
        Ok(Some(Outcome::of(StoredChange::Edited { number: row.number }, row)))
    }

    /// One's own message, or as a moderator anybody's. Questions that it answered are open again.
    fn delete(&self) -> Decided {
        if !self.is_author && !self.may_moderate {
            return Err(Error::Forbidden);
        }
        if self.row.content.is_none() {
            return Ok(None);
        }
        let (state, number, place) = (self.state(), self.row.number, self.row.seq);
        let emptied = StoredMessage { content: None, state: None, ..self.row.clone() };
        let mut outcome = Outcome::of(StoredChange::Deleted { number }, emptied);
        if let Some(answer) = state.answer.and_then(|answer| self.scene.row(seq(answer))) {
            outcome.change(answer, |state| state.answers.retain(|question| *question != place));
            outcome.events[0].1.push(answer.number);
        }
        for question in state.answers.iter().filter_map(|question| self.scene.row(seq(*question))) {
            outcome.change(question, |state| state.answer = None);
            outcome.events.push((StoredChange::Reopened { number: question.number, answer: place }, vec![number]));
        }
        Ok(Some(outcome))
    }

    fn react(&self, actor: UserId, emoji: &str, on: bool) -> Decided {
        if on {
            self.is_there()?;
        }
        let (user, mut state) = (actor.as_uuid(), self.state());
        match (on, state.reactions.iter_mut().position(|reaction| reaction.emoji == emoji)) {
            (true, Some(at)) if state.reactions[at].users.contains(&user) => return Ok(None),
            (true, Some(at)) => state.reactions[at].users.push(user),
            (true, None) if state.reactions.len() >= REACTIONS_MAX => return Err(Error::REACTIONS_FULL),
            (true, None) => state.reactions.push(ReactionRecord { emoji: emoji.to_owned(), users: vec![user] }),
            (false, Some(at)) if state.reactions[at].users.contains(&user) => {
                state.reactions[at].users.retain(|other| *other != user);
                state.reactions.retain(|reaction| !reaction.users.is_empty());
            }
            (false, _) => return Ok(None),
        }
        let mut row = self.row.clone();
        row.change_state(|now| *now = state);
        let change = StoredChange::Reaction { number: row.number, emoji: emoji.to_owned(), on };
        Ok(Some(Outcome::of(change, row)))
    }

    fn pin(&self, on: bool) -> Decided {
        if !self.may_moderate {
            return Err(Error::Forbidden);
        }
        if on {
            self.is_there()?;
        }
        if self.state().pinned.is_some() == on {
            return Ok(None);
        }
        if on && self.scene.pins >= PINS_MAX {
            return Err(Error::PINS_FULL);
        }
        let mut row = self.row.clone();
        row.change_state(|state| state.pinned = on.then_some(self.scene.seq));
        let number = row.number;
        let change = if on { StoredChange::Pinned { number } } else { StoredChange::Unpinned { number } };
        Ok(Some(Outcome::of(change, row)))
    }

    /// Whoever asked may say what the answer is, and moderators.
    fn may_answer(&self) -> Result<MessageState> {
        let state = self.state();
        if !self.is_author && !self.may_moderate {
            return Err(Error::Forbidden);
        }
        self.is_there()?;
        if state.question { Ok(state) } else { Err(Error::Conflict("the message is no question")) }
    }

    /// Where another message was the answer, the question is reopened first.
    fn answer(&self, answer: Seq) -> Decided {
        let state = self.may_answer()?;
        let no_message = Error::Invalid("answer_seq is not another message of this group");
        let answer = self.scene.row(answer).filter(|answer| answer.seq != self.row.seq).ok_or(no_message)?;
        if answer.content.is_none() {
            return Err(Error::Conflict("the answer was deleted"));
        }
        if state.answer == Some(answer.seq) {
            return Ok(None);
        }
        if answer.state.as_ref().is_some_and(|state| state.answers.len() >= ANSWERS_MAX) {
            return Err(Error::ANSWERS_FULL);
        }
        let mut outcome = self.without_answer(&state);
        outcome.change(self.row, |state| state.answer = Some(answer.seq));
        outcome.change(answer, |state| state.answers.push(self.row.seq));
        let change = StoredChange::Answered { number: self.row.number, answer: answer.seq };
        outcome.events.push((change, vec![answer.number]));
        Ok(Some(outcome))
    }

    fn reopen(&self, answer: Option<Seq>) -> Decided {
        let state = self.may_answer()?;
        let is_it = state.answer.is_some_and(|now| answer.is_none_or(|answer| stored(answer) == now));
        Ok(is_it.then(|| self.without_answer(&state)))
    }

    /// The question as it is without what is its answer now, if anything.
    fn without_answer(&self, state: &MessageState) -> Outcome {
        let mut outcome = Outcome::default();
        let Some(answer) = state.answer else { return outcome };
        outcome.change(self.row, |state| state.answer = None);
        let mut others = Vec::new();
        if let Some(before) = self.scene.row(seq(answer)) {
            outcome.change(before, |state| state.answers.retain(|question| *question != self.row.seq));
            others.push(before.number);
        }
        outcome.events.push((StoredChange::Reopened { number: self.row.number, answer }, others));
        outcome
    }
}
