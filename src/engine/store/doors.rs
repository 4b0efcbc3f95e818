//! Who comes into a group, who goes, and who is kept out.

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store,
    groups::{role, seq},
    names::{self, Names, NamesRow},
    vars,
};
use crate::{
    api::{Ban, Door, Invitation},
    clock::Timestamp,
    engine::{
        Identity, Limits,
        error::{Error, Result},
    },
    group::{InviteCode, Role},
    ids::{GroupId, Seq, UserId},
    text,
};

#[derive(SurrealValue)]
struct StatusRow {
    status: String,
    seq: Option<i64>,
    mark: Option<i64>,
}

/// What a function answers that appends, or refuses to.
#[derive(SurrealValue)]
pub(super) struct PlacedRow {
    pub(super) status: String,
    pub(super) seq: Option<i64>,
}

#[derive(SurrealValue)]
struct InvitationRow {
    id: Uuid,
    name: String,
    description: String,
    members: i64,
}

#[derive(SurrealValue)]
struct BanRow {
    user: Uuid,
    actor: Uuid,
    at: i64,
}

#[derive(SurrealValue)]
struct BansRow {
    role: String,
    bans: Vec<BanRow>,
    names: NamesRow,
}

/// How coming in went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Joining {
    /// A member from this place in the log on, with her name as it is shown in the group.
    Done(Seq, String),
    /// The person was one already.
    Member,
    /// The code opens nothing any more.
    Closed,
    /// The group keeps the person out.
    Banned,
    /// The group takes nobody more.
    Full,
    /// The person is in as many groups as one may be.
    TooMany,
}

/// How ending a membership, or keeping somebody out, went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Removal {
    /// The membership ended, at this place in the log.
    Done(Seq),
    /// The person was no member and is kept out now.
    KeptOut,
    /// The caller or the person is not a member, or there is no such person.
    NotFound,
    /// The caller may not do that.
    Forbidden,
    /// It is the owner's, and others would stay without one.
    Ownerless,
    /// Nobody keeps herself out.
    Oneself,
    /// The group keeps out as many as it may.
    BansFull,
}

impl StatusRow {
    fn into_removal(self) -> Result<Removal> {
        Ok(match (self.status.as_str(), self.seq) {
            ("done", Some(at)) => Removal::Done(seq(at)),
            ("done", None) => Removal::KeptOut,
            ("not_found", _) => Removal::NotFound,
            ("forbidden", _) => Removal::Forbidden,
            ("ownerless", _) => Removal::Ownerless,
            ("oneself", _) => Removal::Oneself,
            ("bans_full", _) => Removal::BansFull,
            _ => return Err(Error::Internal),
        })
    }
}

/// What a function answers that does something or refuses it.
pub(super) fn done(status: &str) -> Result<()> {
    match status {
        "done" => Ok(()),
        "not_found" => Err(Error::NotFound),
        "forbidden" => Err(Error::Forbidden),
        _ => Err(Error::Internal),
    }
}

/// A bound as the database's numbers have it.
pub(super) fn most(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

impl Store {
    /// The group that a code opens.
    pub(in crate::engine) async fn invitation(&self, code: &InviteCode) -> Result<(GroupId, Invitation)> {
        let sql = "RETURN {
            LET $g = (SELECT VALUE grp FROM ONLY type::record('invite', $code));
            IF $g = NONE { RETURN NONE };
            RETURN (SELECT record::id(id) AS id, name, description, members FROM ONLY type::record('grp', $g));
        }";
        let row: Option<InvitationRow> = self.read(sql, vars! { "code": code.as_str().to_owned() }).await?;
        let row = row.ok_or(Error::NotFound)?;
        let member_count = u32::try_from(row.members).unwrap_or(0);
        let (name, description) = (row.name, row.description);
        Ok((row.id.into(), Invitation { name, description, member_count, door: Door::Open }))
    }

    /// What somebody finds at a group's door.
    pub(in crate::engine) async fn standing(&self, group: GroupId, user: UserId) -> Result<Door> {
        let vars = vars! { "g": group.as_uuid(), "u": user.as_uuid() };
        let standing: String = self.read("RETURN fn::standing($g, $u)", vars).await?;
        Ok(match standing.as_str() {
            "member" => Door::Member(group),
            "banned" => Door::KeptOut,
            _ => Door::Open,
        })
    }

    /// Makes somebody a member.
    pub(in crate::engine) async fn join(
        &self,
        group: GroupId,
        who: &Identity,
        code: &InviteCode,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Joining> {
        let vars = vars! {
            "g": group.as_uuid(), "u": who.user_id.as_uuid(), "code": code.as_str().to_owned(), "look": text::look(&who.name),
            "groups": most(limits.groups), "members": most(limits.members), "now": now.as_millis(),
        };
        let row: StatusRow = self.write("RETURN fn::join($g, $u, $code, $look, $groups, $members, $now)", vars).await?;
        self.note(group, who.user_id, row.seq, now);
        Ok(match (row.status.as_str(), row.seq) {
            ("done", Some(at)) => Joining::Done(seq(at), names::marked(&who.name, row.mark)),
            ("member", _) => Joining::Member,
            ("closed", _) => Joining::Closed,
            ("banned", _) => Joining::Banned,
            ("full", _) => Joining::Full,
            ("too_many", _) => Joining::TooMany,
            _ => return Err(Error::Internal),
        })
    }

    /// Ends a membership; `ban` keeps whoever is removed by somebody else out.
    pub(in crate::engine) async fn remove_member(
        &self,
        group: GroupId,
        actor: UserId,
        user: UserId,
        ban: bool,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Removal> {
        let vars = vars! {
            "g": group.as_uuid(), "actor": actor.as_uuid(), "u": user.as_uuid(), "ban": ban, "most": most(limits.bans),
            "now": now.as_millis(),
        };
        let row: StatusRow = self.write("RETURN fn::remove($g, $actor, $u, $ban, $most, $now)", vars).await?;
        self.note(group, user, row.seq, now);
        row.into_removal()
    }

    /// Keeps somebody out, whose membership ends if there is one.
    pub(in crate::engine) async fn ban(
        &self,
        group: GroupId,
        actor: UserId,
        user: UserId,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Removal> {
        let vars = vars! {
            "g": group.as_uuid(), "actor": actor.as_uuid(), "u": user.as_uuid(), "most": most(limits.bans),
            "now": now.as_millis(),
        };
        let row: StatusRow = self.write("RETURN fn::ban($g, $actor, $u, $most, $now)", vars).await?;
        self.note(group, user, row.seq, now);
        row.into_removal()
    }

    /// A person came or went, if that took a place in the log.
    fn note(&self, group: GroupId, user: UserId, seq: Option<i64>, now: Timestamp) {
        if seq.is_some() {
            self.orders.touch(group, now);
            self.orders.forget(user);
        }
    }

    /// Lets somebody in again.
    pub(in crate::engine) async fn unban(&self, group: GroupId, actor: UserId, user: UserId) -> Result<()> {
        let vars = vars! { "g": group.as_uuid(), "actor": actor.as_uuid(), "u": user.as_uuid() };
        let status: String = self.write("RETURN fn::unban($g, $actor, $u)", vars).await?;
        done(&status)
    }

    /// Whom a group keeps out, the latest first.
    pub(in crate::engine) async fn bans(&self, group: GroupId, actor: UserId) -> Result<Vec<Ban>> {
        let vars = vars! { "g": group.as_uuid(), "actor": actor.as_uuid() };
        let found: Option<BansRow> = self.read("RETURN fn::bans($g, $actor)", vars).await?;
        let row = found.ok_or(Error::NotFound)?;
        if role(&row.role) == Role::Member {
            return Err(Error::Forbidden);
        }
        let names = Names::new(&row.names);
        let ban = |ban: BanRow| Ban {
            user_id: ban.user.into(),
            name: names.of(ban.user.into()),
            banned_by: ban.actor.into(),
            banned_at: Timestamp::from_millis(ban.at),
        };
        let mut bans: Vec<Ban> = row.bans.into_iter().map(ban).collect();
        bans.sort_by(|a, b| b.banned_at.cmp(&a.banned_at).then_with(|| a.user_id.cmp(&b.user_id)));
        Ok(bans)
    }

    /// Gives the group another code; its place in the log.
    pub(in crate::engine) async fn renew_invitation(
        &self,
        group: GroupId,
        actor: UserId,
        code: &InviteCode,
        now: Timestamp,
    ) -> Result<Seq> {
        let vars = vars! { "g": group.as_uuid(), "actor": actor.as_uuid(), "code": code.as_str().to_owned(), "now": now.as_millis() };
        let row: PlacedRow = self.write("RETURN fn::renew_invitation($g, $actor, $code, $now)", vars).await?;
        done(&row.status)?;
        self.orders.touch(group, now);
        row.seq.map(seq).ok_or(Error::Internal)
    }
}
