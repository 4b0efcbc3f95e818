//! Groups and their members.

use std::collections::HashMap;

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store,
    doors::most,
    names::{Names, NamesRow},
    orders, vars,
};
use crate::{
    api::{Group, GroupCursor, Groups, Member},
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
    grp: Uuid,
    name: String,
    description: String,
    /// None: nobody gets in.
    invite_code: Option<String>,
    epoch: Uuid,
    seq: i64,
    messages: i64,
    members: i64,
    active_at: i64,
}

/// What somebody is in a group.
#[derive(Clone, Debug, SurrealValue)]
struct MembershipRow {
    grp: Uuid,
    role: String,
    read_seq: i64,
    read_number: i64,
    /// How many of the messages after that one are her own.
    own: i64,
    /// How many of them were deleted.
    gone: i64,
}

#[derive(SurrealValue)]
struct GroupsRow {
    grps: Vec<GroupRow>,
    members: Vec<MembershipRow>,
}

#[derive(SurrealValue)]
struct PlaceRow {
    grp: Uuid,
    active_at: i64,
}

#[derive(SurrealValue)]
struct OneGroupRow {
    grp: GroupRow,
    member: MembershipRow,
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

impl GroupRow {
    /// The group as one of its members sees it.
    fn into_group(self, member: &MembershipRow) -> Group {
        Group {
            id: self.grp.into(),
            name: self.name,
            description: self.description,
            role: role(&member.role),
            invite_code: self.invite_code.unwrap_or_default(),
            member_count: u32::try_from(self.members).unwrap_or(0),
            head: seq(self.seq),
            epoch: self.epoch.into(),
            unread: u64::try_from(self.messages - member.read_number - member.own - member.gone).unwrap_or(0),
            read: seq(member.read_seq),
            active_at: Timestamp::from_millis(self.active_at),
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
    Role::read(stored).unwrap_or_default()
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
        let created = self.write("RETURN fn::create_group($g, $u, $group, $most, $now)", vars).await;
        self.orders.forget(owner);
        created
    }

    /// A page of a person's groups, the most recently active first.
    pub(in crate::engine) async fn groups(
        &self,
        user: UserId,
        before: Option<GroupCursor>,
        limit: u32,
    ) -> Result<Groups> {
        // One more than asked for says whether there are more.
        let mut places = self.group_order(user, before, limit as usize + 1).await?;
        let has_more = places.len() > limit as usize;
        places.truncate(limit as usize);
        let ids: Vec<Uuid> = places.iter().map(|place| place.id.as_uuid()).collect();
        let vars = vars! { "u": user.as_uuid(), "ids": ids };
        let row: GroupsRow = self.read("RETURN fn::groups($u, $ids)", vars).await?;
        let members: HashMap<Uuid, MembershipRow> =
            row.members.into_iter().map(|member| (member.grp, member)).collect();
        // Whoever left one meanwhile is not shown it.
        let mine = |grp: GroupRow| Some((grp.grp, members.get(&grp.grp).map(|member| grp.into_group(member))?));
        let mut found: HashMap<Uuid, Group> = row.grps.into_iter().filter_map(mine).collect();
        let groups = places.iter().filter_map(|place| found.remove(&place.id.as_uuid())).collect();
        let next = places.last().copied().filter(|_| has_more);
        Ok(Groups { groups, has_more, next })
    }

    /// Some of a person's groups, the most recently active first.
    async fn group_order(&self, user: UserId, before: Option<GroupCursor>, count: usize) -> Result<Vec<GroupCursor>> {
        if let Some(page) = self.orders.page(user, before, count) {
            return Ok(page);
        }
        let reading = self.orders.begin();
        let rows: Vec<PlaceRow> = self.read("RETURN fn::group_order($u)", vars! { "u": user.as_uuid() }).await?;
        let place =
            |row: PlaceRow| GroupCursor { active_at: Timestamp::from_millis(row.active_at), id: row.grp.into() };
        let places: Vec<GroupCursor> = rows.into_iter().map(place).collect();
        self.orders.keep(reading, user, places.clone());
        Ok(orders::page(places, before, count))
    }

    /// One of a person's groups.
    pub(in crate::engine) async fn group(&self, user: UserId, group: GroupId) -> Result<Group> {
        let vars = vars! { "u": user.as_uuid(), "g": group.as_uuid() };
        let row: Option<OneGroupRow> = self.read("RETURN fn::group($u, $g)", vars).await?;
        row.map(|row| row.grp.into_group(&row.member)).ok_or(Error::NotFound)
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
}
