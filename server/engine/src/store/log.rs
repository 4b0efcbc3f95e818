//! A group's log: reading it into memory, and bringing forward what is written behind it.

use archive::{EventRecord, GroupRecord, MemberRecord, StoredChange};
use surrealdb::types::{SurrealValue, Value, Variables};
use tertulia::{
    clock::Timestamp,
    ids::{GroupId, Seq, UserId},
};
use uuid::Uuid;

use super::{
    Store,
    groups::stored,
    names::{Names, NamesRow},
    stored_message::StoredMessage,
    vars,
};
use crate::error::{Error, Result};

/// A group as its record says, its members, and its log around the place of the record.
#[derive(Debug, SurrealValue)]
pub(crate) struct LoadedLog {
    pub(crate) grp: GroupRecord,
    pub(crate) members: Vec<MemberRecord>,
    pub(crate) events: Vec<EventRecord>,
    pub(crate) messages: Vec<StoredMessage>,
    pub(crate) names: NamesRow,
    /// Those that somebody has not read, the newest first.
    pub(crate) mentions: Vec<MentionsRow>,
}

/// Whom a message means.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub(crate) struct MentionsRow {
    pub(crate) number: i64,
    pub(crate) author: Uuid,
    pub(crate) everyone: bool,
    pub(crate) users: Vec<Uuid>,
}

/// The next place of a group's log, as far as it is known, for what is to be appended there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NextPlace {
    pub(crate) group: GroupId,
    pub(crate) seq: i64,
    /// How many messages stand before it.
    pub(crate) messages: i64,
    /// The present.
    pub(crate) at: Timestamp,
}

impl NextPlace {
    /// What is appended there, as it is stored. `user` as in [`EventRecord::new`].
    pub(crate) fn event(&self, user: UserId, change: StoredChange) -> EventRecord {
        let Self { group, seq, messages, at } = *self;
        EventRecord::new(group.as_uuid(), seq, at.as_millis(), messages, user.as_uuid(), change)
    }

    pub(super) fn vars(&self) -> Variables {
        vars! { "g": self.group.as_uuid(), "seq": self.seq, "messages": self.messages, "now": self.at.as_millis() }
    }
}

/// What follows a place in a log.
#[derive(Debug, SurrealValue)]
pub(crate) struct Ahead {
    pub(crate) invite_code: Option<String>,
    pub(crate) events: Vec<EventRecord>,
    pub(crate) messages: Vec<StoredMessage>,
    pub(crate) names: NamesRow,
}

/// What the store says of a group and of some of its members, as it is to become.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct Forward {
    pub(crate) grp: Uuid,
    pub(crate) seq: i64,
    pub(crate) messages: i64,
    pub(crate) active_at: i64,
    pub(crate) members: Vec<Position>,
}

/// How far a member has read.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct Position {
    pub(crate) user: Uuid,
    pub(crate) read_seq: i64,
    pub(crate) read_number: i64,
    pub(crate) own: i64,
}

#[derive(SurrealValue)]
struct EventsRow {
    events: Vec<EventRecord>,
    messages: Vec<StoredMessage>,
    names: NamesRow,
}

impl Store {
    /// A group's log: the newest `window` events up to the place of its record, and at most `max` after it.
    pub(crate) async fn log(&self, group: GroupId, window: i64, max: i64) -> Result<LoadedLog> {
        let vars = vars! { "g": group.as_uuid(), "window": window, "max": max };
        let found: Option<LoadedLog> = self.read("RETURN fn::log($g, $window, $max)", vars).await?;
        found.ok_or(Error::NotFound)
    }

    /// At most `max` events after a place.
    pub(crate) async fn ahead(&self, group: GroupId, head: i64, max: i64) -> Result<Ahead> {
        let vars = vars! { "g": group.as_uuid(), "head": head, "max": max };
        self.read("RETURN fn::ahead($g, $head, $max)", vars).await
    }

    /// Events `lo` to `hi`, the messages that they are about, and everybody's names.
    pub(crate) async fn events(
        &self,
        group: GroupId,
        lo: Seq,
        hi: Seq,
    ) -> Result<(Vec<EventRecord>, Vec<StoredMessage>, Names)> {
        let vars = vars! { "g": group.as_uuid(), "lo": stored(lo), "hi": stored(hi) };
        let row: EventsRow = self.read("RETURN fn::events($g, $lo, $hi, [])", vars).await?;
        Ok((row.events, row.messages, Names::new(&row.names)))
    }

    /// How many messages stand up to a place of the log.
    pub(crate) async fn number_at(&self, group: GroupId, seq: Seq) -> Result<i64> {
        let vars = vars! { "g": group.as_uuid(), "seq": stored(seq) };
        self.read("RETURN fn::number_at($g, $seq)", vars).await
    }

    /// Writes what was brought forward, of any groups, in one transaction.
    pub(crate) async fn bring_forward(&self, groups: Vec<Forward>) -> Result<()> {
        self.write::<Value>("RETURN fn::bring_forward($groups)", vars! { "groups": groups }).await.map(drop)
    }
}
