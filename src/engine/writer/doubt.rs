//! What to do when it is not known how a write ended, or when another program appended: look forward, and tell what is there.
//!
//! The alternative was to put only the new head before everybody, with a ping, and let each client ask for the rest. That costs
//! one reading of the log per socket instead of one in all, and clients that do not compare heads would learn of nothing
//! until the next message.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use super::{SharedLog, Writer};
use crate::{
    engine::{
        broadcast::Broadcast,
        error::{Error, Result},
    },
    ids::{Seq, UserId},
    log_event::Change,
};

/// Pause before the log is read again when the store did not answer; doubled each time.
const PAUSE_MIN: Duration = Duration::from_millis(50);
const PAUSE_MAX: Duration = Duration::from_secs(5);

impl Writer {
    /// Tells what the log has behind the newest change that was told; where none was, behind `before`. Sockets pass over what they were given
    /// before. Where more was appended than is in memory, what is missing is not told: a hole closes a socket, and its client resumes.
    pub(super) async fn tell(&self, log: &Arc<SharedLog>, before: Seq) {
        let events = {
            let log = log.read();
            let after = self.room.told().unwrap_or(before);
            log.events_after(after).or_else(|| log.events_after(before)).unwrap_or_default()
        };
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

    /// Takes in what was appended meanwhile, and tells it.
    pub(super) async fn look_forward(&self, log: &Arc<SharedLog>) -> Result<()> {
        let before = log.read().head();
        self.desk.logs.look_forward(self.room.group, log).await?;
        self.tell(log, before).await;
        Ok(())
    }

    /// After an error that leaves it open whether something was stored: nothing is appended before that is known, and what was
    /// stored is told.
    ///
    /// Tries until the store answers, unless the chat is closing or the store has failed for good.
    pub(super) async fn resolve(&self, log: &Arc<SharedLog>, error: &Error) {
        if !error.leaves_doubt() {
            return;
        }
        let mut pause = PAUSE_MIN;
        while !self.desk.store.has_failed() {
            match self.look_forward(log).await {
                Ok(()) => return,
                Err(_) if self.waiting.is_closed() => return,
                Err(error) => {
                    tracing::warn!(group = %self.room.group, %error, "it is not known what was stored; asking again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSE_MAX);
                }
            }
        }
    }
}
