//! The one task of this program that appends to a group's log. It takes whatever waits, checks it against the log in memory, has it stored, takes it
//! into that log, tells it in order and only then answers. Those who asked may be gone by then: the write goes on without them.
//!
//! What it stores takes the place after the end of the log as it knows it. Where that is taken another program appended: it looks forward, and
//! tries again.
//!
//! It never guesses how a write ended. It waits for the end of each, however long that takes, and where the end leaves a doubt
//! (a remote database was lost before it answered) it reads the log again before it appends anything else.

mod acting;
mod batch;
mod change;
mod command;
mod in_doubt;
mod reading;
mod sending;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use tertulia::ids::GroupId;
use tokio::sync::mpsc;

pub(super) use command::{Command, How, Remove, Send};

use super::{
    committer::Committer,
    logs::{BEHIND_MAX, Logs, SharedLog},
    publisher::Publisher,
    store::Store,
};

/// Most messages in one transaction: bounds what a conflict repeats and how long the first one waits.
const BATCH_MAX: usize = 128;
/// A writer without work ends after this long.
const IDLE: Duration = Duration::from_secs(30);
/// How often something is tried whose place was taken, before whoever sent it is told to come back.
const ATTEMPTS_MAX: usize = 16;

/// What all writers work with.
pub(super) struct Desk {
    pub(super) store: Arc<Store>,
    pub(super) logs: Arc<Logs>,
    pub(super) committer: Committer,
    pub(super) publisher: Publisher,
}

/// A group's writer.
pub(super) struct Writer {
    group: GroupId,
    desk: Arc<Desk>,
    /// Held from the first command on.
    log: Option<Arc<SharedLog>>,
    waiting: mpsc::Receiver<Command>,
}

impl Writer {
    pub(super) const fn new(group: GroupId, desk: Arc<Desk>, waiting: mpsc::Receiver<Command>) -> Self {
        Self { group, desk, log: None, waiting }
    }

    /// Works until nobody has anything for it and `retire` lets it go, or nobody can have anything any more.
    pub(super) async fn run(mut self, retire: impl Fn(&mpsc::Receiver<Command>) -> bool) {
        let mut commands = Vec::new();
        loop {
            let taken = tokio::time::timeout(IDLE, self.waiting.recv_many(&mut commands, BATCH_MAX)).await;
            match taken {
                Ok(0) => return,
                Ok(_) => self.work(&mut commands).await,
                Err(_) if retire(&self.waiting) => return,
                Err(_) => {}
            }
        }
    }

    /// Works off what was taken, in order; neighbouring messages share a transaction.
    async fn work(&mut self, commands: &mut Vec<Command>) {
        let log = match &self.log {
            Some(log) => Arc::clone(log),
            None => match self.desk.logs.get(self.group).await {
                Ok(log) => Arc::clone(self.log.insert(log)),
                Err(error) => return commands.drain(..).for_each(|command| command.fail(&error)),
            },
        };
        let mut sends = Vec::new();
        for command in commands.drain(..) {
            match command {
                Command::Send(send) => sends.push(send),
                other => {
                    self.send(&log, std::mem::take(&mut sends)).await;
                    self.change(&log, other).await;
                }
            }
        }
        self.send(&log, sends).await;
        if log.read().behind() > BEHIND_MAX {
            self.desk.logs.bring_one_forward(&log).await;
        }
    }
}
