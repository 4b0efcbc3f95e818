//! The one task that appends to a group's log. It takes whatever waits, commits it in one transaction, tells it in order and
//! only then answers. Those who asked may be gone by then: the write goes on without them.
//!
//! It never guesses how a write ended. It waits for the end of each, however long that takes, and where the end leaves a doubt
//! (a remote database was lost before it answered) it reads the log again before it appends anything else.

mod batch;
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
    broadcast::Broadcast,
    error::{Error, Result},
    messages::Sent,
    room::Room,
    store::{Joining, Removal, Revision, Store},
};
use crate::{
    api::Message,
    clock::Timestamp,
    group::InviteCode,
    ids::{ClientId, Seq, UserId},
    message::Content,
    protocol::ServerFrame,
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
                let frame = |message: &Message| {
                    let frame = ServerFrame::NewMessage { group_id: self.room.group, message: message.clone() };
                    Broadcast::new(self.room.group, message.seq, frame)
                };
                self.tell(settled.stored().map(frame).collect()).await;
                settled.answer();
            }
            Err(error) => {
                batch.fail(&error);
                self.resolve(&error).await;
            }
        }
    }

    // A reply that nobody waits for any more is dropped: the write stands.
    async fn change(&self, command: Command) {
        match command {
            Command::Send(send) => self.send(vec![send]).await,
            Command::Revise { actor, message, content, reply } => {
                self.answer(reply, self.revise(actor, message, content.as_ref()).await).await;
            }
            Command::Join { who, code, limits, reply } => {
                self.answer(reply, self.join(&who, &code, &limits).await).await;
            }
            Command::Remove(remove) => {
                let Remove { actor, user, name, how, limits, reply } = remove;
                self.answer(reply, self.remove(actor, user, name, how, &limits).await).await;
            }
        }
    }

    async fn answer<T>(&self, reply: oneshot::Sender<Result<T>>, answer: Result<T>) {
        let doubt = answer.as_ref().err().cloned();
        drop(reply.send(answer));
        if let Some(error) = doubt {
            self.resolve(&error).await;
        }
    }

    async fn revise(&self, actor: UserId, message: Seq, content: Option<&Content>) -> Result<Option<Message>> {
        let (group_id, now) = (self.room.group, Timestamp::now());
        let (seq, revised) = match self.store.revise(group_id, actor, message, content, now).await? {
            Revision::Done(seq, revised) => (seq, revised),
            Revision::Unchanged(message) => return Ok(message.map(|message| *message)),
        };
        let (message_seq, editor_id, timestamp) = (revised.seq, actor, now);
        let frame = match &revised.content {
            Some(content) => {
                let content = Some(content.clone());
                ServerFrame::MessageEdited { group_id, seq, message_seq, content, editor_id, timestamp }
            }
            None => ServerFrame::MessageDeleted { group_id, seq, message_seq, editor_id, timestamp },
        };
        self.tell(vec![Broadcast::new(group_id, seq, frame)]).await;
        Ok(Some(*revised))
    }

    async fn join(&self, who: &Identity, code: &InviteCode, limits: &Limits) -> Result<()> {
        let (group_id, now) = (self.room.group, Timestamp::now());
        match self.store.join(group_id, who, code, limits, now).await? {
            Joining::Done(seq, name) => {
                let frame = ServerFrame::MemberAdded { group_id, seq, user_id: who.user_id, name, timestamp: now };
                self.tell(vec![Broadcast::new(group_id, seq, frame)]).await;
                Ok(())
            }
            Joining::Member => Ok(()),
            Joining::Closed => Err(Error::NotFound),
            Joining::Banned => Err(Error::KeptOut),
            Joining::Full => Err(Error::GROUP_FULL),
            Joining::TooMany => Err(Error::TOO_MANY_GROUPS),
        }
    }

    async fn remove(&self, actor: UserId, user: UserId, name: String, how: How, limits: &Limits) -> Result<()> {
        let (group_id, now) = (self.room.group, Timestamp::now());
        let removal = match how {
            How::Ban => self.store.ban(group_id, actor, user, limits, now).await?,
            How::MayComeBack | How::KeptOut => {
                let ban = how == How::KeptOut;
                self.store.remove_member(group_id, actor, user, ban, limits, now).await?
            }
        };
        match removal {
            Removal::Done(seq) => {
                let frame = ServerFrame::MemberRemoved { group_id, seq, user_id: user, name, timestamp: now };
                self.tell(vec![Broadcast::new(group_id, seq, frame)]).await;
                self.room.remove(user);
                Ok(())
            }
            Removal::KeptOut => Ok(()),
            Removal::NotFound => Err(Error::NotFound),
            Removal::Forbidden => Err(Error::Forbidden),
            Removal::Ownerless => Err(Error::Conflict("hand the group over before leaving it")),
            Removal::Oneself => Err(Error::Conflict("nobody keeps herself out; leave the group instead")),
            Removal::BansFull => Err(Error::BANS_FULL),
        }
    }
}
