//! Everything as it is stored, whoever may read it, in windows that bound the memory: for backups and for checking. None of it
//! needs the stored functions, so that it can also read a database that must not be changed.

use archive::{AccountRecord, BanRecord, EventRecord, GroupRecord, MemberRecord, MessageRecord};
use surrealdb::types::SurrealValue;
use tertulia::ids::{GroupId, SessionId};
use uuid::Uuid;

use super::{Store, vars};
use crate::error::{Error, Result};

/// About how many rows of a table are read together.
const PART_ROWS: i64 = 1_000;

/// Events that are read together, at most.
const EVENTS_MAX: i64 = 500;

/// A range of keys that begin with a random UUID.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    lo: Uuid,
    hi: Uuid,
}

impl Part {
    /// All keys, cut by their first byte into 1 to 256 parts of about equal size.
    pub(crate) fn cut(rows: i64) -> impl Iterator<Item = Self> {
        let parts = (rows / PART_ROWS + 1).clamp(1, 256).unsigned_abs().next_power_of_two();
        let width = u8::try_from(256 / parts - 1).unwrap_or(u8::MAX);
        (0..=u8::MAX).step_by(usize::from(width) + 1).map(move |first| {
            let (mut lo, mut hi) = ([0; 16], [u8::MAX; 16]);
            (lo[0], hi[0]) = (first, first.saturating_add(width));
            Self { lo: Uuid::from_bytes(lo), hi: Uuid::from_bytes(hi) }
        })
    }

    pub(super) fn vars(self) -> surrealdb::types::Variables {
        vars! { "lo": self.lo, "hi": self.hi }
    }
}

/// A group with its members and what followed a place in its log, all of one moment.
#[derive(Debug, SurrealValue)]
pub(crate) struct GroupTail {
    /// As of the end of its log, though it is written behind that.
    pub(crate) grp: GroupRecord,
    /// As of which event the members are written.
    pub(crate) settled: i64,
    /// None where more followed than was asked for.
    pub(crate) rest: Option<Rest>,
}

/// What followed a place in a log: the events, and the messages that are new or that the events are about, as they are now.
#[derive(Debug, SurrealValue)]
pub(crate) struct Rest {
    /// As of [`GroupTail::settled`].
    pub(crate) members: Vec<MemberRecord>,
    pub(crate) bans: Vec<BanRecord>,
    pub(crate) events: Vec<EventRecord>,
    pub(crate) messages: Vec<MessageRecord>,
}

impl Store {
    /// The accounts of one part.
    pub(crate) async fn whole_accounts(&self, part: Part) -> Result<Vec<AccountRecord>> {
        let sql = "SELECT *, record::id(id) AS user OMIT id FROM type::record('account', $lo..=$hi)";
        self.attempt(sql, part.vars()).await
    }

    /// The groups of one part.
    pub(crate) async fn whole_groups(&self, part: Part) -> Result<Vec<GroupId>> {
        let sql = "SELECT VALUE record::id(id) FROM type::record('grp', $lo..=$hi)";
        let ids: Vec<Uuid> = self.attempt(sql, part.vars()).await?;
        Ok(ids.into_iter().map(GroupId::from).collect())
    }

    /// The sessions of one part whose person has no account.
    pub(crate) async fn sessions_of_nobody(&self, part: Part) -> Result<Vec<SessionId>> {
        let sql = "RETURN {
            LET $sessions = (SELECT record::id(id) AS session, user FROM type::record('session', $lo..=$hi));
            LET $accounts = array::distinct($sessions.user).map(|$u| type::record('account', $u));
            LET $known = (SELECT VALUE record::id(id) FROM $accounts);
            RETURN $sessions.filter(|$s| $s.user NOT IN $known).map(|$s| $s.session);
        }";
        let ids: Vec<Uuid> = self.attempt(sql, part.vars()).await?;
        Ok(ids.into_iter().map(SessionId::from).collect())
    }

    /// The groups of one part that have members, or keep somebody out, and do not exist.
    pub(crate) async fn groups_of_nothing(&self, part: Part) -> Result<Vec<GroupId>> {
        let sql = "RETURN {
            LET $groups = array::distinct(array::concat(
                (SELECT VALUE grp FROM member:[$lo, NONE]..[$hi, ..]), (SELECT VALUE grp FROM ban:[$lo, NONE]..[$hi, ..])
            ));
            LET $ids = $groups.map(|$g| type::record('grp', $g));
            LET $known = (SELECT VALUE record::id(id) FROM $ids);
            RETURN $groups.filter(|$g| $g NOT IN $known);
        }";
        let ids: Vec<Uuid> = self.attempt(sql, part.vars()).await?;
        Ok(ids.into_iter().map(GroupId::from).collect())
    }

    /// The first [`EVENTS_MAX`] of the events `lo` to `hi` of a log. By their number and not by their places, so that a log whose end
    /// stands far beyond a hole takes no longer than its events.
    pub(crate) async fn whole_events(&self, group: GroupId, lo: i64, hi: i64) -> Result<Vec<EventRecord>> {
        let sql = "SELECT *, record::id(id)[0] AS grp, record::id(id)[1] AS seq OMIT id
            FROM event:[$g, $lo]..=[$g, $hi] LIMIT $max";
        self.attempt(sql, vars! { "g": group.as_uuid(), "lo": lo, "hi": hi, "max": EVENTS_MAX }).await
    }

    /// Who wrote these messages: pairs of number and author.
    pub(crate) async fn whole_authors(&self, group: GroupId, numbers: Vec<i64>) -> Result<Vec<(i64, Uuid)>> {
        #[derive(SurrealValue)]
        struct AuthorRow {
            number: i64,
            author: Uuid,
        }
        let sql = "RETURN {
            LET $ids = array::distinct($numbers).map(|$n| type::record('message', [$g, $n]));
            RETURN (SELECT number, author FROM $ids);
        }";
        let rows: Vec<AuthorRow> = self.attempt(sql, vars! { "g": group.as_uuid(), "numbers": numbers }).await?;
        Ok(rows.into_iter().map(|row| (row.number, row.author)).collect())
    }

    /// Messages number `lo` to `hi` of a group.
    pub(crate) async fn whole_messages(&self, group: GroupId, lo: i64, hi: i64) -> Result<Vec<MessageRecord>> {
        let sql = "SELECT *, record::id(id)[0] AS grp OMIT id FROM message:[$g, $lo]..=[$g, $hi]";
        self.attempt(sql, vars! { "g": group.as_uuid(), "lo": lo, "hi": hi }).await
    }

    /// These messages of a group, by number.
    pub(crate) async fn whole_messages_of(&self, group: GroupId, numbers: Vec<i64>) -> Result<Vec<MessageRecord>> {
        let sql = "RETURN {
            LET $ids = $numbers.map(|$n| type::record('message', [$g, $n]));
            RETURN (SELECT *, record::id(id)[0] AS grp OMIT id FROM $ids);
        }";
        self.attempt(sql, vars! { "g": group.as_uuid(), "numbers": numbers }).await
    }

    /// The group as it is now, and what followed event `seq`, if that is at most [`EVENTS_MAX`] events. The end is looked for from
    /// where both the record and the asker know the log, for the record may be written behind either.
    pub(crate) async fn ending(&self, group: GroupId, seq: i64) -> Result<GroupTail> {
        let sql = "RETURN {
            LET $id = type::record('grp', $g);
            LET $row = (SELECT *, record::id(id) AS grp OMIT id FROM ONLY $id);
            IF $row = NONE { RETURN NONE };
            LET $known = math::max([$row.seq, $seq]);
            LET $beyond = (SELECT count(), math::max(record::id(id)[1]) AS last FROM event:[$g, $known + 1]..=[$g, $last] GROUP ALL)[0];
            LET $end = IF $beyond.count > 0 { $beyond.last } ELSE { $known };
            LET $grp = IF $end = $row.seq { $row } ELSE {
                object::extend($row, (SELECT record::id(id)[1] AS seq, messages, at AS active_at FROM ONLY type::record('event', [$g, $end])))
            };
            IF $end - $seq > $max { RETURN { grp: $grp, settled: $row.seq } };
            LET $events = IF $end = $seq { [] } ELSE {
                (SELECT *, record::id(id)[0] AS grp, record::id(id)[1] AS seq OMIT id FROM event:[$g, $seq + 1]..=[$g, $end])
            };
            LET $others = $events.filter(|$e| $e.others != NONE).map(|$e| $e.others).flatten();
            LET $numbers = array::concat($events.filter(|$e| $e.number != NONE).map(|$e| $e.number), $others);
            LET $ids = array::distinct($numbers).map(|$n| type::record('message', [$g, $n]));
            RETURN { grp: $grp, settled: $row.seq, rest: {
                members: (SELECT * OMIT id FROM member:[$g, NONE]..[$g, ..]),
                bans: (SELECT * OMIT id FROM ban:[$g, NONE]..[$g, ..]),
                events: $events,
                messages: (SELECT *, record::id(id)[0] AS grp OMIT id FROM $ids)
            } };
        }";
        let vars = vars! { "g": group.as_uuid(), "seq": seq, "max": EVENTS_MAX, "last": i64::MAX };
        let found: Option<GroupTail> = self.attempt(sql, vars).await?;
        found.ok_or(Error::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_all_keys_without_overlap() {
        for rows in [0, 999, 1_000, 100_000, 1_000_000, i64::MAX] {
            let parts: Vec<_> = Part::cut(rows).collect();
            assert_eq!(parts[0].lo, Uuid::nil());
            assert_eq!(parts[parts.len() - 1].hi, Uuid::max());
            for pair in parts.windows(2) {
                assert_eq!(pair[1].lo.as_u128(), pair[0].hi.as_u128() + 1);
            }
        }
        assert_eq!((Part::cut(999).count(), Part::cut(1_000).count(), Part::cut(1_000_000).count()), (1, 2, 256));
    }
}
