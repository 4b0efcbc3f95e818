//! Whose names look the same, as the log of a group tells it: who joined, in which order.

use std::collections::{BTreeMap, BTreeSet};

use surrealdb::types::{SurrealValue, Value};
use tertulia::text;
use uuid::Uuid;

use crate::{
    error::Result,
    store::{Store, names, vars},
};

/// Events, and people, that are read together.
const WINDOW: usize = 2_000;

#[derive(SurrealValue)]
struct PersonText {
    user: Uuid,
    full_name: String,
    last_name: String,
}

#[derive(SurrealValue)]
struct LookRow {
    look: String,
    users: Vec<Uuid>,
}

#[derive(SurrealValue)]
struct MarkRow {
    user: Uuid,
    mark: i64,
}

impl Store {
    /// Writes anew who in a group looks like whom.
    pub(super) async fn tell_apart(&self, group: Uuid, head: i64) -> Result<()> {
        let joined = self.joined(group, head).await?;
        let mut looks = BTreeMap::<String, Vec<Uuid>>::new();
        for users in joined.chunks(WINDOW) {
            let looks_of = self.looks_of(users).await?;
            for user in users {
                let look = looks_of.get(user).cloned().unwrap_or_else(|| user.to_string());
                looks.entry(look).or_default().push(*user);
            }
        }
        let marked = |users: &Vec<Uuid>| {
            let marks = (1_i64..).zip(users.clone()).skip(1);
            marks.map(|(mark, user)| MarkRow { user, mark }).collect::<Vec<_>>()
        };
        let marks: Vec<MarkRow> = looks.values().flat_map(marked).collect();
        let looks: Vec<LookRow> = looks.into_iter().map(|(look, users)| LookRow { look, users }).collect();
        let sql = "RETURN {
            DELETE look:[$g, NONE]..[$g, ..] RETURN NONE;
            DELETE namesake:[$g, NONE]..[$g, ..] RETURN NONE;
            FOR $l IN $looks { CREATE type::record('look', [$g, $l.look]) SET users = $l.users RETURN NONE };
            FOR $m IN $marks { CREATE type::record('namesake', [$g, $m.user]) SET mark = $m.mark RETURN NONE };
            RETURN NONE;
        }";
        self.write::<Value>(sql, vars! { "g": group, "looks": looks, "marks": marks }).await.map(drop)
    }

    /// Everybody who ever joined, in that order.
    async fn joined(&self, group: Uuid, head: i64) -> Result<Vec<Uuid>> {
        let (mut joined, mut known) = (Vec::new(), BTreeSet::new());
        for lo in (1..=head).step_by(WINDOW) {
            let sql = "SELECT VALUE user FROM event:[$g, $lo]..=[$g, $hi] WHERE kind = 'added'";
            let hi = lo.saturating_add(i64::try_from(WINDOW).unwrap_or(i64::MAX) - 1);
            let added: Vec<Uuid> = self.attempt(sql, vars! { "g": group, "lo": lo, "hi": hi }).await?;
            joined.extend(added.into_iter().filter(|user| known.insert(*user)));
        }
        Ok(joined)
    }

    /// What the names of these people look like.
    async fn looks_of(&self, users: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
        let sql = "RETURN {
            LET $ids = $users.map(|$u| type::record('account', $u));
            RETURN (SELECT record::id(id) AS user, full_name, last_name FROM $ids);
        }";
        let rows: Vec<PersonText> = self.attempt(sql, vars! { "users": users.to_vec() }).await?;
        let look =
            |row: PersonText| (row.user, text::look(&names::display(row.user.into(), &row.full_name, &row.last_name)));
        Ok(rows.into_iter().map(look).collect())
    }
}
