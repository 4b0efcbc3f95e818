//! Storing messages.

use std::sync::Arc;

use tertulia::ids::Seq;

use super::{ATTEMPTS_MAX, Send, SharedLog, Writer, batch::Batch};
use crate::{
    error::{Error, Result},
    log::Log,
    pause::{CONFLICT, pause},
    store::{Insertion, StoredMessage, WithQuoted},
};

impl Writer {
    /// Stores messages, together as far as nothing stands against one of them.
    pub(super) async fn send(&self, log: &Arc<SharedLog>, mut sends: Vec<Send>) {
        if sends.is_empty() {
            return;
        }
        let mut backoff = CONFLICT;
        for _ in 0..ATTEMPTS_MAX {
            let head = log.read().head();
            let answered = match self.answered(log, &sends).await {
                Ok(answered) => answered,
                Err(error) => return fail(sends, &error),
            };
            let mut batch = {
                let log = log.read();
                // What is answered was read of an earlier moment, if a reader brought the log forward meanwhile.
                if log.head() != head {
                    continue;
                }
                Batch::new(&log, sends, answered)
            };
            batch.answer();
            if batch.is_empty() {
                return;
            }
            sends = self.store(log, batch).await;
            if sends.is_empty() {
                return;
            }
            pause(&mut backoff).await;
        }
        tracing::warn!(group = %self.group, "the place was taken {ATTEMPTS_MAX} times");
        fail(sends, &Error::Unavailable);
    }

    /// Stores a batch and answers it. What could not be stored because something was in its way, which is known now, is to be tried again.
    async fn store(&self, log: &Arc<SharedLog>, batch: Batch) -> Vec<Send> {
        let part = batch.part();
        match self.desk.committer.commit(Arc::clone(&part)).await {
            Ok(Insertion::Done) => {
                batch.take_in(&mut log.write());
                self.desk.publisher.publish(log);
                batch.succeed(log);
            }
            Ok(Insertion::Taken) => match self.what_is_in_the_way(log, &batch).await {
                Ok(known) => return batch.sort_out(&log.read(), &known),
                Err(error) => batch.fail(&error),
            },
            Err(error) => {
                batch.fail(&error);
                self.resolve(log, &error).await;
            }
        }
        Vec::new()
    }

    /// Looks forward, and finds those of the messages that were stored before.
    async fn what_is_in_the_way(&self, log: &Arc<SharedLog>, batch: &Batch) -> Result<WithQuoted> {
        self.look_forward(log).await?;
        self.desk.store.sent(self.group, &batch.names()).await
    }

    /// The answered messages that are not in memory.
    async fn answered(&self, log: &Arc<SharedLog>, sends: &[Send]) -> Result<Vec<StoredMessage>> {
        let unknown = |log: &Log| -> Vec<Seq> {
            let answered = sends.iter().filter_map(|send| send.reply_to);
            answered.filter(|at| *at <= log.head() && log.message_at(*at).is_none()).collect()
        };
        let asked = unknown(&log.read());
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.desk.store.messages_at(self.group, &asked).await?;
        log.write().learn_names(&found.names);
        Ok(found.messages)
    }
}

fn fail(sends: Vec<Send>, error: &Error) {
    for send in sends {
        drop(send.reply.send(Err(error.clone())));
    }
}
