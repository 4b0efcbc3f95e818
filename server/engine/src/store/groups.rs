//! Groups and their members.

use std::collections::HashMap;

use archive::{GroupRecord, MemberRecord};
use surrealdb::types::SurrealValue;
use tertulia::{
    api::GroupCursor,
    clock::Timestamp,
    group::Role,
    ids::{GroupId, Seq, UserId},
};
use uuid::Uuid;

use super::{Store, doors::most, orders, vars};
use crate::error::Result;

/// A group to be stored.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct NewGroupRow {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) invite_code: String,
    pub(crate) epoch: Uuid,
    /// What its owner's name looks like ([`text::look`](tertulia::text::look)).
    pub(crate) look: String,
}

/// A group and somebody's membership in it, as their records say. Where the log goes on after them, they are behind.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) grp: GroupRecord,
    pub(crate) member: MemberRecord,
    pub(crate) is_behind: bool,
    /// How many unread messages mean her.
    pub(crate) unread_mentions: i64,
}

#[derive(SurrealValue)]
struct GroupsRow {
    grps: Vec<GroupRecord>,
    members: Vec<MemberRecord>,
    mentions: Vec<MentionCountRow>,
    behind: Vec<Uuid>,
}

#[derive(SurrealValue)]
struct MentionCountRow {
    grp: Uuid,
    count: i64,
}

#[derive(SurrealValue)]
struct OrderRow {
    places: Vec<PlaceRow>,
    behind: Vec<Uuid>,
}

/// When a person's groups were active, as their records say.
pub(crate) struct GroupOrder {
    reading: orders::Reading,
    pub(crate) places: Vec<GroupCursor>,
    /// Those whose log goes on after their record: when they were active is to be corrected.
    pub(crate) behind: Vec<GroupId>,
}

#[derive(SurrealValue)]
struct PlaceRow {
    grp: Uuid,
    active_at: i64,
}

/// Messages of a group that follow a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SurrealValue)]
pub(crate) struct Unread {
    pub(crate) grp: Uuid,
    pub(crate) read: i64,
    /// How many messages there are.
    pub(crate) messages: i64,
}

/// A stored place in the log. The schema keeps them at 0 or above.
pub(crate) fn seq(stored: i64) -> Seq {
    Seq(u64::try_from(stored).unwrap_or(0))
}

/// A place in the log, as the store keeps it. Beyond its range (2⁶³) no log ever reaches, so the end stands for all of that.
pub(crate) fn stored(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

pub(crate) fn role(stored: &str) -> Role {
    Role::read(stored).unwrap_or_default()
}

impl Store {
    /// Stores a group with its owner; its log starts with the owner's arrival. Not where she is in `groups_max` groups already: false.
    pub(crate) async fn create_group(
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
    pub(crate) async fn groups(&self, user: UserId, ids: &[GroupId]) -> Result<Vec<Listed>> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        let row: GroupsRow =
            self.read("RETURN fn::groups($u, $ids)", vars! { "u": user.as_uuid(), "ids": ids }).await?;
        let mut members: HashMap<Uuid, MemberRecord> =
            row.members.into_iter().map(|member| (member.grp, member)).collect();
        let listed = |grp: GroupRecord| {
            let member = members.remove(&grp.grp)?;
            let unread_mentions =
                row.mentions.iter().find(|mentions| mentions.grp == grp.grp).map_or(0, |row| row.count);
            Some(Listed { is_behind: row.behind.contains(&grp.grp), grp, member, unread_mentions })
        };
        Ok(row.grps.into_iter().filter_map(listed).collect())
    }

    /// How many of these messages were deleted; each number stands where its group stands.
    pub(crate) async fn gone(&self, unread: Vec<Unread>) -> Result<Vec<i64>> {
        self.read("RETURN fn::gone_of($windows)", vars! { "windows": unread }).await
    }

    /// Some of a person's groups, the most recently active first, where their order is known.
    pub(crate) fn known_order(
        &self,
        user: UserId,
        before: Option<GroupCursor>,
        count: usize,
    ) -> Option<Vec<GroupCursor>> {
        self.orders.page(user, before, count)
    }

    /// When a person's groups were active.
    pub(crate) async fn group_order(&self, user: UserId) -> Result<GroupOrder> {
        let reading = self.orders.begin();
        let row: OrderRow = self.read("RETURN fn::group_order($u)", vars! { "u": user.as_uuid() }).await?;
        let place =
            |row: PlaceRow| GroupCursor { active_at: Timestamp::from_millis(row.active_at), id: row.grp.into() };
        let places = row.places.into_iter().map(place).collect();
        Ok(GroupOrder { reading, places, behind: row.behind.into_iter().map(GroupId::from).collect() })
    }

    /// Keeps what was read and corrected. Some of the groups, the most recently active first.
    pub(crate) fn keep_order(
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
