//! What members do to each other's messages: reactions, pins, answers to questions; and the lists of those.

use archive::List;
use tertulia::{
    api::{Message, PAGE_MAX, QuestionState, Questions},
    emoji,
    ids::{GroupId, Seq},
};

use super::{
    Engine, Error, Identity,
    act::{Act, Deed, PINS_MAX},
    error::Result,
    page_size,
    store::StoredMessage,
    writer::Command,
};

impl Engine {
    /// Reacts to a message (`on`), or takes that back. As it is already it is no change.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is not one emoji, [`Error::NotFound`], [`Error::Conflict`] for a deleted message and one with 20 kinds of
    /// reactions, [`Error::RateLimited`]
    pub async fn react(&self, who: &Identity, group: GroupId, seq: Seq, emoji: &str, on: bool) -> Result<()> {
        let emoji = emoji::qualified(emoji).ok_or(Error::Invalid("a reaction is one emoji of Unicode"))?.to_owned();
        self.gates().reaction(who.user_id, group)?;
        self.act(who, group, seq, Deed::React { emoji, on }).await.map(drop)
    }

    /// Pins a message (`on`), or does so no more. The owner and moderators may.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] for a deleted message and where 50 are pinned, [`Error::RateLimited`]
    pub async fn pin(&self, who: &Identity, group: GroupId, seq: Seq, on: bool) -> Result<()> {
        self.gates().reaction(who.user_id, group)?;
        self.act(who, group, seq, Deed::Pin { on }).await.map(drop)
    }

    /// Marks a message as the answer to a question. Whoever asked may, and the owner and moderators. One that was the answer before is none any more.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] for an answer that is no message, [`Error::Conflict`] where either was deleted
    /// or the message is no question, [`Error::RateLimited`]
    pub async fn answer(&self, who: &Identity, group: GroupId, question: Seq, answer: Seq) -> Result<()> {
        self.gates().reaction(who.user_id, group)?;
        self.act(who, group, question, Deed::Answer(answer)).await.map(drop)
    }

    /// Takes back what is the answer to a question; where one is named, only that one.
    ///
    /// # Errors
    /// As [`answer`](Self::answer)
    pub async fn reopen(&self, who: &Identity, group: GroupId, question: Seq, answer: Option<Seq>) -> Result<()> {
        self.gates().reaction(who.user_id, group)?;
        self.act(who, group, question, Deed::Reopen(answer)).await.map(drop)
    }

    pub(super) async fn act(
        &self,
        who: &Identity,
        group: GroupId,
        message: Seq,
        deed: Deed,
    ) -> Result<Option<Message>> {
        let act = Act { actor: who.user_id, message, deed };
        self.append(group, |reply| Command::Act { act, reply }).await
    }

    /// The pinned messages, the one that was pinned last first.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn pins(&self, who: &Identity, group: GroupId) -> Result<Vec<Message>> {
        self.is_member(who, group).await?;
        let most = i64::try_from(PINS_MAX).unwrap_or(i64::MAX);
        let mut found = self.store().listed(group, List::Pins, i64::MAX, most).await?;
        let pinned = |message: &StoredMessage| message.state.as_ref().and_then(|state| state.pinned);
        found.messages.sort_by_key(|message| std::cmp::Reverse(pinned(message)));
        Ok(found.told(who.user_id))
    }

    /// How many messages are pinned.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn pin_count(&self, who: &Identity, group: GroupId) -> Result<usize> {
        self.is_member(who, group).await?;
        self.store().count_listed(group, List::Pins).await
    }

    /// A page of questions, the newest first; of those before `before`. `limit` is 1 to 100.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Invalid`]
    pub async fn questions(
        &self,
        who: &Identity,
        group: GroupId,
        state: QuestionState,
        before: Option<Seq>,
        limit: u32,
    ) -> Result<Questions> {
        if !(1..=PAGE_MAX).contains(&limit) {
            return Err(Error::Invalid("limit must be 1 to 100"));
        }
        self.is_member(who, group).await?;
        let list = match state {
            QuestionState::Open => List::Open,
            QuestionState::Answered => List::Answered,
        };
        let before = match before {
            Some(seq) => self.logs().number_before(group, seq).await?.saturating_add(1),
            None => i64::MAX,
        };
        // One more than asked for says whether there are more.
        let mut found = self.store().listed(group, list, before, i64::from(limit) + 1).await?;
        let fitting = page_size::fitting(found.messages.iter().map(StoredMessage::bytes), self.limits().page_bytes);
        let count = fitting.min(limit as usize);
        let has_more = found.messages.len() > count;
        found.messages.truncate(count);
        Ok(Questions { messages: found.told(who.user_id), has_more })
    }

    async fn is_member(&self, who: &Identity, group: GroupId) -> Result<()> {
        let log = self.logs().get(group).await?;
        if log.read().is_member(who.user_id) { Ok(()) } else { Err(Error::NotFound) }
    }
}
