//! Groups and their members.

use std::collections::HashMap;

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{Store, doors::most, orders, vars};
use crate::{
    api::GroupCursor,
    archive::{GroupRecord, MemberRecord},
    clock::Timestamp,
    engine::error::Result,
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

/// A group and somebody's membership in it, as their records say. Where the log goes on after them, they are behind.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Listed {
    pub(in crate::engine) grp: GroupRecord,
    pub(in crate::engine) member: MemberRecord,
    pub(in crate::engine) is_behind: bool,
}

#[derive(SurrealValue)]
struct GroupsRow {
    grps: Vec<GroupRecord>,
    members: Vec<MemberRecord>,
    behind: Vec<Uuid>,
}

#[derive(SurrealValue)]
struct OrderRow {
    places: Vec<PlaceRow>,
    behind: Vec<Uuid>,
}

/// When a person's groups were active, as their records say.
pub(in crate::engine) struct GroupOrder {
    reading: orders::Reading,
    pub(in crate::engine) places: Vec<GroupCursor>,
    /// Those whose log goes on after their record: when they were active is to be corrected.
    pub(in crate::engine) behind: Vec<GroupId>,
}

#[derive(SurrealValue)]
struct PlaceRow {
    grp: Uuid,
    active_at: i64,
}

/// Messages of a group that follow a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SurrealValue)]
pub(in crate::engine) struct Unread {
    pub(in crate::engine) grp: Uuid,
    pub(in crate::engine) read: i64,
    /// How many messages there are.
    pub(in crate::engine) messages: i64,
}

/// A stored place in the log. The schema keeps them at 0 or above.
pub(in crate::engine) fn seq(stored: i64) -> Seq {
    Seq(u64::try_from(stored).unwrap_or(0))
}

/// A place in the log, as the store keeps it. Beyond its range (2⁶³) no log ever reaches, so the end stands for all of that.
pub(in crate::engine) fn stored(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

pub(in crate::engine) fn role(stored: &str) -> Role {
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

    /// Those of these groups that somebody is in.
    pub(in crate::engine) async fn groups(&self, user: UserId, ids: &[GroupId]) -> Result<Vec<Listed>> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        let row: GroupsRow =
            self.read("RETURN fn::groups($u, $ids)", vars! { "u": user.as_uuid(), "ids": ids }).await?;
        let mut members: HashMap<Uuid, MemberRecord> =
            row.members.into_iter().map(|member| (member.grp, member)).collect();
        let listed = |grp: GroupRecord| {
            let member = members.remove(&grp.grp)?;
            Some(Listed { is_behind: row.behind.contains(&grp.grp), grp, member })
        };
        Ok(row.grps.into_iter().filter_map(listed).collect())
    }

    /// How many of these messages were deleted; each number stands where its group stands.
    pub(in crate::engine) async fn gone(&self, unread: Vec<Unread>) -> Result<Vec<i64>> {
        self.read("RETURN fn::gone_of($windows)", vars! { "windows": unread }).await
    }

    /// Some of a person's groups, the most recently active first, where their order is known.
    pub(in crate::engine) fn known_order(
        &self,
        user: UserId,
        before: Option<GroupCursor>,
        count: usize,
    ) -> Option<Vec<GroupCursor>> {
        self.orders.page(user, before, count)
    }

    /// When a person's groups were active.
    pub(in crate::engine) async fn group_order(&self, user: UserId) -> Result<GroupOrder> {
        let reading = self.orders.begin();
        let row: OrderRow = self.read("RETURN fn::group_order($u)", vars! { "u": user.as_uuid() }).await?;
        let place =
            |row: PlaceRow| GroupCursor { active_at: Timestamp::from_millis(row.active_at), id: row.grp.into() };
        let places = row.places.into_iter().map(place).collect();
        Ok(GroupOrder { reading, places, behind: row.behind.into_iter().map(GroupId::from).collect() })
    }

    /// Keeps what was read and corrected. Some of the groups, the most recently active first.
    pub(in crate::engine) fn keep_order(
        &self,
        user: UserId,
        order: GroupOrder,
        before: Option<GroupCursor>,
        count: usize,
    ) -> Vec<GroupCursor> {
        let GroupOrder { reading, places, .. } = order;
        self.orders.keep(reading, user, places.clone());
        orders::page(places, before, count)
    }
}
