//! Messages that are stored: finding them, and what a reading position becomes.

use archive::List;
use surrealdb::types::SurrealValue;
use tertulia::ids::{GroupId, Seq};

use super::{Position, Store, groups::stored, stored_message::WithQuoted, vars};
use crate::error::Result;

impl Store {
    /// Those of these places of a log where messages stand: the messages.
    pub(crate) async fn messages_at(&self, group: GroupId, seqs: &[Seq]) -> Result<WithQuoted> {
        let seqs: Vec<i64> = seqs.iter().copied().map(stored).collect();
        self.read("RETURN fn::messages_at($g, $seqs)", vars! { "g": group.as_uuid(), "seqs": seqs }).await
    }

    /// Messages number `lo` to `hi`.
    pub(crate) async fn window(&self, group: GroupId, lo: i64, hi: i64) -> Result<WithQuoted> {
        self.read("RETURN fn::window($g, $lo, $hi)", vars! { "g": group.as_uuid(), "lo": lo, "hi": hi }).await
    }

    /// At most `max` messages of a list, of those before a number, the newest first.
    pub(crate) async fn listed(&self, group: GroupId, list: List, before: i64, max: i64) -> Result<WithQuoted> {
        let vars = vars! { "g": group.as_uuid(), "list": list.as_str().to_owned(), "before": before, "max": max };
        self.read("RETURN fn::listed($g, $list, $before, $max)", vars).await
    }

    /// How many messages stand in a list.
    pub(crate) async fn count_listed(&self, group: GroupId, list: List) -> Result<usize> {
        let sql = "RETURN (SELECT count() FROM listed:[$g, $list, NONE]..[$g, $list, ..] GROUP ALL)[0].count OR 0";
        let count: i64 = self.read(sql, vars! { "g": group.as_uuid(), "list": list.as_str().to_owned() }).await?;
        Ok(usize::try_from(count).unwrap_or(0))
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
