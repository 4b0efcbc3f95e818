//! Reading a group's log: what happened after a cursor.

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store,
    groups::{seq, stored},
    message_row::MessageRow,
    names::{NameRow, Names},
    vars,
};
use crate::{
    api::Message,
    clock::Timestamp,
    engine::{
        Identity,
        error::{Error, Result},
    },
    ids::{Epoch, GroupId, Seq, UserId},
};

/// What happened after a cursor.
#[derive(Debug)]
pub(in crate::engine) struct Replay {
    pub(in crate::engine) head: Seq,
    pub(in crate::engine) epoch: Epoch,
    /// None where it cannot be told whole: too far behind, ahead of the log, or another epoch.
    pub(in crate::engine) events: Option<Vec<ReplayedEvent>>,
}

/// One change of the log, as it is told to somebody who was away.
#[derive(Clone, Debug)]
pub(in crate::engine) enum ReplayedEvent {
    Message(Box<Message>),
    Edited { seq: Seq, message_seq: Seq, content: Option<String>, editor_id: UserId, at: Timestamp },
    Deleted { seq: Seq, message_seq: Seq, editor_id: UserId, at: Timestamp },
    Added { seq: Seq, user: UserId, name: String, at: Timestamp },
    Removed { seq: Seq, user: UserId, name: String, at: Timestamp },
}

#[derive(SurrealValue)]
struct EventRow {
    seq: i64,
    kind: String,
    user: Uuid,
    at: i64,
    number: Option<i64>,
}

#[derive(SurrealValue)]
struct ReplayRow {
    revoked: bool,
    head: Option<i64>,
    epoch: Option<Uuid>,
    events: Option<Vec<EventRow>>,
    messages: Option<Vec<MessageRow>>,
    names: Option<Vec<NameRow>>,
}

impl Store {
    /// What happened after a cursor (none: nothing, from the head on), for one of the members.
    pub(in crate::engine) async fn replay(
        &self,
        group: GroupId,
        reader: &Identity,
        after: Option<Seq>,
        epoch: Option<Epoch>,
        max: u64,
    ) -> Result<Replay> {
        let vars = vars! {
            "g": group.as_uuid(), "u": reader.user_id.as_uuid(), "s": reader.session_id.as_uuid(), "after": after.map(stored), "epoch": epoch.map(Epoch::as_uuid),
            "max": i64::try_from(max).unwrap_or(i64::MAX),
        };
        let found: Option<ReplayRow> = self.call("RETURN fn::replay($g, $u, $s, $after, $epoch, $max)", vars).await?;
        let row = found.ok_or(Error::NotFound)?;
        if row.revoked {
            return Err(Error::Unauthenticated);
        }
        let (head, epoch) = row.head.zip(row.epoch).ok_or(Error::Internal)?;
        let (head, epoch) = (seq(head), epoch.into());
        let names = Names::new(&row.names.unwrap_or_default());
        let messages = row.messages.unwrap_or_default();
        let events = row
            .events
            .map(|events| {
                events.into_iter().map(|e| e.into_replayed(&messages, &names, reader.user_id)).collect::<Result<_>>()
            })
            .transpose()?;
        Ok(Replay { head, epoch, events })
    }
}

impl EventRow {
    fn into_replayed(self, messages: &[MessageRow], names: &Names, reader: UserId) -> Result<ReplayedEvent> {
        let (at, place, user) = (Timestamp::from_millis(self.at), seq(self.seq), UserId::from(self.user));
        let about = || {
            let found = self.number.and_then(|number| messages.iter().find(|m| m.number == number));
            found.cloned().ok_or(Error::Internal)
        };
        Ok(match self.kind.as_str() {
            "message" => {
                let row = about()?;
                let sender = names.of(row.author.into());
                ReplayedEvent::Message(Box::new(row.into_message(sender, reader)))
            }
            "edited" => {
                let row = about()?;
                ReplayedEvent::Edited {
                    seq: place,
                    message_seq: seq(row.seq),
                    content: row.content,
                    editor_id: user,
                    at,
                }
            }
            "deleted" => ReplayedEvent::Deleted { seq: place, message_seq: seq(about()?.seq), editor_id: user, at },
            "added" => ReplayedEvent::Added { seq: place, user, name: names.of(user), at },
            "removed" => ReplayedEvent::Removed { seq: place, user, name: names.of(user), at },
            _ => return Err(Error::Internal),
        })
    }
}
