//! Messages that are stored: changing them, and what a reading position becomes.

use surrealdb::types::SurrealValue;
use tertulia::{
    ids::{GroupId, Seq, UserId},
    message::Content,
};

use super::{NextPlace, Position, Store, groups::stored, stored_message::StoredMessage, vars};
use crate::error::{Error, Result};

/// How changing or deleting a message went.
#[derive(Clone, Debug)]
pub(crate) enum Revision {
    /// It is done, at the next place in the log; the message as it is now.
    Done(StoredMessage),
    /// It was so before; the message, unless it was deleted.
    Unchanged(Option<StoredMessage>),
}

#[derive(SurrealValue)]
struct RevisionRow {
    status: String,
    message: Option<StoredMessage>,
}

impl Store {
    /// Changes (`content`) or deletes (none) the message at a seq. None where that place is taken.
    pub(crate) async fn revise(
        &self,
        next: NextPlace,
        actor: UserId,
        message: Seq,
        content: Option<&Content>,
    ) -> Result<Option<Revision>> {
        let mut vars = next.vars();
        vars.extend(vars! {
            "u": actor.as_uuid(), "message": stored(message), "content": content.map(|c| c.as_str().to_owned()),
        });
        let sql = "RETURN fn::revise($g, $u, $message, $content, $seq, $messages, $now)";
        let Some(row) = self.append::<RevisionRow>(sql, vars).await? else { return Ok(None) };
        match (row.status.as_str(), row.message) {
            ("done", Some(message)) => {
                self.orders.touch(next.group, next.at);
                Ok(Some(Revision::Done(message)))
            }
            ("unchanged", message) => Ok(Some(Revision::Unchanged(message))),
            ("not_found", _) => Err(Error::NotFound),
            ("forbidden", _) => Err(Error::Forbidden),
            ("deleted", _) => Err(Error::Conflict("the message was deleted")),
            _ => Err(Error::Internal),
        }
    }

    /// What a member's position becomes when she has read up to `to`, of so many messages in all.
    pub(crate) async fn position(&self, group: GroupId, from: &Position, to: i64, messages: i64) -> Result<Position> {
        #[derive(SurrealValue)]
        struct PlaceRow {
            number: i64,
            own: i64,
        }
        let vars = vars! {
            "g": group.as_uuid(), "u": from.user, "seq": to, "messages": messages, "read": from.read_number, "own": from.own,
        };
        let sql = "RETURN fn::position($g, $u, $seq, $messages, $read, $own)";
        let PlaceRow { number, own } = self.read(sql, vars).await?;
        Ok(Position { user: from.user, read_seq: to, read_number: number, own })
    }
}
