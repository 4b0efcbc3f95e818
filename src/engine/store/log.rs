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
    archive::{EventRecord, RowProblem, StoredChange},
    clock::Timestamp,
    engine::{
        Identity,
        error::{Error, Result},
    },
    ids::{Epoch, GroupId, Seq, UserId},
    log_event::{Change, LogEvent},
};

/// What happened after a cursor.
#[derive(Debug)]
pub(in crate::engine) struct Replay {
    pub(in crate::engine) head: Seq,
    pub(in crate::engine) epoch: Epoch,
    /// The reader's name as it is shown in the group.
    pub(in crate::engine) name: String,
    /// None where it cannot be told whole: too far behind, ahead of the log, or another epoch.
    pub(in crate::engine) events: Option<Vec<LogEvent>>,
}

#[derive(SurrealValue)]
struct TailRow {
    events: Vec<EventRecord>,
    messages: Vec<MessageRow>,
    names: NamesRow,
}

#[derive(SurrealValue)]
struct ReplayRow {
    revoked: bool,
    head: Option<i64>,
    epoch: Option<Uuid>,
    mark: Option<i64>,
    events: Option<Vec<EventRecord>>,
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
        let told = |event| Ok(told(event, &messages, &names)?.for_reader(reader.user_id));
        let events = row.events.map(|events| events.into_iter().map(told).collect::<Result<_>>()).transpose()?;
        Ok(Replay { head, epoch, name, events })
    }

    /// The newest changes after a seq, at most `max`, whoever reads them: messages carry their client ids. None for a group
    /// that there is not.
    pub(in crate::engine) async fn tail(&self, group: GroupId, after: Seq, max: u64) -> Result<Vec<LogEvent>> {
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let vars = vars! { "g": group.as_uuid(), "after": stored(after), "max": max };
        let found: Option<TailRow> = self.read("RETURN fn::tail($g, $after, $max)", vars).await?;
        let Some(row) = found else { return Ok(Vec::new()) };
        let names = Names::new(&row.names);
        row.events.into_iter().map(|event| told(event, &row.messages, &names)).collect()
    }
}

/// A stored event as it is told, with the messages that it may be about as they are now. A message in it carries its client id.
fn told(row: EventRecord, messages: &[MessageRow], names: &Names) -> Result<LogEvent> {
    let about = |number: i64| messages.iter().find(|message| message.number == number).ok_or(Error::Internal);
    let (group_id, at, user_id) = (GroupId::from(row.grp), Timestamp::from_millis(row.at), UserId::from(row.user));
    let change = match row.change() {
        Ok(StoredChange::Message { number }) => {
            let message = about(number)?.clone();
            let name = names.of(message.author.into());
            Change::Message(Box::new(message.into_message(name, user_id)))
        }
        Ok(StoredChange::Edited { number }) => {
            let message = about(number)?;
            Change::Edited { message_seq: seq(message.seq), content: message.content.clone(), editor_id: user_id }
        }
        Ok(StoredChange::Deleted { number }) => {
            Change::Deleted { message_seq: seq(about(number)?.seq), editor_id: user_id }
        }
        Ok(StoredChange::Added) => Change::Added { user_id, name: names.of(user_id) },
        Ok(StoredChange::Removed) => Change::Removed { user_id, name: names.of(user_id) },
        Ok(StoredChange::RoleChanged { role, actor }) => {
            Change::RoleChanged { user_id, name: names.of(user_id), role, actor_id: actor }
        }
        Ok(StoredChange::GroupChanged(news)) => Change::GroupChanged { news },
        // A later version has written to the same database.
        Err(RowProblem::Kind) => Change::Unknown,
        Err(problem) => {
            tracing::error!(group = %group_id, seq = row.seq, %problem, "an event of the log makes no sense");
            return Err(Error::Internal);
        }
    };
    Ok(LogEvent { group_id, seq: seq(row.seq), at, change })
}
