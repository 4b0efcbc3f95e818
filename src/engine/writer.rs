//! The one task of this program that appends to a group's log. It takes whatever waits, checks it against the log in memory, has it stored, takes it
//! into that log, tells it in order and only then answers. Those who asked may be gone by then: the write goes on without them.
//!
//! What it stores takes the place after the end of the log as it knows it. Where that is taken another program appended: it looks forward, and
//! tries again.
//!
//! It never guesses how a write ended. It waits for the end of each, however long that takes, and where the end leaves a doubt
//! (a remote database was lost before it answered) it reads the log again before it appends anything else.

mod batch;
mod change;
mod doubt;
mod reading;
mod sending;
#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::{
    Identity, Limits,
    committer::Committer,
    error::{Error, Result},
    logs::{BEHIND_MAX, Logs, SharedLog},
    messages::Sent,
    room::Room,
    store::Store,
};
use crate::{
    api::Message,
    group::{InviteCode, Role},
    ids::{ClientId, Seq, UserId},
    message::Content,
};

/// Commands that may wait for one group; beyond, senders are told to come back.
const WAITING_MAX: usize = 1024;
/// Most messages in one transaction: bounds what a conflict repeats and how long the first one waits.
const BATCH_MAX: usize = 128;
/// A writer without work ends after this long.
const IDLE: Duration = Duration::from_secs(30);
/// How often something is tried whose place was taken, before whoever sent it is told to come back.
const ATTEMPTS_MAX: usize = 16;

/// Something to be appended.
pub(super) enum Command {
    Send(Send),
    Revise {
        actor: UserId,
        message: Seq,
        content: Option<Content>,
        reply: oneshot::Sender<Result<Option<Message>>>,
    },
    Join {
        who: Identity,
        code: InviteCode,
        limits: Arc<Limits>,
        reply: oneshot::Sender<Result<()>>,
    },
    Remove(Remove),
    ChangeRole {
        actor: UserId,
        user: UserId,
        role: Role,
        reply: oneshot::Sender<Result<()>>,
    },
    RenewInvitation {
        actor: UserId,
        code: InviteCode,
        reply: oneshot::Sender<Result<()>>,
    },
    /// Not appended, but it takes a log that stands still: a position far behind the end.
    Read {
        user: UserId,
        to: Seq,
        reply: oneshot::Sender<Result<(Seq, bool)>>,
    },
}

/// A membership to be ended, or somebody to be kept out.
pub(super) struct Remove {
    pub(super) actor: UserId,
    pub(super) user: UserId,
    pub(super) how: How,
    pub(super) limits: Arc<Limits>,
    pub(super) reply: oneshot::Sender<Result<()>>,
}

/// How a membership ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// With a code the person comes back: so everybody leaves, and so somebody can be removed.
    MayComeBack,
    /// Whoever is removed is kept out.
    KeptOut,
    /// Keeps out whoever it is, a member or not.
    Ban,
}

/// A message to be appended.
pub(super) struct Send {
    pub(super) author: Identity,
    pub(super) client_id: ClientId,
    pub(super) content: Content,
    pub(super) reply_to: Option<Seq>,
    pub(super) reply: oneshot::Sender<Result<Sent>>,
}

struct Running {
    commands: mpsc::Sender<Command>,
    task: JoinHandle<()>,
}

#[derive(Default)]
enum Slot {
    #[default]
    Idle,
    Running(Running),
    /// The chat is closing: no writer is started any more.
    Closed,
}

/// Where a room keeps its writer.
#[derive(Default)]
pub(super) struct WriterSlot(Mutex<Slot>);

impl WriterSlot {
    /// Hands a command to the room's writer, which is started if there is none.
    pub(super) fn submit(&self, room: &Arc<Room>, desk: &Arc<Desk>, command: Command) -> Result<()> {
        let mut slot = self.lock();
        if let Slot::Idle = *slot {
            let (commands, waiting) = mpsc::channel(WAITING_MAX);
            let writer = Writer { room: Arc::clone(room), desk: Arc::clone(desk), log: None, waiting };
            *slot = Slot::Running(Running { commands, task: tokio::spawn(writer.run()) });
        }
        match &*slot {
            Slot::Running(running) => running.commands.try_send(command).map_err(|_| Error::Unavailable),
            Slot::Idle | Slot::Closed => Err(Error::Unavailable),
        }
    }

    /// Takes no more commands and waits until those that were taken are committed.
    pub(super) async fn close(&self) {
        let slot = std::mem::replace(&mut *self.lock(), Slot::Closed);
        if let Slot::Running(Running { commands, task }) = slot {
            drop(commands);
            if let Err(error) = task.await {
                tracing::error!(%error, "a writer did not end cleanly");
            }
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        !matches!(*self.lock(), Slot::Running(_))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Slot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What all writers work with.
pub(super) struct Desk {
    pub(super) store: Arc<Store>,
    pub(super) logs: Arc<Logs>,
    pub(super) committer: Committer,
}

struct Writer {
    room: Arc<Room>,
    desk: Arc<Desk>,
    /// Held from the first command on.
    log: Option<Arc<SharedLog>>,
    waiting: mpsc::Receiver<Command>,
}

impl Writer {
    async fn run(mut self) {
        let mut commands = Vec::new();
        loop {
            let taken = tokio::time::timeout(IDLE, self.waiting.recv_many(&mut commands, BATCH_MAX)).await;
            match taken {
                Ok(0) => return,
                Ok(_) => self.work(&mut commands).await,
                Err(_) if self.retire() => return,
                Err(_) => {}
            }
        }
    }

    /// Gives the slot back, unless a command arrived at the last moment: `submit` holds the same lock.
    fn retire(&self) -> bool {
        let mut slot = self.room.writer.lock();
        if !self.waiting.is_empty() {
            return false;
        }
        if let Slot::Running(_) = *slot {
            *slot = Slot::Idle;
        }
        true
    }

    /// Works off what was taken, in order; neighbouring messages share a transaction.
    async fn work(&mut self, commands: &mut Vec<Command>) {
        let log = match &self.log {
            Some(log) => Arc::clone(log),
            None => match self.desk.logs.get(self.room.group).await {
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

impl Command {
    /// Nothing was tried.
    fn fail(self, error: &Error) {
        let error = error.clone();
        match self {
            Self::Send(send) => drop(send.reply.send(Err(error))),
            Self::Revise { reply, .. } => drop(reply.send(Err(error))),
            Self::Join { reply, .. }
            | Self::Remove(Remove { reply, .. })
            | Self::ChangeRole { reply, .. }
            | Self::RenewInvitation { reply, .. } => drop(reply.send(Err(error))),
            Self::Read { reply, .. } => drop(reply.send(Err(error))),
        }
    }
}
