//! Who comes into a group, who goes, and who is kept out.

use surrealdb::types::SurrealValue;
use tertulia::{
    api::{Ban, Invitation, InvitationView},
    clock::Timestamp,
    group::{InviteCode, Role},
    ids::{GroupId, UserId},
    text,
};
use uuid::Uuid;

use super::{
    NextPlace, Store,
    groups::role,
    names::{self, Names, NamesRow},
    vars,
};
use crate::{
    Identity, Limits,
    error::{Error, Result},
};

#[derive(SurrealValue)]
struct StatusRow {
    status: String,
    mark: Option<i64>,
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
pub(crate) enum Joining {
    /// A member from the next place in the log on, with her name as it is shown in the group.
    Done(String),
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
pub(crate) enum Removal {
    /// The membership ended, at the next place in the log.
    Done,
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
        Ok(match self.status.as_str() {
            "removed" => Removal::Done,
            "kept_out" => Removal::KeptOut,
            "not_found" => Removal::NotFound,
            "forbidden" => Removal::Forbidden,
            "ownerless" => Removal::Ownerless,
            "oneself" => Removal::Oneself,
            "bans_full" => Removal::BansFull,
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
    pub(crate) async fn invitation(&self, code: &InviteCode) -> Result<(GroupId, Invitation)> {
        let sql = "RETURN {
            LET $g = (SELECT VALUE grp FROM ONLY type::record('invite', $code));
            IF $g = NONE { RETURN NONE };
            RETURN (SELECT record::id(id) AS id, name, description, members FROM ONLY type::record('grp', $g));
        }";
        let row: Option<InvitationRow> = self.read(sql, vars! { "code": code.as_str().to_owned() }).await?;
        let row = row.ok_or(Error::NotFound)?;
        let member_count = u32::try_from(row.members).unwrap_or(0);
        let (name, description) = (row.name, row.description);
        Ok((row.id.into(), Invitation { name, description, member_count, door: InvitationView::Open }))
    }

    /// What somebody finds at a group's door.
    pub(crate) async fn standing(&self, group: GroupId, user: UserId) -> Result<InvitationView> {
        let vars = vars! { "g": group.as_uuid(), "u": user.as_uuid() };
        let standing: String = self.read("RETURN fn::standing($g, $u)", vars).await?;
        Ok(match standing.as_str() {
            "member" => InvitationView::Member(group),
            "banned" => InvitationView::KeptOut,
            _ => InvitationView::Open,
        })
    }

    /// Makes somebody a member. None where that place is taken.
    pub(crate) async fn join(
        &self,
        next: NextPlace,
        who: &Identity,
        code: &InviteCode,
        limits: &Limits,
    ) -> Result<Option<Joining>> {
        let mut vars = next.vars();
        vars.extend(vars! {
            "u": who.user_id.as_uuid(), "code": code.as_str().to_owned(), "look": text::look(&who.name),
            "groups": most(limits.groups), "members": most(limits.members),
        });
        let sql = "RETURN fn::join($g, $u, $code, $look, $groups, $members, $seq, $messages, $now)";
        let Some(row) = self.append::<StatusRow>(sql, vars).await? else { return Ok(None) };
        Ok(Some(match row.status.as_str() {
            "done" => {
                self.note(next, who.user_id);
                Joining::Done(names::marked(&who.name, row.mark))
            }
            "member" => Joining::Member,
            "closed" => Joining::Closed,
            "banned" => Joining::Banned,
            "full" => Joining::Full,
            "too_many" => Joining::TooMany,
            _ => return Err(Error::Internal),
        }))
    }

    /// Ends a membership; `ban` keeps whoever is removed by somebody else out. None where that place is taken.
    pub(crate) async fn remove_member(
        &self,
        next: NextPlace,
        actor: UserId,
        user: UserId,
        ban: bool,
        limits: &Limits,
    ) -> Result<Option<Removal>> {
        let mut vars = next.vars();
        vars.extend(vars! { "actor": actor.as_uuid(), "u": user.as_uuid(), "ban": ban, "most": most(limits.bans) });
        let sql = "RETURN fn::remove($g, $actor, $u, $ban, $most, $seq, $messages, $now)";
        let row = self.append::<StatusRow>(sql, vars).await?;
        self.removal(next, user, row)
    }

    /// Keeps somebody out, whose membership ends if there is one. None where that place is taken.
    pub(crate) async fn ban(
        &self,
        next: NextPlace,
        actor: UserId,
        user: UserId,
        limits: &Limits,
    ) -> Result<Option<Removal>> {
        let mut vars = next.vars();
        vars.extend(vars! { "actor": actor.as_uuid(), "u": user.as_uuid(), "most": most(limits.bans) });
        let sql = "RETURN fn::ban($g, $actor, $u, $most, $seq, $messages, $now)";
        let row = self.append::<StatusRow>(sql, vars).await?;
        self.removal(next, user, row)
    }

    fn removal(&self, next: NextPlace, user: UserId, row: Option<StatusRow>) -> Result<Option<Removal>> {
        let Some(removal) = row.map(StatusRow::into_removal).transpose()? else { return Ok(None) };
        if removal == Removal::Done {
            self.note(next, user);
        }
        Ok(Some(removal))
    }

    /// A person came or went.
    fn note(&self, next: NextPlace, user: UserId) {
        self.orders.touch(next.group, next.at);
        self.orders.forget(user);
    }

    /// Lets somebody in again.
    pub(crate) async fn unban(&self, group: GroupId, actor: UserId, user: UserId) -> Result<()> {
        let vars = vars! { "g": group.as_uuid(), "actor": actor.as_uuid(), "u": user.as_uuid() };
        let status: String = self.write("RETURN fn::unban($g, $actor, $u)", vars).await?;
        done(&status)
    }

    /// Whom a group keeps out, the latest first.
    pub(crate) async fn bans(&self, group: GroupId, actor: UserId) -> Result<Vec<Ban>> {
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

    /// Gives the group another code, at the next place in the log. None where that is taken.
    pub(crate) async fn renew_invitation(
        &self,
        next: NextPlace,
        actor: UserId,
        code: &InviteCode,
    ) -> Result<Option<()>> {
        let mut vars = next.vars();
        vars.extend(vars! { "actor": actor.as_uuid(), "code": code.as_str().to_owned() });
        let sql = "RETURN fn::renew_invitation($g, $actor, $code, $seq, $messages, $now)";
        let Some(status) = self.append::<String>(sql, vars).await? else { return Ok(None) };
        done(&status)?;
        self.orders.touch(next.group, next.at);
        Ok(Some(()))
    }
}
