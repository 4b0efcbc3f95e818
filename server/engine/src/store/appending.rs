//! Messages into logs: rows that are made here, of any number of groups, in one transaction.
//!
//! The id of a message's event is its place in the log, so that it is not taken yet proves that nothing was appended since whoever made the row
//! looked; and the id of `sent` is its author and client id, so that it is stored once. A statement costs more than its rows, and an
//! expression of SurrealQL about as much as a look-up (docs/performance.md): a datastore in this process is given the records without one
//! (`embedded`), and a remote one gets one statement without expressions.

use archive::{EventRecord, MessageState, StoredChange};
use surrealdb::types::{RecordId, SurrealValue, Value};
use tertulia::{
    clock::Timestamp,
    ids::{ClientMessageId, GroupId, MessageId, Seq, UserId},
};
use uuid::Uuid;

use super::{
    Client, NextPlace, Store,
    embedded::PutError,
    groups::stored,
    is_conflict, is_taken,
    rows::{event_row, listed_id, listed_row, message_row, object, record, tombstone_row},
    stored_message::{StoredMessage, WithQuoted},
    vars,
};
use crate::error::{Error, Result};

/// A message that is to be stored, as its two rows.
#[derive(Clone, Debug)]
pub(crate) struct NewMessageRows {
    pub(crate) event: EventRecord,
    pub(crate) message: StoredMessage,
}

/// Events that are to be appended together, one after the other, and what becomes of messages with them.
#[derive(Clone, Debug)]
pub(crate) struct Appended {
    pub(crate) group: GroupId,
    pub(crate) events: Vec<EventRecord>,
    /// Each as it was, and as it is to be.
    pub(crate) changed: Vec<(StoredMessage, StoredMessage)>,
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

    /// Stores events, and what becomes of messages with them: all of it, or nothing where one of the places is taken.
    pub(crate) async fn append_events(&self, appended: &Appended) -> Result<Insertion> {
        const SQL: &str = "RETURN fn::append($new, $changed, $gone)";
        let Appended { group, events, changed } = appended;
        let mut new: Vec<Value> = events.iter().cloned().map(event_row).collect();
        let mut gone: Vec<RecordId> = Vec::new();
        for (before, after) in changed {
            if before.content.is_some() && after.content.is_none() {
                new.push(tombstone_row(*group, after.number));
            }
            let lists =
                |message: &StoredMessage| message.state.iter().flat_map(MessageState::lists).collect::<Vec<_>>();
            let (left, stands) = (lists(before), lists(after));
            let added = stands.iter().filter(|list| !left.contains(list));
            new.extend(added.map(|list| listed_row(group.as_uuid(), *list, after.number)));
            let removed = left.iter().filter(|list| !stands.contains(list));
            gone.extend(removed.map(|list| listed_id(group.as_uuid(), *list, after.number)));
        }
        let rows: Vec<Value> = changed.iter().map(|(_, after)| message_row(*group, after.clone())).collect();
        let vars = vars! { "new": new, "changed": rows, "gone": gone };
        if self.append::<Value>(SQL, vars).await?.is_none() {
            return Ok(Insertion::Taken);
        }
        if let Some(last) = events.last() {
            self.orders.touch(*group, Timestamp::from_millis(last.at));
        }
        Ok(Insertion::Done)
    }

    /// Those of these messages that are stored, by their authors and what these called them.
    pub(crate) async fn sent(&self, group: GroupId, names: &[(Uuid, Uuid)]) -> Result<WithQuoted> {
        let ids: Vec<RecordId> = names.iter().map(|(author, id)| sent_id(group.as_uuid(), *author, *id)).collect();
        self.read("RETURN fn::sent($g, $ids)", vars! { "g": group.as_uuid(), "ids": ids }).await
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
            state: None,
        };
        let event = self.event(author, StoredChange::Message { number: self.messages });
        self.seq += 1;
        NewMessageRows { event, message }
    }
}

impl NewMessageRows {
    /// With what stands with the message beside its text.
    pub(crate) fn with_state(mut self, state: MessageState) -> Self {
        self.message.change_state(|now| *now = state);
        self
    }

    pub(super) fn rows(&self) -> Vec<Value> {
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
            ("state", message.state.clone().into_value()),
        ];
        let sent = sent_id(event.grp, message.author, message.client_id);
        let sent = object([("id", sent.into_value()), ("number", number)]);
        let lists = message.state.iter().flat_map(MessageState::lists);
        let listed = lists.map(|list| listed_row(event.grp, list, message.number));
        [object(event_row), object(stored_message), sent].into_iter().chain(listed).collect()
    }
}

fn sent_id(group: Uuid, author: Uuid, client_id: Uuid) -> RecordId {
    record("sent", vec![group.into_value(), author.into_value(), client_id.into_value()])
}
