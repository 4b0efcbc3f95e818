//! Rows that are made in Rust, with their ids.

use archive::{EventRecord, List};
use surrealdb::types::{Array, Object, RecordId, RecordIdKey, SurrealValue, Value};
use tertulia::ids::GroupId;
use uuid::Uuid;

use super::stored_message::StoredMessage;

/// A record's id with several parts.
pub(super) fn record(table: &str, key: Vec<Value>) -> RecordId {
    RecordId::new(table, RecordIdKey::Array(Array::from(key)))
}

pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(Object::from_iter(fields.into_iter().map(|(name, value)| (name.to_owned(), value))))
}

/// An event: the record, but for its group and place, which are its id.
pub(super) fn event_row(record: EventRecord) -> Value {
    let id = self::record("event", vec![record.grp.into_value(), record.seq.into_value()]);
    let mut row = fields(record);
    row.remove("grp");
    row.remove("seq");
    row.insert("id".to_owned(), id);
    Value::Object(row)
}

/// A message of a group.
pub(super) fn message_row(group: GroupId, message: StoredMessage) -> Value {
    let id = numbered("message", group.as_uuid(), message.number);
    let mut row = fields(message);
    row.insert("id".to_owned(), id);
    Value::Object(row)
}

/// That the message of this number was deleted.
pub(super) fn tombstone_row(group: GroupId, number: i64) -> Value {
    object([("id", numbered("tombstone", group.as_uuid(), number).into_value())])
}

pub(super) fn listed_id(group: Uuid, list: List, number: i64) -> RecordId {
    record("listed", vec![group.into_value(), list.as_str().to_owned().into_value(), number.into_value()])
}

/// That a message stands in a list.
pub(super) fn listed_row(group: Uuid, list: List, number: i64) -> Value {
    object([("id", listed_id(group, list, number).into_value())])
}

fn numbered(table: &str, group: Uuid, number: i64) -> RecordId {
    record(table, vec![group.into_value(), number.into_value()])
}

/// Without those that are `NONE`.
fn fields(row: impl SurrealValue) -> Object {
    let Value::Object(row) = row.into_value() else { return Object::default() };
    row.into_iter().filter(|(_, value)| !matches!(value, Value::None)).collect()
}
