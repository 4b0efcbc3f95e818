//! What members may do.

use super::{
    Store,
    doors::{PlacedRow, done},
    groups::seq,
    vars,
};
use crate::{
    clock::Timestamp,
    engine::error::{Error, Result},
    group::Role,
    ids::{GroupId, Seq, UserId},
};

impl Store {
    /// Gives a member a role; the place of it in the log, none where the member had it. Handing the group over takes the place before it too, where
    /// the owner until now becomes a moderator.
    pub(in crate::engine) async fn change_role(
        &self,
        group: GroupId,
        actor: UserId,
        user: UserId,
        role: Role,
        now: Timestamp,
    ) -> Result<Option<Seq>> {
        let vars = vars! {
            "g": group.as_uuid(), "actor": actor.as_uuid(), "u": user.as_uuid(), "role": role.as_str().to_owned(), "now": now.as_millis(),
        };
        let row: PlacedRow = self.write("RETURN fn::change_role($g, $actor, $u, $role, $now)", vars).await?;
        match row.status.as_str() {
            "unchanged" => Ok(None),
            "ownerless" => Err(Error::Conflict("hand the group over before stepping down")),
            status => {
                done(status)?;
                self.orders.touch(group, now);
                row.seq.map(seq).map(Some).ok_or(Error::Internal)
            }
        }
    }
}
