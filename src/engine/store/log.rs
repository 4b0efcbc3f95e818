//! Reading a group's log: what happened after a cursor.

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store,
    groups::{seq, stored},
    message_row::MessageRow,
    names::{self, Names, NamesRow},
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
    /// The reader's name as it is shown in the group.
    pub(in crate::engine) name: String,
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
struct TailRow {
    events: Vec<EventRow>,
    messages: Vec<MessageRow>,
    names: NamesRow,
}

#[derive(SurrealValue)]
struct ReplayRow {
    revoked: bool,
    head: Option<i64>,
    epoch: Option<Uuid>,
    mark: Option<i64>,
    events: Option<Vec<EventRow>>,
    messages: Option<Vec<MessageRow>>,
    names: Option<NamesRow>,
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
        let found: Option<ReplayRow> = self.read("RETURN fn::replay($g, $u, $s, $after, $epoch, $max)", vars).await?;
        let row = found.ok_or(Error::NotFound)?;
        if row.revoked {
            return Err(Error::Unauthenticated);
        }
        let (head, epoch) = row.head.zip(row.epoch).ok_or(Error::Internal)?;
        let (head, epoch) = (seq(head), epoch.into());
        let name = names::marked(&reader.name, row.mark);
        let names = Names::new(&row.names.unwrap_or_default());
        let messages = row.messages.unwrap_or_default();
        let told = |event: EventRow| event.into_replayed(&messages, &names, Some(reader.user_id));
        let events = row.events.map(|events| events.into_iter().map(told).collect::<Result<_>>()).transpose()?;
        Ok(Replay { head, epoch, name, events })
    }

    /// The newest changes after a seq, at most `max`, whoever reads them: messages carry their client ids. None for a group
    /// that there is not.
    pub(in crate::engine) async fn tail(&self, group: GroupId, after: Seq, max: u64) -> Result<Vec<ReplayedEvent>> {
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let vars = vars! { "g": group.as_uuid(), "after": stored(after), "max": max };
        let found: Option<TailRow> = self.read("RETURN fn::tail($g, $after, $max)", vars).await?;
        let Some(row) = found else { return Ok(Vec::new()) };
        let names = Names::new(&row.names);
        row.events.into_iter().map(|event| event.into_replayed(&row.messages, &names, None)).collect()
    }
}

impl EventRow {
    /// As `reader` is told it; everybody's copy without one.
    fn into_replayed(self, messages: &[MessageRow], names: &Names, reader: Option<UserId>) -> Result<ReplayedEvent> {
        let (at, place, user) = (Timestamp::from_millis(self.at), seq(self.seq), UserId::from(self.user));
        let about = || {
            let found = self.number.and_then(|number| messages.iter().find(|m| m.number == number));
            found.cloned().ok_or(Error::Internal)
        };
        Ok(match self.kind.as_str() {
            "message" => {
                let row = about()?;
                let author = UserId::from(row.author);
                ReplayedEvent::Message(Box::new(row.into_message(names.of(author), reader.unwrap_or(author))))
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
