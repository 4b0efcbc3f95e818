//! Messages into logs: rows that are made here, of any number of groups, in one transaction.
//!
//! The id of a message's event is its place in the log, so that it is not taken yet proves that nothing was appended since whoever made the row
//! looked; and the id of `sent` is its author and client id, so that it is stored once. A statement costs more than its rows, and an
//! expression of SurrealQL about as much as a look-up (docs/performance.md): a datastore in this process is given the records without one
//! (`embedded`), and a remote one gets one statement without expressions.

use archive::{EventRecord, StoredChange};
use surrealdb::types::{Array, Object, RecordId, RecordIdKey, SurrealValue, Value};
use tertulia::{
    clock::Timestamp,
    ids::{ClientMessageId, GroupId, MessageId, Seq, UserId},
};
use uuid::Uuid;

use super::{
    Client, NextPlace, Store, embedded::PutError, groups::stored, is_conflict, is_taken, stored_message::StoredMessage,
    vars,
};
use crate::error::{Error, Result};

/// A message that is to be stored, as its two rows.
#[derive(Clone, Debug)]
pub(crate) struct NewMessageRows {
    pub(crate) event: EventRecord,
    pub(crate) message: StoredMessage,
}

/// How storing messages went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insertion {
    /// They are stored.
    Done,
    /// Nothing was stored: at least one place, or one client id, is taken.
    Taken,
}

impl Store {
    /// Stores messages of any groups in one transaction: all of them or none.
    pub(crate) async fn insert(&self, messages: &[&NewMessageRows]) -> Result<Insertion> {
        let insertion = self.insert_rows(messages.iter().flat_map(|new| new.rows()).collect()).await;
        self.written(insertion.as_ref().err());
        if insertion == Ok(Insertion::Done) {
            for NewMessageRows { event, .. } in messages {
                self.orders.touch(GroupId::from(event.grp), Timestamp::from_millis(event.at));
            }
        }
        insertion
    }

    /// Stores new rows with their ids, of any tables, in one transaction: all of them or none.
    pub(super) async fn insert_rows(&self, rows: Vec<Value>) -> Result<Insertion> {
        if let Client::Embedded(embedded) = &*self.client().await? {
            return embedded.put(rows).await.map_err(|error| match error {
                PutError::Refused(why) => {
                    tracing::error!(why, "the database refused new records");
                    Error::Internal
                }
                PutError::Commit(why) => {
                    self.fail(&why);
                    Error::Unavailable
                }
            });
        }
        self.insert_by_statement(rows).await
    }

    /// The same for a database in another process.
    pub(super) async fn insert_by_statement(&self, rows: Vec<Value>) -> Result<Insertion> {
        const SQL: &str = "INSERT $rows RETURN NONE";
        match self.run(SQL, vars! { "rows": rows }).await?.and_then(|mut results| results.take::<Value>(0)) {
            Ok(_) => Ok(Insertion::Done),
            Err(error) if is_conflict(&error) || is_taken(&error) => Ok(Insertion::Taken),
            Err(error) => Err(self.refused(SQL, &error)),
        }
    }

    /// Those of these messages that are stored, by their authors and what these called them.
    pub(crate) async fn sent(&self, group: GroupId, names: &[(Uuid, Uuid)]) -> Result<Vec<StoredMessage>> {
        let ids: Vec<RecordId> = names.iter().map(|(author, id)| sent_id(group.as_uuid(), *author, *id)).collect();
        self.read("RETURN fn::sent($g, $ids)", vars! { "g": group.as_uuid(), "ids": ids }).await
    }

    /// Those of these places of a log where a message stands.
    pub(crate) async fn places_of_messages(&self, group: GroupId, seqs: &[i64]) -> Result<Vec<i64>> {
        let group = group.as_uuid();
        let ids: Vec<RecordId> =
            seqs.iter().map(|seq| record("event", vec![group.into_value(), seq.into_value()])).collect();
        let sql = "SELECT VALUE record::id(id)[1] FROM $ids WHERE kind = 'message'";
        self.read(sql, vars! { "ids": ids }).await
    }
}

impl NextPlace {
    /// A message that is to be stored there. The place moves on to the one after it.
    pub(crate) fn message(
        &mut self,
        author: UserId,
        client_id: ClientMessageId,
        content: String,
        reply_to: Option<Seq>,
    ) -> NewMessageRows {
        self.messages += 1;
        let message = StoredMessage {
            number: self.messages,
            seq: self.seq,
            uuid: MessageId::random().as_uuid(),
            author: author.as_uuid(),
            client_id: client_id.as_uuid(),
            content: Some(content),
            reply_to: reply_to.map(stored),
            at: self.at.as_millis(),
            edited_at: None,
        };
        let event = self.event(author, StoredChange::Message { number: self.messages });
        self.seq += 1;
        NewMessageRows { event, message }
    }
}

impl NewMessageRows {
    pub(super) fn rows(&self) -> [Value; 3] {
        let Self { event, message } = self;
        let (group, number) = (event.grp.into_value(), message.number.into_value());
        let event_row = [
            ("id", record("event", vec![group.clone(), event.seq.into_value()]).into_value()),
            ("kind", event.kind.clone().into_value()),
            ("user", event.user.into_value()),
            ("at", event.at.into_value()),
            ("messages", event.messages.into_value()),
            ("number", number.clone()),
        ];
        let stored_message = [
            ("id", record("message", vec![group, number.clone()]).into_value()),
            ("number", number.clone()),
            ("seq", message.seq.into_value()),
            ("uuid", message.uuid.into_value()),
            ("author", message.author.into_value()),
            ("client_id", message.client_id.into_value()),
            ("content", message.content.clone().into_value()),
            ("reply_to", message.reply_to.into_value()),
            ("at", message.at.into_value()),
        ];
        let sent = sent_id(event.grp, message.author, message.client_id);
        [object(event_row), object(stored_message), object([("id", sent.into_value()), ("number", number)])]
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(Object::from_iter(fields.into_iter().map(|(name, value)| (name.to_owned(), value))))
}

fn sent_id(group: Uuid, author: Uuid, client_id: Uuid) -> RecordId {
    record("sent", vec![group.into_value(), author.into_value(), client_id.into_value()])
}

/// A record's id with several parts.
pub(super) fn record(table: &str, key: Vec<Value>) -> RecordId {
    RecordId::new(table, RecordIdKey::Array(Array::from(key)))
}
