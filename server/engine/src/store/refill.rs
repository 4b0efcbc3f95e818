//! Rows as a backup has them, back into an empty database.

use std::collections::BTreeMap;

use archive::{AccountRecord, BanRecord, EventRecord, GroupRecord, List, MemberRecord, MessageRecord, MessageState};
use surrealdb::types::{RecordId, Value};

use uuid::Uuid;

use super::{
    Store,
    rows::{event_row, listed_id, listed_row},
    vars,
};
use crate::error::Result;

impl Store {
    /// Stores accounts with their addresses.
    pub(crate) async fn refill_accounts(&self, rows: Vec<AccountRecord>) -> Result<()> {
        let sql = "RETURN {
            FOR $r IN $rows {
                CREATE type::record('email', $r.email) SET user = $r.user RETURN NONE;
                CREATE type::record('account', $r.user) CONTENT {
                    email: $r.email, password_hash: $r.password_hash, full_name: $r.full_name, last_name: $r.last_name,
                    created_at: $r.created_at
                } RETURN NONE;
            };
            RETURN NONE;
        }";
        self.write::<Value>(sql, vars! { "rows": rows }).await.map(drop)
    }

    /// Stores groups with their invitations. A group that everybody left lets nobody in, whatever its backup says: earlier versions left
    /// it open.
    pub(crate) async fn refill_groups(&self, rows: Vec<GroupRecord>) -> Result<()> {
        let sql = "RETURN {
            FOR $r IN $rows {
                LET $code = IF $r.members > 0 { $r.invite_code } ELSE { NONE };
                IF $code != NONE { CREATE type::record('invite', $code) SET grp = $r.grp RETURN NONE };
                CREATE type::record('grp', $r.grp) CONTENT {
                    name: $r.name, description: $r.description, invite_code: $code, epoch: $r.epoch, seq: $r.seq,
                    messages: $r.messages, members: $r.members, created_at: $r.created_at, active_at: $r.active_at
                } RETURN NONE;
            };
            RETURN NONE;
        }";
        self.write::<Value>(sql, vars! { "rows": rows }).await.map(drop)
    }

    /// Stores memberships.
    pub(crate) async fn refill_members(&self, rows: Vec<MemberRecord>) -> Result<()> {
        let sql = "RETURN {
            INSERT INTO member ($rows.map(|$r| {
                id: [$r.grp, $r.user], grp: $r.grp, user: $r.user, role: $r.role, joined_at: $r.joined_at,
                read_seq: $r.read_seq, read_number: $r.read_number, own: $r.own
            })) RETURN NONE;
            RETURN NONE;
        }";
        self.write::<Value>(sql, vars! { "rows": rows }).await.map(drop)
    }

    /// Stores who is kept out.
    pub(crate) async fn refill_bans(&self, rows: Vec<BanRecord>) -> Result<()> {
        let sql = "RETURN {
            INSERT INTO ban ($rows.map(|$r| {
                id: [$r.grp, $r.user], grp: $r.grp, user: $r.user, actor: $r.actor, at: $r.at
            })) RETURN NONE;
            RETURN NONE;
        }";
        self.write::<Value>(sql, vars! { "rows": rows }).await.map(drop)
    }

    /// Stores events. A row is the record but for its place, which is its id.
    pub(crate) async fn refill_events(&self, rows: Vec<EventRecord>) -> Result<()> {
        let rows: Vec<Value> = rows.into_iter().map(event_row).collect();
        let sql = "RETURN { INSERT INTO event $rows RETURN NONE; RETURN NONE }";
        self.write::<Value>(sql, vars! { "rows": rows }).await.map(drop)
    }

    /// Stores messages, and that they were sent. One that is there already is replaced: it was changed meanwhile.
    pub(crate) async fn refill_messages(&self, rows: Vec<MessageRecord>) -> Result<()> {
        let sql = "RETURN {
            FOR $r IN $rows {
                UPSERT type::record('message', [$r.grp, $r.number]) CONTENT {
                    number: $r.number, seq: $r.seq, uuid: $r.uuid, author: $r.author, client_id: $r.client_id,
                    content: $r.content, reply_to: $r.reply_to, at: $r.at, edited_at: $r.edited_at, state: $r.state
                } RETURN NONE;
                UPSERT type::record('sent', [$r.grp, $r.author, $r.client_id]) CONTENT { number: $r.number } RETURN NONE;
                IF $r.content = NONE { UPSERT type::record('tombstone', [$r.grp, $r.number]) RETURN NONE };
            };
            DELETE $unlisted RETURN NONE;
            INSERT INTO listed $listed RETURN NONE;
            RETURN NONE;
        }";
        let all = |row: &MessageRecord| List::ALL.map(|list| listed_id(row.grp, list, row.number));
        let unlisted: Vec<RecordId> = rows.iter().flat_map(all).collect();
        let last: BTreeMap<(Uuid, i64), &MessageRecord> = rows.iter().map(|row| ((row.grp, row.number), row)).collect();
        let stands_in = |row: &&MessageRecord| {
            let (group, number) = (row.grp, row.number);
            row.state
                .iter()
                .flat_map(MessageState::lists)
                .map(|list| listed_row(group, list, number))
                .collect::<Vec<_>>()
        };
        let listed: Vec<Value> = last.values().flat_map(stands_in).collect();
        self.write::<Value>(sql, vars! { "rows": rows, "unlisted": unlisted, "listed": listed }).await.map(drop)
    }
}
