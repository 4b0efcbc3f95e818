//! A message as it is stored, and as it is told.

use archive::{MessageState, ReactionRecord};
use surrealdb::types::SurrealValue;
use tertulia::{
    api::{Mention, Message, REACTION_NAMES_MAX, Reaction, Reply},
    clock::Timestamp,
    ids::UserId,
    markup,
    mention::Mentions,
};
use uuid::Uuid;

use super::{
    groups::seq,
    names::{Names, NamesRow},
};

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub(crate) struct StoredMessage {
    pub(crate) number: i64,
    pub(crate) seq: i64,
    pub(crate) uuid: Uuid,
    pub(crate) author: Uuid,
    pub(crate) client_id: Uuid,
    pub(crate) content: Option<String>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) at: i64,
    pub(crate) edited_at: Option<i64>,
    pub(crate) state: Option<MessageState>,
}

/// Messages with those that they answer, and the names shown with them.
#[derive(Debug, SurrealValue)]
pub(crate) struct WithQuoted {
    pub(crate) messages: Vec<StoredMessage>,
    quoted: Vec<StoredMessage>,
    pub(crate) names: NamesRow,
}

impl WithQuoted {
    /// As `reader` sees them.
    pub(crate) fn told(self, reader: UserId) -> Vec<Message> {
        let names = Names::new(&self.names);
        self.messages.iter().map(|row| row.clone().told(&names, Some(reader), self.answered_by(row))).collect()
    }

    /// One of them, as `reader` sees it.
    pub(crate) fn told_one(&self, row: &StoredMessage, reader: UserId) -> Message {
        row.clone().told(&Names::new(&self.names), Some(reader), self.answered_by(row))
    }

    fn answered_by(&self, row: &StoredMessage) -> Option<&StoredMessage> {
        self.quoted.iter().find(|quoted| Some(quoted.seq) == row.reply_to)
    }
}

impl StoredMessage {
    /// The message as `reader` sees it: only its author sees the client id. Without a reader it is told with it, and with no reaction of anybody's own.
    /// `answered` is the message that it answers, as that is now.
    pub(crate) fn told(self, names: &Names, reader: Option<UserId>, answered: Option<&Self>) -> Message {
        let sender_id = UserId::from(self.author);
        let state = self.state.unwrap_or_default();
        let deleted = self.content.is_none();
        let at = Timestamp::from_millis(self.at);
        Message {
            reply_to: self.reply_to.map(seq),
            reply: answered.map(|answered| Box::new(answered.quoted(names))),
            client_id: reader.is_none_or(|reader| reader == sender_id).then(|| self.client_id.into()),
            edited_at: self.edited_at.filter(|_| !deleted).map(Timestamp::from_millis),
            mentions: mentions(&state),
            everyone: state.everyone,
            reactions: state.reactions.iter().map(|reaction| told_reaction(reaction, names, reader)).collect(),
            question: state.question,
            answer_seq: state.answer.map(seq),
            answers: state.answers.into_iter().map(seq).collect(),
            pinned: state.pinned.is_some(),
            ..Message::new(seq(self.seq), self.uuid.into(), sender_id, names.of(sender_id), self.content, at)
        }
    }

    /// In short, for those who answer it.
    fn quoted(&self, names: &Names) -> Reply {
        let sender_id = UserId::from(self.author);
        Reply {
            seq: seq(self.seq),
            sender_id,
            sender_name: names.of(sender_id),
            excerpt: self.content.as_deref().map(markup::excerpt),
            deleted: self.content.is_none(),
        }
    }

    /// Whom its text means.
    pub(crate) fn mentions(&self) -> Vec<Mention> {
        self.state.as_ref().map(mentions).unwrap_or_default()
    }

    /// Whether it means everybody.
    pub(crate) fn means_everyone(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.everyone)
    }

    /// How many reacted so, and the names of the first.
    pub(crate) fn reacted(&self, emoji: &str, names: &Names) -> (u32, Vec<String>) {
        let mut reactions = self.state.iter().flat_map(|state| &state.reactions);
        reactions.find(|reaction| reaction.emoji == emoji).map_or_else(Default::default, |reaction| {
            let Reaction { count, names, .. } = told_reaction(reaction, names, None);
            (count, names)
        })
    }

    /// Changes what stands with it beside its text.
    pub(crate) fn change_state(&mut self, change: impl FnOnce(&mut MessageState)) {
        let mut state = self.state.take().unwrap_or_default();
        change(&mut state);
        self.state = (state != MessageState::default()).then_some(state);
    }

    /// Bytes of what people wrote in it, and did to it.
    pub(crate) fn bytes(&self) -> usize {
        self.content.as_ref().map_or(0, String::len) + self.state.as_ref().map_or(0, MessageState::bytes)
    }
}

fn mentions(state: &MessageState) -> Vec<Mention> {
    let mention =
        |mention: &archive::MentionRecord| Mention { user_id: mention.user.into(), text: mention.text.clone() };
    state.mentions.iter().map(mention).collect()
}

/// Whom a text means, as it is stored.
pub(crate) fn set_mentions(state: &mut MessageState, found: Mentions) {
    let record = |mention: Mention| archive::MentionRecord { user: mention.user_id.as_uuid(), text: mention.text };
    state.mentions = found.people.into_iter().map(record).collect();
    state.everyone = found.everyone;
}

fn told_reaction(reaction: &ReactionRecord, names: &Names, reader: Option<UserId>) -> Reaction {
    Reaction {
        emoji: reaction.emoji.clone(),
        count: u32::try_from(reaction.users.len()).unwrap_or(u32::MAX),
        mine: reader.is_some_and(|reader| reaction.users.contains(&reader.as_uuid())),
        names: reaction.users.iter().take(REACTION_NAMES_MAX).map(|user| names.of((*user).into())).collect(),
    }
}
