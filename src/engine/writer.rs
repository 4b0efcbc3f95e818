//! The one task that appends to a group's log. It takes whatever waits, commits it in one transaction, tells it in order and
//! only then answers. Those who asked may be gone by then: the write goes on without them.
//!
//! It never guesses how a write ended. It waits for the end of each, however long that takes, and where the end leaves a doubt
//! (a remote database was lost before it answered) it reads the log again before it appends anything else.

mod batch;
mod change;
mod doubt;
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
    error::{Error, Result},
    messages::Sent,
    room::Room,
    store::Store,
};
use crate::{
    api::Message,
    clock::Timestamp,
    group::{InviteCode, Role},
    ids::{ClientId, Seq, UserId},
    log_event::LogEvent,
    message::Content,
};

/// Commands that may wait for one group; beyond, senders are told to come back.
const WAITING_MAX: usize = 1024;
/// Most messages in one transaction: bounds what a conflict repeats and how long the first one waits.
const BATCH_MAX: usize = 128;
/// A writer without work ends after this long.
const IDLE: Duration = Duration::from_secs(30);

/// Something to be appended.
pub(super) enum Command {
    Send(Send),
    Revise { actor: UserId, message: Seq, content: Option<Content>, reply: oneshot::Sender<Result<Option<Message>>> },
    Join { who: Identity, code: InviteCode, limits: Arc<Limits>, reply: oneshot::Sender<Result<()>> },
    Remove(Remove),
    ChangeRole { actor: UserId, user: UserId, role: Role, reply: oneshot::Sender<Result<()>> },
    RenewInvitation { actor: UserId, code: InviteCode, reply: oneshot::Sender<Result<()>> },
}

/// A membership to be ended, or somebody to be kept out.
pub(super) struct Remove {
    pub(super) actor: UserId,
    pub(super) user: UserId,
    pub(super) name: String,
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
    pub(super) fn submit(&self, room: &Arc<Room>, store: &Arc<Store>, command: Command) -> Result<()> {
        let mut slot = self.lock();
        if let Slot::Idle = *slot {
            let (commands, waiting) = mpsc::channel(WAITING_MAX);
            let writer = Writer { room: Arc::clone(room), store: Arc::clone(store), waiting };
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

struct Writer {
    room: Arc<Room>,
    store: Arc<Store>,
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
    async fn work(&self, commands: &mut Vec<Command>) {
        let mut sends = Vec::new();
        for command in commands.drain(..) {
            match command {
                Command::Send(send) => sends.push(send),
                other => {
                    self.send(std::mem::take(&mut sends)).await;
                    self.change(other).await;
                }
            }
        }
        self.send(sends).await;
    }

    async fn send(&self, sends: Vec<Send>) {
        if sends.is_empty() {
            return;
        }
        let batch = batch::Batch::new(sends);
        let now = Timestamp::now();
        match self.store.send(self.room.group, batch.items(), now).await {
            Ok(sent) => {
                let settled = batch.settle(sent, now);
                let event = |message: &Message| LogEvent::of_message(self.room.group, message.clone());
                self.tell(settled.stored().map(event).collect()).await;
                settled.answer();
            }
            Err(error) => {
                batch.fail(&error);
                self.resolve(&error).await;
            }
        }
    }
}
