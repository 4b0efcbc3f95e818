//! What `verify` asks, beyond the rows themselves.

use archive::{BanRecord, EventRecord, GroupRecord, MemberRecord, MessageRecord};
use surrealdb::types::{SurrealValue, Variables};
use tertulia::ids::GroupId;
use uuid::Uuid;

use super::{Store, vars};
use crate::error::Result;

/// A group and what must fit it, all of one moment.
#[derive(Debug, SurrealValue)]
pub(crate) struct GroupAudit {
    /// As it is written, behind the log: what it and the memberships count is as of event `grp.seq`.
    pub(crate) grp: GroupRecord,
    /// The newest event, or `grp.seq` where none follows that.
    pub(crate) end: i64,
    pub(crate) members: Vec<MemberRecord>,
    pub(crate) bans: Vec<BanRecord>,
    /// Which group its invitation opens.
    pub(crate) invites_to: Option<Uuid>,
    /// How many rows there are, wherever they stand.
    pub(crate) events: i64,
    pub(crate) messages: i64,
    pub(crate) sent: i64,
    pub(crate) tombstones: i64,
    /// The rows of lists: which list, and which message.
    pub(crate) listed: Vec<(String, i64)>,
    /// Those who look like each other, in the order in which they came.
    pub(crate) looks: Vec<Vec<Uuid>>,
    pub(crate) namesakes: Vec<NamesakeRecord>,
}

/// Which of those who look the same somebody is.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct NamesakeRecord {
    pub(crate) user: Uuid,
    pub(crate) mark: i64,
}

/// That a message was sent: which one its author and client id stand for.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct SentRecord {
    pub(crate) author: Uuid,
    pub(crate) client_id: Uuid,
    pub(crate) number: i64,
}

/// What some events refer to.
#[derive(Debug, SurrealValue)]
pub(crate) struct References {
    pub(crate) messages: Vec<MessageRecord>,
    pub(crate) sent: Vec<SentRecord>,
    /// Those of the answered seqs that are messages.
    pub(crate) answerable: Vec<i64>,
    /// Those of the messages, by number, that are marked as deleted.
    pub(crate) tombstones: Vec<i64>,
}

/// How many rows some tables have, all of one moment.
#[derive(Debug, PartialEq, Eq, SurrealValue)]
pub(crate) struct Counts {
    pub(crate) accounts: i64,
    pub(crate) emails: i64,
    pub(crate) groups: i64,
    /// Groups whose invitation is not closed.
    pub(crate) open_groups: i64,
    pub(crate) invites: i64,
}

impl Store {
    /// None where the group is gone.
    pub(crate) async fn audit_group(&self, group: GroupId) -> Result<Option<GroupAudit>> {
        let sql = "RETURN {
            LET $id = type::record('grp', $g);
            LET $grp = (SELECT *, record::id(id) AS grp OMIT id FROM ONLY $id);
            IF $grp = NONE { RETURN NONE };
            LET $invite = type::record('invite', $grp.invite_code OR '-');
            LET $beyond = (SELECT count(), math::max(record::id(id)[1]) AS last FROM event:[$g, $grp.seq + 1]..=[$g, $last] GROUP ALL)[0];
            RETURN {
                grp: $grp,
                end: IF $beyond.count > 0 { $beyond.last } ELSE { $grp.seq },
                members: (SELECT * OMIT id FROM member:[$g, NONE]..[$g, ..]),
                bans: (SELECT * OMIT id FROM ban:[$g, NONE]..[$g, ..]),
                invites_to: (SELECT VALUE grp FROM ONLY $invite),
                events: (SELECT count() FROM event:[$g, NONE]..[$g, ..] GROUP ALL)[0].count OR 0,
                messages: (SELECT count() FROM message:[$g, NONE]..[$g, ..] GROUP ALL)[0].count OR 0,
                sent: (SELECT count() FROM sent:[$g, NONE]..[$g, ..] GROUP ALL)[0].count OR 0,
                tombstones: (SELECT count() FROM tombstone:[$g, NONE]..[$g, ..] GROUP ALL)[0].count OR 0,
                listed: (SELECT VALUE [record::id(id)[1], record::id(id)[2]] FROM listed:[$g, NONE]..[$g, ..]),
                looks: (SELECT VALUE users FROM look:[$g, NONE]..[$g, ..]),
                namesakes: (SELECT record::id(id)[1] AS user, mark FROM namesake:[$g, NONE]..[$g, ..])
            };
        }";
        self.attempt(sql, vars! { "g": group.as_uuid(), "last": i64::MAX }).await
    }

    /// What these events refer to.
    pub(crate) async fn audit_references(&self, group: GroupId, events: &[EventRecord]) -> Result<References> {
        let sql = "RETURN {
            LET $ids = $numbers.map(|$n| type::record('message', [$g, $n]));
            LET $messages = (SELECT *, record::id(id)[0] AS grp OMIT id FROM $ids);
            LET $sent_ids = array::distinct($messages.map(|$m| type::record('sent', [$g, $m.author, $m.client_id])));
            LET $answered = array::distinct($messages.filter(|$m| $m.reply_to != NONE).map(|$m| type::record('event', [$g, $m.reply_to])));
            RETURN {
                messages: $messages,
                sent: (SELECT number, record::id(id)[1] AS author, record::id(id)[2] AS client_id FROM $sent_ids),
                answerable: (SELECT VALUE record::id(id)[1] FROM $answered WHERE kind = 'message'),
                tombstones: (SELECT VALUE record::id(id)[1] FROM $numbers.map(|$n| type::record('tombstone', [$g, $n])))
            };
        }";
        let mut numbers: Vec<i64> = events.iter().flat_map(EventRecord::about).collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.attempt(sql, vars! { "g": group.as_uuid(), "numbers": numbers }).await
    }

    /// How many messages stand up to each of these places: pairs of place and count, without those where nothing stands.
    pub(crate) async fn audit_places(&self, group: GroupId, seqs: Vec<i64>) -> Result<Vec<(i64, i64)>> {
        #[derive(SurrealValue)]
        struct PlaceRow {
            seq: i64,
            messages: i64,
        }
        let sql = "RETURN {
            LET $ids = array::distinct($seqs).map(|$s| type::record('event', [$g, $s]));
            RETURN (SELECT record::id(id)[1] AS seq, messages FROM $ids);
        }";
        let rows: Vec<PlaceRow> = self.attempt(sql, vars! { "g": group.as_uuid(), "seqs": seqs }).await?;
        Ok(rows.into_iter().map(|row| (row.seq, row.messages)).collect())
    }

    /// Those of these people who have an account.
    pub(crate) async fn audit_accounts(&self, users: Vec<Uuid>) -> Result<Vec<Uuid>> {
        let sql = "RETURN {
            LET $ids = array::distinct($users).map(|$u| type::record('account', $u));
            RETURN (SELECT VALUE record::id(id) FROM $ids);
        }";
        self.attempt(sql, vars! { "users": users }).await
    }

    /// Whose accounts these addresses open: pairs of address and person.
    pub(crate) async fn audit_emails(&self, emails: Vec<String>) -> Result<Vec<(String, Uuid)>> {
        #[derive(SurrealValue)]
        struct EmailRow {
            email: String,
            user: Uuid,
        }
        let sql = "RETURN {
            LET $ids = array::distinct($emails).map(|$e| type::record('email', $e));
            RETURN (SELECT record::id(id) AS email, user FROM $ids);
        }";
        let rows: Vec<EmailRow> = self.attempt(sql, vars! { "emails": emails }).await?;
        Ok(rows.into_iter().map(|row| (row.email, row.user)).collect())
    }

    /// How many rows there are.
    pub(crate) async fn audit_counts(&self) -> Result<Counts> {
        let sql = "RETURN {
            accounts: (SELECT count() FROM account GROUP ALL)[0].count OR 0,
            emails: (SELECT count() FROM email GROUP ALL)[0].count OR 0,
            groups: (SELECT count() FROM grp GROUP ALL)[0].count OR 0,
            open_groups: (SELECT count() FROM grp WHERE invite_code != NONE GROUP ALL)[0].count OR 0,
            invites: (SELECT count() FROM invite GROUP ALL)[0].count OR 0
        }";
        self.attempt(sql, Variables::new()).await
    }
}
