//! What to do when it is not known how a write ended: read the log, and tell what is there.
//!
//! The alternative was to put only the new head before everybody, with a ping, and let each client ask for the rest. That costs
//! one reading of the log per socket instead of one in all, and clients that do not compare heads would learn of nothing
//! until the next message.

use std::{collections::BTreeMap, time::Duration};

use super::{BATCH_MAX, Writer};
use crate::{
    engine::{broadcast::Broadcast, error::Error},
    ids::{Seq, UserId},
    log_event::{Change, LogEvent},
};

/// Pause before the log is read again when the store did not answer; doubled each time.
const PAUSE_MIN: Duration = Duration::from_millis(50);
const PAUSE_MAX: Duration = Duration::from_secs(5);

impl Writer {
    /// Tells changes that follow each other. Where they do not follow what was told before, something was stored that this writer
    /// does not know of, and the whole of it is told first.
    pub(super) async fn tell(&self, events: Vec<LogEvent>) {
        let hole = events.first().zip(self.room.told()).is_some_and(|(first, told)| first.seq > told.next());
        if hole {
            self.tell_tail().await;
        }
        for event in events {
            self.room.tell(&Broadcast::new(event));
        }
    }

    /// After an error that leaves it open whether something was stored: nothing is appended before that is known, and what was
    /// stored is told.
    pub(super) async fn resolve(&self, error: &Error) {
        if error.leaves_doubt() {
            self.tell_tail().await;
        }
    }

    /// Tells what stands in the log after the newest change that was told, or the newest part of it where none was: there is
    /// never more in doubt than one batch. Sockets pass over what they were given before.
    ///
    /// Tries until the store answers, unless the chat is closing or the store has failed for good.
    pub(super) async fn tell_tail(&self) {
        let after = self.room.told().unwrap_or(Seq::ZERO);
        let mut pause = PAUSE_MIN;
        loop {
            if self.store.has_failed() {
                return;
            }
            match self.store.tail(self.room.group, after, BATCH_MAX as u64).await {
                Ok(events) => return self.tell_events(events),
                Err(_) if self.waiting.is_closed() => return,
                Err(error) => {
                    tracing::warn!(group = %self.room.group, %error, "it is not known what was stored; asking again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSE_MAX);
                }
            }
        }
    }

    fn tell_events(&self, events: Vec<LogEvent>) {
        let mut stays = BTreeMap::<UserId, bool>::new();
        for event in events {
            match &event.change {
                Change::Added { user_id, .. } => drop(stays.insert(*user_id, true)),
                Change::Removed { user_id, .. } => drop(stays.insert(*user_id, false)),
                _ => {}
            }
            self.room.tell(&Broadcast::new(event));
        }
        for (user, _) in stays.into_iter().filter(|(_, stays)| !stays) {
            self.room.remove(user);
        }
    }
}
