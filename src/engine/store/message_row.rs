//! A message as it is stored, and as it is told.

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::groups::seq;
use crate::{api::Message, clock::Timestamp, ids::UserId};

/// A stored message.
#[derive(Clone, Debug, SurrealValue)]
pub(in crate::engine) struct MessageRow {
    pub(in crate::engine) number: i64,
    pub(in crate::engine) seq: i64,
    pub(in crate::engine) uuid: Uuid,
    pub(in crate::engine) author: Uuid,
    pub(in crate::engine) client_id: Uuid,
    pub(in crate::engine) content: Option<String>,
    pub(in crate::engine) reply_to: Option<i64>,
    pub(in crate::engine) at: i64,
    pub(in crate::engine) edited_at: Option<i64>,
}

impl MessageRow {
    /// The message as `reader` sees it: only its author sees the client id.
    pub(in crate::engine) fn into_message(self, sender: String, reader: UserId) -> Message {
        let sender_id = UserId::from(self.author);
        let deleted = self.content.is_none();
        Message {
            seq: seq(self.seq),
            id: self.uuid.into(),
            sender_id,
            sender_name: sender.clone(),
            sender,
            content: self.content,
            timestamp: Timestamp::from_millis(self.at),
            reply_to: self.reply_to.map(seq),
            client_id: (sender_id == reader).then(|| self.client_id.into()),
            edited_at: self.edited_at.filter(|_| !deleted).map(Timestamp::from_millis),
            deleted,
        }
    }
}
