//! What stands with messages beside their text, against what the log says.

use std::collections::{BTreeMap, BTreeSet};

use archive::{List, MessageRecord, MessageState, ReactionRecord};
use uuid::Uuid;

/// What follows from the events so far, and what was found stored.
#[derive(Default)]
pub(super) struct Marks {
    /// By number.
    expected: BTreeMap<i64, MessageState>,
    found: BTreeMap<i64, MessageState>,
}

impl Marks {
    /// A message was found, as it is now.
    pub(super) fn message(&mut self, message: &MessageRecord) {
        if let Some(state) = &message.state {
            self.found.insert(message.number, state.clone());
        }
    }

    pub(super) fn reaction(&mut self, number: i64, emoji: &str, user: Uuid, on: bool) {
        let reactions = &mut self.expected.entry(number).or_default().reactions;
        let at = reactions.iter().position(|reaction| reaction.emoji == emoji);
        match (on, at) {
            (true, Some(at)) => reactions[at].users.push(user),
            (true, None) => reactions.push(ReactionRecord { emoji: emoji.to_owned(), users: vec![user] }),
            (false, Some(at)) => {
                reactions[at].users.retain(|other| *other != user);
                reactions.retain(|reaction| !reaction.users.is_empty());
            }
            (false, None) => {}
        }
    }

    pub(super) fn pinned(&mut self, number: i64, at: Option<i64>) {
        self.expected.entry(number).or_default().pinned = at;
    }

    /// The question has this answer from now on (`on`), or no more.
    pub(super) fn answered(&mut self, question: &MessageRecord, answer: &MessageRecord, on: bool) {
        self.expected.entry(question.number).or_default().answer = on.then_some(answer.seq);
        let answers = &mut self.expected.entry(answer.number).or_default().answers;
        answers.retain(|other| *other != question.seq);
        answers.extend(on.then_some(question.seq));
    }

    /// What was deleted has nothing any more, and what answered it (one of the others that its event names) answers it no more.
    pub(super) fn deleted(&mut self, message: &MessageRecord, others: &[i64]) {
        self.expected.remove(&message.number);
        for other in others {
            if let Some(state) = self.expected.get_mut(other) {
                state.answers.retain(|question| *question != message.seq);
            }
        }
    }

    /// The messages, by number, that do not stand as the log says. What comes with a text is in no event of its own.
    pub(super) fn wrong(&self) -> impl Iterator<Item = i64> {
        let numbers: BTreeSet<i64> = self.expected.keys().chain(self.found.keys()).copied().collect();
        let none = MessageState::default();
        numbers.into_iter().filter(move |number| {
            let expected = self.expected.get(number).unwrap_or(&none);
            let found = self.found.get(number).unwrap_or(&none);
            let marks =
                |state: &MessageState| (state.reactions.clone(), state.pinned, state.answer, state.answers.clone());
            marks(expected) != marks(found)
        })
    }

    /// In which lists messages should stand.
    pub(super) fn listed(&self) -> BTreeSet<(String, i64)> {
        let lists = |(number, state): (&i64, &MessageState)| {
            let number = *number;
            state.lists().map(|list: List| (list.as_str().to_owned(), number)).collect::<Vec<_>>()
        };
        self.found.iter().flat_map(lists).collect()
    }
}
