//! Storing messages that were sent.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use surrealdb::types::{Array, RecordId, RecordIdKey, SurrealValue, Value};
use uuid::Uuid;

use super::{
    Store,
    groups::{seq, stored},
    message_row::MessageRow,
    names::MarkRow,
    vars,
};
use crate::{
    api::Message,
    clock::Timestamp,
    engine::error::{Error, Result},
    ids::{ClientId, GroupId, MessageId, Seq, UserId},
    message::Content,
};

/// A message to be stored.
#[derive(Clone, Debug)]
pub(in crate::engine) struct SendItem {
    pub(in crate::engine) author: UserId,
    pub(in crate::engine) client_id: ClientId,
    pub(in crate::engine) id: MessageId,
    pub(in crate::engine) content: Content,
    pub(in crate::engine) reply_to: Option<Seq>,
}

/// How one item of a batch went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum SendOutcome {
    /// It was stored at this place.
    Stored(Seq),
    /// It had been stored before, like this.
    Duplicate(Box<Message>),
    /// Its author is no member.
    NotAMember,
    /// What it answers is no message of this group.
    NothingToAnswer,
}

/// How a batch went.
#[derive(Debug)]
pub(in crate::engine) struct SentBatch {
    /// Each stands where its item stood.
    pub(in crate::engine) outcomes: Vec<SendOutcome>,
    /// The marks of those of its authors who have one.
    pub(in crate::engine) marks: HashMap<UserId, i64>,
}

/// An item as `fn::send` takes it.
#[derive(SurrealValue)]
struct ItemRow {
    member: RecordId,
    sent: RecordId,
    replied_to: Option<RecordId>,
    event: EventFields,
    message: MessageFields,
}

#[derive(SurrealValue)]
struct EventFields {
    kind: String,
    user: Uuid,
    at: i64,
}

#[derive(SurrealValue)]
struct MessageFields {
    uuid: Uuid,
    author: Uuid,
    client_id: Uuid,
    content: String,
    reply_to: Option<i64>,
    at: i64,
}

/// What `fn::send` answers.
#[derive(SurrealValue)]
struct BatchRow {
    outcomes: Vec<SentRow>,
    marks: Vec<MarkRow>,
}

/// What `fn::send` answers for an item: one of the three.
#[derive(SurrealValue)]
struct SentRow {
    seq: Option<i64>,
    duplicate: Option<MessageRow>,
    refused: Option<String>,
}

impl Store {
    /// Stores what is new of a batch, in its order, in one transaction.
    pub(in crate::engine) async fn send(
        &self,
        group: GroupId,
        items: &[SendItem],
        now: Timestamp,
    ) -> Result<SentBatch> {
        let rows: Vec<ItemRow> = items.iter().map(|item| ItemRow::new(group, item, now)).collect();
        let authors: BTreeSet<UserId> = items.iter().map(|item| item.author).collect();
        let namesake =
            |author: UserId| record("namesake", vec![group.as_uuid().into_value(), author.as_uuid().into_value()]);
        let namesakes: Vec<RecordId> = authors.into_iter().map(namesake).collect();
        let vars = vars! { "g": group.as_uuid(), "now": now.as_millis(), "items": rows, "namesakes": namesakes };
        let sent: BatchRow = self.write("RETURN fn::send($g, $now, $items, $namesakes)", vars).await?;
        if sent.outcomes.len() != items.len() {
            return Err(Error::Internal);
        }
        if sent.outcomes.iter().any(|row| row.seq.is_some()) {
            self.orders.touch(group, now);
        }
        let outcomes =
            items.iter().zip(sent.outcomes).map(|(item, row)| row.outcome(item.author)).collect::<Result<_>>()?;
        let marks = sent.marks.into_iter().map(|row| (row.user.into(), row.mark)).collect();
        Ok(SentBatch { outcomes, marks })
    }
}

impl ItemRow {
    fn new(group: GroupId, item: &SendItem, now: Timestamp) -> Self {
        let (group, author, client_id, at) =
            (group.as_uuid(), item.author.as_uuid(), item.client_id.as_uuid(), now.as_millis());
        let reply_to = item.reply_to.map(stored);
        Self {
            member: record("member", vec![group.into_value(), author.into_value()]),
            sent: record("sent", vec![group.into_value(), author.into_value(), client_id.into_value()]),
            replied_to: reply_to.map(|seq| record("event", vec![group.into_value(), seq.into_value()])),
            event: EventFields { kind: "message".to_owned(), user: author, at },
            message: MessageFields {
                uuid: item.id.as_uuid(),
                author,
                client_id,
                content: item.content.as_str().to_owned(),
                reply_to,
                at,
            },
        }
    }
}

impl SentRow {
    fn outcome(self, author: UserId) -> Result<SendOutcome> {
        match (self.seq, self.duplicate, self.refused.as_deref()) {
            (Some(at), ..) => Ok(SendOutcome::Stored(seq(at))),
            // The author's name is the caller's to fill in: it knows who is sending.
            (_, Some(first), _) => Ok(SendOutcome::Duplicate(Box::new(first.into_message(String::new(), author)))),
            (.., Some("not_a_member")) => Ok(SendOutcome::NotAMember),
            (.., Some("nothing_to_answer")) => Ok(SendOutcome::NothingToAnswer),
            _ => Err(Error::Internal),
        }
    }
}

/// A record's id with several parts.
pub(super) fn record(table: &str, key: Vec<Value>) -> RecordId {
    RecordId::new(table, RecordIdKey::Array(Array::from(key)))
}
