//! What a device keeps of one group.

use std::{collections::BTreeMap, sync::Arc};

use tertulia::{
    api::Page,
    ids::{ClientMessageId, Seq, UserId},
    now::Now,
    outbox::{Entry, Outbox},
    timeline::{MessageRow, Row, Timeline},
};
use tokio::time::Instant;

use super::GroupInfo;
use crate::record::Line;

/// How far a subscription is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subscription {
    None,
    /// Asked for, and not live or reset yet.
    Asked,
    Stands,
}

/// One group, on one device.
#[derive(Debug)]
pub(super) struct Chat {
    pub(super) place: Arc<GroupInfo>,
    /// None until the first page is there.
    pub(super) timeline: Option<Timeline>,
    pub(super) outbox: Outbox,
    /// Whether the next attempt of a message goes over HTTP: each goes the other way than the one before it.
    pub(super) by_http: BTreeMap<ClientMessageId, bool>,
    /// As far as this device knows.
    pub(super) member: bool,
    pub(super) subscription: Subscription,
    /// Whether a page is being loaded that the timeline waits for.
    pub(super) loading: bool,
    /// When to find out whether the person is a member again, by another device.
    pub(super) look_at: Instant,
    /// Whether the next subscription names another log.
    pub(super) doubts: bool,
}

impl Chat {
    /// The groups of one device. Every second device begins with the whole log, the others with the newest page.
    pub(super) fn all(places: &[Arc<GroupInfo>], me: UserId, number: usize) -> Vec<Self> {
        places.iter().map(|place| Self::new(place, me, number.is_multiple_of(2))).collect()
    }

    fn new(place: &Arc<GroupInfo>, me: UserId, from_the_first: bool) -> Self {
        let nothing =
            Page { messages: Vec::new(), head: Seq::ZERO, epoch: place.epoch, has_more: false, has_newer: false };
        Self {
            place: Arc::clone(place),
            timeline: from_the_first.then(|| Timeline::from_page(me, nothing)),
            outbox: Outbox::default(),
            by_http: BTreeMap::new(),
            member: true,
            subscription: Subscription::None,
            loading: false,
            look_at: Instant::now(),
            doubts: false,
        }
    }

    /// The socket is gone.
    pub(super) fn connection_lost(&mut self) {
        self.subscription = Subscription::None;
        self.outbox.connection_lost();
    }

    /// It turned out that the person is no member.
    pub(super) fn expelled(&mut self, look_at: Instant) {
        self.member = false;
        self.subscription = Subscription::None;
        self.outbox.connection_lost();
        self.look_at = look_at;
    }

    /// Messages without an answer, and 1 if it waits for a page.
    pub(super) fn open(&self) -> usize {
        let waits = self.loading || self.timeline.as_ref().is_none_or(Timeline::awaits_page) || !self.member;
        self.outbox.entries().len() + usize::from(waits)
    }

    pub(super) fn cursor(&self) -> Seq {
        self.timeline.as_ref().map_or(Seq::ZERO, Timeline::cursor)
    }

    /// A message was stored or given up.
    pub(super) fn done(&mut self, client_id: ClientMessageId) {
        self.outbox.acked(client_id);
        self.by_http.remove(&client_id);
    }

    /// A message is written.
    pub(super) fn push(&mut self, client_id: ClientMessageId, content: String, http: bool, now_ms: u64) -> bool {
        let now = Now { elapsed_ms: now_ms, wall_ms: now_ms };
        if self.outbox.push(client_id, content.clone(), None, now).is_err() {
            return false;
        }
        self.by_http.insert(client_id, http);
        if let Some(timeline) = &mut self.timeline {
            timeline.push_pending(client_id, content, None, now_ms);
        }
        true
    }

    /// What is to be sent now, and whether over HTTP.
    pub(super) fn next_to_send(&mut self, now_ms: u64) -> Option<(Entry, bool)> {
        if !self.member {
            return None;
        }
        self.outbox.expired(now_ms);
        let entry = self.outbox.next_to_send(now_ms)?.clone();
        self.outbox.mark_sending(entry.client_id, now_ms);
        let http = self.by_http.entry(entry.client_id).or_default();
        let now = *http;
        *http = !now;
        Some((entry, now))
    }

    /// The stored messages that it shows.
    pub(super) fn messages(&self) -> Vec<Row> {
        let rows = self.timeline.as_ref().map(Timeline::rows).unwrap_or_default();
        rows.into_iter().filter(|row| row.message().is_some_and(|message| message.seq.is_some())).collect()
    }

    pub(super) fn lines(&self) -> Vec<Line> {
        self.messages().iter().filter_map(Row::message).filter_map(line).collect()
    }

    pub(super) fn unsent(&self) -> impl Iterator<Item = ClientMessageId> {
        self.outbox.entries().iter().map(|entry| entry.client_id)
    }
}

fn line(row: &MessageRow) -> Option<Line> {
    let content = row.content.clone().filter(|_| !row.deleted);
    Some(Line { seq: row.seq?, id: row.id?, sender: row.sender_id, content })
}
