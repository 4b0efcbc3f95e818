//! What to do when it is not known how a write ended, or when another program appended: look forward, and tell what is there.
//!
//! The alternative was to put only the new head before everybody, with a ping, and let each client ask for the rest. That costs
//! one reading of the log per socket instead of one in all, and clients that do not compare heads would learn of nothing
//! until the next message.

use std::sync::Arc;

use super::{SharedLog, Writer};
use crate::{
    error::{Error, Result},
    pause::{NO_ANSWER, pause},
};

impl Writer {
    /// Takes in what was appended meanwhile, and tells it.
    pub(super) async fn look_forward(&self, log: &Arc<SharedLog>) -> Result<()> {
        self.desk.logs.look_forward(self.group, log).await?;
        self.desk.publisher.publish(log);
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
        let mut backoff = NO_ANSWER;
        while !self.desk.store.has_failed() {
            match self.look_forward(log).await {
                Ok(()) => return,
                Err(_) if self.waiting.is_closed() => return,
                Err(error) => {
                    tracing::warn!(group = %self.group, %error, "it is not known what was stored; asking again");
                    pause(&mut backoff).await;
                }
            }
        }
    }
}
