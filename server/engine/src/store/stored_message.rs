//! A message as it is stored, and as it is told.

use surrealdb::types::SurrealValue;
use tertulia::{api::Message, clock::Timestamp, ids::UserId};
use uuid::Uuid;

use super::groups::seq;

/// A stored message.
#[derive(Clone, Debug, SurrealValue)]
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
}

impl StoredMessage {
    /// The message as `reader` sees it: only its author sees the client id.
    pub(crate) fn into_message(self, sender: String, reader: UserId) -> Message {
        let sender_id = UserId::from(self.author);
        let deleted = self.content.is_none();
        Message {
            seq: seq(self.seq),
            id: self.uuid.into(),
            sender_id,
            sender_name: sender.clone(),
            sender,
            content: self.content,
            html: None,
            timestamp: Timestamp::from_millis(self.at),
            reply_to: self.reply_to.map(seq),
            client_id: (sender_id == reader).then(|| self.client_id.into()),
            edited_at: self.edited_at.filter(|_| !deleted).map(Timestamp::from_millis),
            deleted,
        }
    }
}
