//! What happened after a cursor.

use archive::EventRecord;
use tertulia::{
    ids::{Epoch, GroupId, Seq, UserId},
    log_event::LogEvent,
};

use super::{Log, Window, about, change};
use crate::{
    error::{Error, Result},
    store::{Names, StoredMessage},
};

/// What happened after a cursor.
#[derive(Debug)]
pub(crate) struct Replayed {
    pub(crate) head: Seq,
    pub(crate) epoch: Epoch,
    /// The reader's name as it is shown in the group.
    pub(crate) name: String,
    /// None where it cannot be told whole: too far behind, ahead of the log, or another epoch; and where some of it is `missing`.
    pub(crate) events: Option<Vec<LogEvent>>,
    /// After which place it has to be read: it is longer than what is in memory.
    pub(crate) missing: Option<Seq>,
}

impl Replayed {
    /// Events as they were read, with the messages that they are about, as they are told.
    pub(crate) fn read(
        group: GroupId,
        reader: UserId,
        events: Vec<EventRecord>,
        messages: Vec<StoredMessage>,
        names: &Names,
    ) -> Vec<LogEvent> {
        let Some(before) = events.first().map(|first| first.seq - 1) else { return Vec::new() };
        let mut window = Window::after(before, 0);
        for event in events {
            window.push(&event, change(&event), &about(&event, &messages));
        }
        let all = window.events_after(crate::store::seq(before), group, names, Some(reader)).unwrap_or_default();
        all.into_iter().map(|event| event.for_reader(reader)).collect()
    }
}

impl Log {
    /// At most `max` events after a cursor (none: nothing, from the head on), for one of the members.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else
    pub(crate) fn replay(
        &self,
        reader: UserId,
        after: Option<Seq>,
        epoch: Option<Epoch>,
        max: u64,
    ) -> Result<Replayed> {
        if !self.is_member(reader) {
            return Err(Error::NotFound);
        }
        let (head, name) = (self.head(), self.name(reader));
        let after = after.unwrap_or(head);
        let can_be_told = after <= head && head.0 - after.0 <= max && epoch.is_none_or(|epoch| epoch == self.epoch());
        let events = if can_be_told { self.events_after(after, Some(reader)) } else { None };
        let missing = (can_be_told && events.is_none()).then_some(after);
        let for_reader = |events: Vec<LogEvent>| events.into_iter().map(|event| event.for_reader(reader)).collect();
        Ok(Replayed { head, epoch: self.epoch(), name, events: events.map(for_reader), missing })
    }
}
