//! What members may do.

use tertulia::{group::Role, ids::UserId};

use super::{NextPlace, Store, doors::done, vars};
use crate::error::{Error, Result};

/// How giving a role went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promotion {
    /// It is given, at the next place in the log.
    Done,
    /// The owner until now became a moderator at the next place, and the member the owner at the one after.
    HandedOver,
    /// The member had it.
    Unchanged,
}

impl Store {
    /// Gives a member a role. None where that place is taken.
    pub(crate) async fn change_role(
        &self,
        next: NextPlace,
        actor: UserId,
        user: UserId,
        role: Role,
    ) -> Result<Option<Promotion>> {
        let mut vars = next.vars();
        vars.extend(vars! { "actor": actor.as_uuid(), "u": user.as_uuid(), "role": role.as_str().to_owned() });
        let sql = "RETURN fn::change_role($g, $actor, $u, $role, $seq, $messages, $now)";
        let Some(status) = self.append::<String>(sql, vars).await? else { return Ok(None) };
        let promotion = match status.as_str() {
            "unchanged" => return Ok(Some(Promotion::Unchanged)),
            "ownerless" => return Err(Error::Conflict("hand the group over before stepping down")),
            "handed_over" => Promotion::HandedOver,
            status => {
                done(status)?;
                Promotion::Done
            }
        };
        self.orders.touch(next.group, next.at);
        Ok(Some(promotion))
    }
}
