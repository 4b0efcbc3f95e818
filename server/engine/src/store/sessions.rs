//! Sessions: what a token names, and what is deleted to revoke it.

use surrealdb::types::{SurrealValue, Value};
use tertulia::{
    clock::Timestamp,
    ids::{SessionId, UserId},
};
use uuid::Uuid;

use super::{Store, doors, names, vars};
use crate::{Identity, error::Result};

/// A session as it is stored, with its person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredSession {
    pub(crate) identity: Identity,
    pub(crate) expires_at: Timestamp,
}

#[derive(SurrealValue)]
struct SessionRow {
    user: Uuid,
    full_name: String,
    last_name: String,
    expires_at: i64,
}

impl Store {
    /// Stores a session. Sessions of the person's that have ended are deleted on the way, and the oldest ones beyond `most`. All of
    /// them are returned: a clock that is set back must not find in memory what is deleted here.
    pub(crate) async fn create_session(
        &self,
        id: SessionId,
        user: UserId,
        most: usize,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let vars = vars! {
            "s": id.as_uuid(), "u": user.as_uuid(), "most": doors::most(most), "now": now.as_millis(),
            "until": expires_at.as_millis(),
        };
        let ended: Vec<Uuid> = self.write("RETURN fn::create_session($s, $u, $most, $now, $until)", vars).await?;
        Ok(ended.into_iter().map(SessionId::from).collect())
    }

    /// Who a session belongs to, if it has neither ended nor been revoked.
    pub(crate) async fn session(&self, id: SessionId, now: Timestamp) -> Result<Option<StoredSession>> {
        let vars = vars! { "s": id.as_uuid(), "now": now.as_millis() };
        let row: Option<SessionRow> = self.read("RETURN fn::session($s, $now)", vars).await?;
        Ok(row.map(|row| {
            let user_id = UserId::from(row.user);
            let name = names::display(user_id, &row.full_name, &row.last_name).into();
            let identity = Identity { user_id, session_id: id, name };
            StoredSession { identity, expires_at: Timestamp::from_millis(row.expires_at) }
        }))
    }

    /// Revokes a session.
    pub(crate) async fn delete_session(&self, id: SessionId) -> Result<()> {
        let sql = "DELETE type::record('session', $s) RETURN NONE";
        self.write::<Value>(sql, vars! { "s": id.as_uuid() }).await.map(drop)
    }
}
