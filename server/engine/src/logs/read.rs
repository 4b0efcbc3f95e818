//! Answers about groups, from memory where it has them and from the store where not.

use std::{collections::HashMap, sync::Arc};

use tertulia::{
    api::{Group, GroupCursor, Groups, Page, PageQuery},
    ids::{Epoch, GroupId, Seq, UserId},
    protocol::REPLAY_MAX,
};

use super::{Logs, SharedLog};
use crate::{
    error::Result,
    log::{GroupView, PageAnswer, Replayed},
    store::{Listed, Unread},
};

impl Logs {
    /// A page of messages for one of the members.
    pub(crate) async fn page(&self, group: GroupId, reader: UserId, query: PageQuery, limit: u32) -> Result<Page> {
        let log = self.get(group).await?;
        let mut number = None;
        loop {
            let answer = log.read().page(reader, query, limit, number)?;
            match answer {
                PageAnswer::Page(page) => return Ok(page),
                PageAnswer::NumberAt(place) => number = Some(self.store.number_at(group, place).await?),
                PageAnswer::Messages(window, page) => {
                    let found = self.store.window(group, window.lo, window.hi).await?;
                    return Ok(Page { messages: found.told(reader), ..page });
                }
            }
        }
    }

    /// How many messages stand before a place of a log.
    pub(crate) async fn number_before(&self, group: GroupId, at: Seq) -> Result<i64> {
        let log = self.get(group).await?;
        let (known, head) = {
            let log = log.read();
            (log.number_before(at), log.head())
        };
        match known {
            Some(number) => Ok(number),
            None => self.store.number_at(group, Seq(at.min(head.next()).0.saturating_sub(1))).await,
        }
    }

    /// What happened after a cursor (none: nothing, from the head on), for one of the members.
    pub(crate) async fn replay(
        &self,
        group: GroupId,
        reader: UserId,
        after: Option<Seq>,
        epoch: Option<Epoch>,
    ) -> Result<Replayed> {
        let log = self.get(group).await?;
        let mut replayed = log.read().replay(reader, after, epoch, REPLAY_MAX)?;
        if let Some(after) = replayed.missing.take() {
            let (events, messages, names) = self.store.events(group, after.next(), replayed.head).await?;
            replayed.events = Some(Replayed::read(group, reader, events, messages, &names));
        }
        Ok(replayed)
    }

    /// One of a person's groups.
    pub(crate) async fn group(&self, user: UserId, group: GroupId) -> Result<Group> {
        let view = self.get(group).await?.read().view(user)?;
        let gone = match view.gone_of {
            Some(unread) => self.store.gone(vec![unread]).await?.first().copied().unwrap_or(0),
            None => 0,
        };
        Ok(view.without(gone))
    }

    /// A page of a person's groups, the most recently active first.
    pub(crate) async fn groups(&self, user: UserId, before: Option<GroupCursor>, limit: u32) -> Result<Groups> {
        // One more than asked for says whether there are more.
        let mut places = self.order(user, before, limit as usize + 1).await?;
        let has_more = places.len() > limit as usize;
        places.truncate(limit as usize);
        let ids: Vec<GroupId> = places.iter().map(|place| place.id).collect();
        let mut found = self.views(user, &ids).await?;
        let groups = ids.iter().filter_map(|id| found.remove(id)).collect();
        let next = places.last().copied().filter(|_| has_more);
        Ok(Groups { groups, has_more, next })
    }

    /// Some of a person's groups, the most recently active first. The store's records say when they were active, but for those that are behind.
    async fn order(&self, user: UserId, before: Option<GroupCursor>, count: usize) -> Result<Vec<GroupCursor>> {
        if let Some(page) = self.store.known_order(user, before, count) {
            return Ok(page);
        }
        let mut order = self.store.group_order(user).await?;
        for place in order.places.iter_mut().filter(|place| order.behind.contains(&place.id)) {
            place.active_at = self.get(place.id).await?.read().active_at();
        }
        Ok(self.store.keep_order(user, order, before, count))
    }

    /// Those of these groups that somebody is in.
    async fn views(&self, user: UserId, ids: &[GroupId]) -> Result<HashMap<GroupId, Group>> {
        let (known, unknown): (Vec<_>, Vec<_>) =
            ids.iter().map(|id| (*id, self.known(*id))).partition(|(_, log)| log.is_some());
        let mut logs: Vec<Arc<SharedLog>> = known.into_iter().filter_map(|(_, log)| log).collect();
        let unknown: Vec<GroupId> = unknown.into_iter().map(|(id, _)| id).collect();
        let mut views = Vec::with_capacity(ids.len());
        let listed = if unknown.is_empty() { Vec::new() } else { self.store.groups(user, &unknown).await? };
        for Listed { grp, member, is_behind, unread_mentions } in listed {
            if is_behind {
                logs.push(self.get(grp.grp.into()).await?);
            } else {
                views.push(GroupView::new(grp, &member, unread_mentions.unsigned_abs()));
            }
        }
        // Whoever left one meanwhile is not shown it.
        views.extend(logs.iter().filter_map(|log| log.read().view(user).ok()));
        let asked: Vec<Unread> = views.iter().filter_map(|view| view.gone_of).collect();
        let mut gone = if asked.is_empty() { Vec::new() } else { self.store.gone(asked).await? }.into_iter();
        let group = |view: GroupView| {
            let gone = view.gone_of.and_then(|_| gone.next()).unwrap_or(0);
            (view.group.id, view.without(gone))
        };
        Ok(views.into_iter().map(group).collect())
    }
}
