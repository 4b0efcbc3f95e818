//! What members do to messages that are there.

use std::sync::Arc;

use archive::EventRecord;
use tertulia::{
    api::Message,
    clock::Timestamp,
    ids::{Seq, UserId},
    mention::Mentions,
};

use super::{ATTEMPTS_MAX, SharedLog, Writer};
use crate::{
    act::{Act, Deed, Outcome, Scene, linked},
    error::{Error, Result},
    store::{Appended, Insertion, NextPlace, StoredMessage, stored},
};

impl Writer {
    /// Does it. The message as it is then, unless it is deleted.
    pub(super) async fn act(&self, log: &Arc<SharedLog>, act: &Act) -> Result<Option<Message>> {
        for _ in 0..ATTEMPTS_MAX {
            // What is decided must rest on one moment: readers may bring the log forward while the rows are read.
            let head = log.read().head();
            let rows = self.rows(log, act).await?;
            let pins = self.pins(act).await?;
            let Some((next, outcome)) = decide(log, head, act, &rows, pins)? else { continue };
            let Some(outcome) = outcome else { return Ok(told(log, act, &rows)) };
            let appended = appended(next, act.actor, outcome, &rows);
            if self.desk.store.append_events(&appended).await? == Insertion::Done {
                let rows = after(&appended, &rows);
                {
                    let mut log = log.write();
                    appended.events.iter().for_each(|event| log.apply(event, &rows));
                }
                self.desk.publisher.publish(log);
                return Ok(told(log, act, &rows));
            }
            self.look_forward(log).await?;
        }
        Err(Error::Unavailable)
    }

    /// The messages that it is about, and those that are bound to them.
    async fn rows(&self, log: &Arc<SharedLog>, act: &Act) -> Result<Vec<StoredMessage>> {
        let mut rows = self.messages_at(log, &act.messages()).await?;
        let mut more: Vec<Seq> = rows.iter().flat_map(linked).collect();
        more.retain(|at| rows.iter().all(|row| row.seq != stored(*at)));
        rows.extend(self.messages_at(log, &more).await?);
        Ok(rows)
    }

    /// From memory where all are there.
    async fn messages_at(&self, log: &Arc<SharedLog>, places: &[Seq]) -> Result<Vec<StoredMessage>> {
        let known: Vec<StoredMessage> = {
            let log = log.read();
            places.iter().filter_map(|at| log.message_at(*at)).cloned().collect()
        };
        if known.len() == places.len() {
            return Ok(known);
        }
        let found = self.desk.store.messages_at(self.group, places).await?;
        log.write().learn_names(&found.names);
        Ok(found.messages)
    }

    /// How many messages are pinned, where one more is to be.
    async fn pins(&self, act: &Act) -> Result<usize> {
        if !matches!(act.deed, Deed::Pin { on: true }) {
            return Ok(0);
        }
        self.desk.store.count_listed(self.group, archive::List::Pins).await
    }
}

/// None where the log goes on after `head`.
fn decide(
    log: &Arc<SharedLog>,
    head: Seq,
    act: &Act,
    rows: &[StoredMessage],
    pins: usize,
) -> Result<Option<(NextPlace, Option<Outcome>)>> {
    let log = log.read();
    if log.head() != head {
        return Ok(None);
    }
    let next = log.next_place(Timestamp::now());
    let mentions = match &act.deed {
        Deed::Edit(content) => log.mentions(content.as_str(), act.actor),
        _ => Mentions::default(),
    };
    let (role, at) = (log.role(act.actor), next.at.as_millis());
    let outcome = act.decide(Scene { role, at, seq: next.seq, rows, pins, mentions: &mentions })?;
    Ok(Some((next, outcome)))
}

/// What was decided, at its places.
fn appended(mut next: NextPlace, actor: UserId, outcome: Outcome, rows: &[StoredMessage]) -> Appended {
    let group = next.group;
    let mut event = |(change, others): (_, Vec<i64>)| {
        let others = (!others.is_empty()).then_some(others);
        let event = EventRecord { others, ..next.event(actor, change) };
        next.seq += 1;
        event
    };
    let events = outcome.events.into_iter().map(&mut event).collect();
    let before = |after: StoredMessage| {
        let before = rows.iter().find(|row| row.number == after.number)?.clone();
        Some((before, after))
    };
    Appended { group, events, changed: outcome.changed.into_iter().filter_map(before).collect() }
}

/// The messages as they are when it is stored.
fn after(appended: &Appended, rows: &[StoredMessage]) -> Vec<StoredMessage> {
    let now = |row: &StoredMessage| {
        let changed = appended.changed.iter().map(|(_, after)| after).find(|after| after.number == row.number);
        changed.unwrap_or(row).clone()
    };
    rows.iter().map(now).collect()
}

fn told(log: &Arc<SharedLog>, act: &Act, rows: &[StoredMessage]) -> Option<Message> {
    let row = rows.iter().find(|row| row.seq == stored(act.message)).filter(|row| row.content.is_some())?;
    let answered = rows.iter().find(|other| Some(other.seq) == row.reply_to);
    Some(log.read().told_with(row, act.actor, answered))
}
