//! Groups and their members.

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store,
    doors::most,
    names::{Names, NamesRow},
    vars,
};
use crate::{
    api::{Group, Member},
    clock::Timestamp,
    engine::error::{Error, Result},
    group::Role,
    ids::{GroupId, Seq, UserId},
};

/// A group to be stored.
#[derive(Clone, Debug, SurrealValue)]
pub(in crate::engine) struct NewGroupRow {
    pub(in crate::engine) name: String,
    pub(in crate::engine) description: String,
    pub(in crate::engine) invite_code: String,
    pub(in crate::engine) epoch: Uuid,
    /// What its owner's name looks like ([`text::look`](crate::text::look)).
    pub(in crate::engine) look: String,
}

/// A stored group.
#[derive(Clone, Debug, SurrealValue)]
pub(in crate::engine) struct GroupRow {
    name: String,
    description: String,
    /// None: nobody gets in.
    invite_code: Option<String>,
    epoch: Uuid,
    seq: i64,
    members: i64,
    active_at: i64,
}

#[derive(SurrealValue)]
struct MembershipRow {
    id: Uuid,
    role: String,
    read_seq: i64,
    unread: i64,
    grp: GroupRow,
}

#[derive(SurrealValue)]
struct MemberRow {
    user: Uuid,
    role: String,
    joined_at: i64,
}

#[derive(SurrealValue)]
struct MembersRow {
    members: Vec<MemberRow>,
    names: NamesRow,
}

impl MembershipRow {
    fn into_group(self) -> Group {
        Group {
            id: self.id.into(),
            name: self.grp.name,
            description: self.grp.description,
            role: role(&self.role),
            invite_code: self.grp.invite_code.unwrap_or_default(),
            member_count: u32::try_from(self.grp.members).unwrap_or(0),
            head: seq(self.grp.seq),
            epoch: self.grp.epoch.into(),
            unread: u64::try_from(self.unread).unwrap_or(0),
            read: seq(self.read_seq),
            active_at: Timestamp::from_millis(self.grp.active_at),
        }
    }
}

/// A stored place in the log. The schema keeps them at 0 or above.
pub(super) fn seq(stored: i64) -> Seq {
    Seq(u64::try_from(stored).unwrap_or(0))
}

/// A place in the log, as the store keeps it. Beyond its range (2⁶³) no log ever reaches, so the end stands for all of that.
pub(super) fn stored(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

pub(super) fn role(stored: &str) -> Role {
    match stored {
        "owner" => Role::Owner,
        "moderator" => Role::Moderator,
        _ => Role::Member,
    }
}

impl Store {
    /// Stores a group with its owner; its log starts with the owner's arrival. Not where she is in `groups_max` groups already: false.
    pub(in crate::engine) async fn create_group(
        &self,
        group: GroupId,
        owner: UserId,
        row: NewGroupRow,
        groups_max: usize,
        now: Timestamp,
    ) -> Result<bool> {
        let vars = vars! {
            "g": group.as_uuid(), "u": owner.as_uuid(), "group": row, "most": most(groups_max), "now": now.as_millis(),
        };
        self.write("RETURN fn::create_group($g, $u, $group, $most, $now)", vars).await
    }

    /// A person's groups, the most recently active first.
    pub(in crate::engine) async fn groups(&self, user: UserId) -> Result<Vec<Group>> {
        let rows: Vec<MembershipRow> = self.read("RETURN fn::groups($u, NONE)", vars! { "u": user.as_uuid() }).await?;
        let mut groups: Vec<Group> = rows.into_iter().map(MembershipRow::into_group).collect();
        groups.sort_by(|a, b| b.active_at.cmp(&a.active_at).then_with(|| a.name.cmp(&b.name)));
        Ok(groups)
    }

    /// One of a person's groups.
    pub(in crate::engine) async fn group(&self, user: UserId, group: GroupId) -> Result<Group> {
        let vars = vars! { "u": user.as_uuid(), "g": group.as_uuid() };
        let rows: Vec<MembershipRow> = self.read("RETURN fn::groups($u, $g)", vars).await?;
        rows.into_iter().next().map(MembershipRow::into_group).ok_or(Error::NotFound)
    }

    /// A group's members by name, for one of them.
    pub(in crate::engine) async fn members(&self, user: UserId, group: GroupId) -> Result<Vec<Member>> {
        let vars = vars! { "u": user.as_uuid(), "g": group.as_uuid() };
        let found: Option<MembersRow> = self.read("RETURN fn::members($g, $u)", vars).await?;
        let rows = found.ok_or(Error::NotFound)?;
        let names = Names::new(&rows.names);
        let mut members: Vec<Member> = rows
            .members
            .into_iter()
            .map(|row| Member {
                user_id: row.user.into(),
                name: names.of(row.user.into()),
                role: role(&row.role),
                joined_at: Timestamp::from_millis(row.joined_at),
                online: false,
            })
            .collect();
        members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.user_id));
        Ok(members)
    }

    /// Gives a member a role.
    pub(in crate::engine) async fn change_role(
        &self,
        group: GroupId,
        actor: UserId,
        user: UserId,
        role: Role,
        now: Timestamp,
    ) -> Result<()> {
        let vars = vars! {
            "g": group.as_uuid(), "actor": actor.as_uuid(), "u": user.as_uuid(), "role": role.as_str().to_owned(), "now": now.as_millis(),
        };
        let status: String = self.write("RETURN fn::change_role($g, $actor, $u, $role, $now)", vars).await?;
        match status.as_str() {
            "done" => Ok(()),
            "not_found" => Err(Error::NotFound),
            "forbidden" => Err(Error::Forbidden),
            "ownerless" => Err(Error::Conflict("hand the group over before stepping down")),
            _ => Err(Error::Internal),
        }
    }
}
