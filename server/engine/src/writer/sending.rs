//! Storing messages.

use std::{collections::BTreeSet, sync::Arc};

use tertulia::ids::Seq;

use super::{ATTEMPTS_MAX, Send, SharedLog, Writer, batch::Batch};
use crate::{
    error::{Error, Result},
    log::Log,
    pause::{CONFLICT, pause},
    store::{Insertion, StoredMessage, seq, stored},
};

impl Writer {
    /// Stores messages, together as far as nothing stands against one of them.
    pub(super) async fn send(&self, log: &Arc<SharedLog>, mut sends: Vec<Send>) {
        if sends.is_empty() {
            return;
        }
        let mut backoff = CONFLICT;
        for _ in 0..ATTEMPTS_MAX {
            let answerable = match self.answerable(log, &sends).await {
                Ok(answerable) => answerable,
                Err(error) => return fail(sends, &error),
            };
            let mut batch = Batch::new(&log.read(), sends, &answerable);
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
                {
                    let mut log = log.write();
                    part.iter().for_each(|new| log.apply(&new.event, Some(new.message.clone())));
                }
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
    async fn what_is_in_the_way(&self, log: &Arc<SharedLog>, batch: &Batch) -> Result<Vec<StoredMessage>> {
        self.look_forward(log).await?;
        self.desk.store.sent(self.group, &batch.names()).await
    }

    /// Those of the answered places where messages stand that are not in memory.
    async fn answerable(&self, log: &Arc<SharedLog>, sends: &[Send]) -> Result<BTreeSet<Seq>> {
        let unknown = |log: &Log| -> Vec<i64> {
            let answered = sends.iter().filter_map(|send| send.reply_to);
            answered.filter(|at| log.is_message(*at).is_none()).map(stored).collect()
        };
        let asked = unknown(&log.read());
        if asked.is_empty() {
            return Ok(BTreeSet::new());
        }
        let found = self.desk.store.places_of_messages(self.group, &asked).await?;
        Ok(found.into_iter().map(seq).collect())
    }
}

fn fail(sends: Vec<Send>, error: &Error) {
    for send in sends {
        drop(send.reply.send(Err(error.clone())));
    }
}
