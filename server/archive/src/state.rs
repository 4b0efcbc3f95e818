//! What stands with a stored message beside its text: what others did to it, and whom it means.

use serde::{Deserialize, Serialize};
#[cfg(feature = "surrealdb")]
use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::check::{RowProblem, demand};

/// Most kinds of reactions to a message.
pub const REACTIONS_MAX: usize = 20;
/// Most bytes of one emoji: that of a family of four takes 25, and flags of regions 28.
const EMOJI_BYTES_MAX: usize = 64;

/// The state of a message, as it is now. Every change of it is an event, but for what comes with the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue), surreal(default))]
#[serde(default)]
pub struct MessageState {
    /// In the order of their first use; each has somebody who reacted so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionRecord>,
    /// The place of the event that pinned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<i64>,
    /// Whether it is a question.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub question: bool,
    /// The place of the message that answers this question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<i64>,
    /// The places of the questions that this message answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<i64>,
    /// Whom its text means, in the order of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<MentionRecord>,
    /// Whether it means everybody.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub everyone: bool,
}

/// Who reacted in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
pub struct ReactionRecord {
    /// In Unicode's fully-qualified form.
    pub emoji: String,
    /// In the order in which they did.
    pub users: Vec<Uuid>,
}

/// Somebody whom a text means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
pub struct MentionRecord {
    /// Who.
    pub user: Uuid,
    /// As it stands in the text.
    pub text: String,
}

/// A list of messages of a group, which is kept beside them so that it can be read without looking at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Pinned ones.
    Pins,
    /// Questions without an answer.
    Open,
    /// Questions with one.
    Answered,
    /// Those that mean somebody.
    Mentions,
}

impl List {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pins, Self::Open, Self::Answered, Self::Mentions];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pins => "pins",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Mentions => "mentions",
        }
    }
}

impl MessageState {
    /// In which lists the message stands.
    pub fn lists(&self) -> impl Iterator<Item = List> {
        let stands_in = |list: &List| match list {
            List::Pins => self.pinned.is_some(),
            List::Open => self.question && self.answer.is_none(),
            List::Answered => self.question && self.answer.is_some(),
            List::Mentions => self.everyone || !self.mentions.is_empty(),
        };
        List::ALL.into_iter().filter(stands_in)
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let users: usize = self.reactions.iter().map(|reaction| reaction.users.len()).sum();
        let texts: usize = self.mentions.iter().map(|mention| mention.text.len()).sum();
        size_of::<Self>() + (users + self.reactions.len() + self.mentions.len()) * 48 + texts + self.answers.len() * 8
    }

    /// Whether this program would have stored it with this text (none: the message was deleted, and nothing stays with it).
    pub(super) fn check(&self, content: Option<&str>) -> Result<(), RowProblem> {
        let fits = match content {
            None => *self == Self::default(),
            Some(content) => {
                self.reactions.len() <= REACTIONS_MAX
                    && self.reactions.iter().all(ReactionRecord::is_sound)
                    && self.mentions.iter().all(|mention| content.contains(&mention.text))
                    && (self.question || self.answer.is_none())
            }
        };
        demand(fits, RowProblem::State)
    }
}

impl ReactionRecord {
    fn is_sound(&self) -> bool {
        let is_short = (1..=EMOJI_BYTES_MAX).contains(&self.emoji.len());
        is_short && !self.emoji.chars().any(char::is_control) && !self.users.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stands_in_the_lists_that_its_state_says() {
        let lists = |state: MessageState| state.lists().collect::<Vec<_>>();
        assert_eq!(lists(MessageState::default()), []);
        assert_eq!(
            lists(MessageState { pinned: Some(3), question: true, ..Default::default() }),
            [List::Pins, List::Open]
        );
        assert_eq!(lists(MessageState { question: true, answer: Some(4), ..Default::default() }), [List::Answered]);
        assert_eq!(lists(MessageState { everyone: true, ..Default::default() }), [List::Mentions]);
    }

    #[test]
    fn what_is_deleted_has_no_state_and_what_is_there_only_a_possible_one() {
        let ana = Uuid::from_u128(1);
        let pinned = MessageState { pinned: Some(3), ..Default::default() };
        assert_eq!((pinned.check(Some("a")), pinned.check(None)), (Ok(()), Err(RowProblem::State)));
        let reacted = |emoji: &str, users: Vec<Uuid>| {
            let reactions = vec![ReactionRecord { emoji: emoji.to_owned(), users }];
            MessageState { reactions, ..Default::default() }.check(Some("a"))
        };
        assert_eq!(reacted("👍", vec![ana]), Ok(()));
        for (emoji, users) in [("👍", vec![]), ("", vec![ana]), ("\n", vec![ana]), (&"👍".repeat(17), vec![ana])] {
            assert_eq!(reacted(emoji, users), Err(RowProblem::State), "{emoji:?}");
        }
        let mentions = vec![MentionRecord { user: ana, text: "@Ana".to_owned() }];
        let meant = MessageState { mentions, ..Default::default() };
        assert_eq!((meant.check(Some("¿@Ana?")), meant.check(Some("Ana"))), (Ok(()), Err(RowProblem::State)));
    }
}
