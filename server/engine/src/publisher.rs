//! Passes on what was appended to whoever receives the group. In this process; between several nodes a bus goes here.

use std::{collections::BTreeMap, sync::Arc};

use tertulia::{ids::UserId, log_event::LogEvent};

use super::{live::Live, logs::SharedLog, room::Room};

/// Knows where everybody is.
pub(super) struct Publisher {
    live: Arc<Live>,
}

impl Publisher {
    pub(super) const fn new(live: Arc<Live>) -> Self {
        Self { live }
    }

    /// Tells what a log has behind what was told of it: all of it, in order, once. What a socket was given before, by the replay with which it
    /// began, it passes over.
    pub(super) fn publish(&self, log: &SharedLog) {
        let mut published = log.published();
        let (room, head, events) = {
            let log = log.read();
            let room = self.live.existing_room(log.group());
            // More than is in memory is not told: whoever receives the group sees the hole, and resumes.
            let events = room.as_ref().map(|_| log.events_after(*published, None).unwrap_or_default());
            (room, log.head(), events)
        };
        *published = head.max(*published);
        if let (Some(room), Some(events)) = (room, events) {
            tell(&room, events);
        }
    }
}

fn tell(room: &Room, events: Vec<LogEvent>) {
    let mut stays = BTreeMap::<UserId, bool>::new();
    for event in events {
        stays.extend(event.change.membership());
        room.publish(event);
    }
    for (user, _) in stays.into_iter().filter(|(_, stays)| !stays) {
        room.remove(user);
    }
}
