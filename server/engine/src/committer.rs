//! Stores what waits of all groups in one transaction.
//!
//! While one is under way the next fills, so the more there is to store, the less each message costs. Where a part of one is refused (a place that
//! another program took, a client id that is known), nothing of it is stored; then each group's part is tried alone, so that one group's repeated
//! message costs the others nothing but time.

#[cfg(test)]
mod tests;

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::{mpsc, oneshot};

use super::{
    error::{Error, Result},
    store::{Insertion, NewMessageRows, Store},
};

/// Messages in one transaction, at most, if there is not one group's part with more: bounds what is tried again, and how long the first one waits.
const MESSAGES_MAX: usize = 512;
/// Parts that may wait to be taken. A group has one at a time, so this bounds nothing but memory.
const PARTS_MAX: usize = 1_024;

/// What one group has to store: all of it or nothing.
pub(super) type Part = Arc<[NewMessageRows]>;

struct Waiting {
    part: Part,
    reply: oneshot::Sender<Result<Insertion>>,
}

/// Hands over what is to be stored. The task behind it ends with it.
pub(super) struct Committer(mpsc::Sender<Waiting>);

impl Committer {
    pub(super) fn new(store: Arc<Store>) -> Self {
        let (parts, waiting) = mpsc::channel(PARTS_MAX);
        tokio::spawn(run(store, waiting));
        Self(parts)
    }

    /// Stores a group's messages, all or none of them. It goes on when this future is dropped.
    ///
    /// # Errors
    /// [`Error::Unavailable`] and [`Error::Internal`]: they may be stored all the same
    pub(super) async fn commit(&self, part: Part) -> Result<Insertion> {
        let (reply, answer) = oneshot::channel();
        self.0.send(Waiting { part, reply }).await.map_err(|_| Error::Unavailable)?;
        answer.await.map_err(|_| Error::Unavailable)?
    }
}

async fn run(store: Arc<Store>, mut waiting: mpsc::Receiver<Waiting>) {
    let mut parts = VecDeque::new();
    let mut taken = Vec::new();
    loop {
        if parts.is_empty() && waiting.recv_many(&mut taken, PARTS_MAX).await == 0 {
            return;
        }
        while let Ok(more) = waiting.try_recv() {
            taken.push(more);
        }
        parts.extend(taken.drain(..));
        commit(&store, next(&mut parts)).await;
    }
}

/// As many of those that wait as go into one transaction, at least one.
fn next(parts: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let mut messages = 0;
    let fitting = parts.iter().take_while(|waiting| {
        messages += waiting.part.len();
        messages <= MESSAGES_MAX
    });
    let count = fitting.count().max(1).min(parts.len());
    parts.drain(..count).collect()
}

async fn commit(store: &Store, parts: Vec<Waiting>) {
    let all: Vec<&NewMessageRows> = parts.iter().flat_map(|waiting| waiting.part.iter()).collect();
    let together = store.insert(&all).await;
    let is_alone = parts.len() == 1;
    for Waiting { part, reply } in parts {
        let outcome = match &together {
            // Refused for whatever reason: nothing is stored, and one group's fault is not another's.
            Ok(Insertion::Taken) | Err(Error::Internal) if !is_alone => {
                store.insert(&part.iter().collect::<Vec<_>>()).await
            }
            outcome => outcome.clone(),
        };
        // Whoever asked and is gone reads the log before it appends anything else.
        drop(reply.send(outcome));
    }
}
