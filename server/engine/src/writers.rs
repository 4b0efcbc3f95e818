//! The writers that are at work: one for each group to which something is appended, started when it is asked for.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tertulia::ids::GroupId;
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    error::{Error, Result},
    writer::{Command, Desk, Writer},
};

/// Commands that may wait for one group; beyond, senders are told to come back.
const WAITING_MAX: usize = 1024;

/// All of them.
pub(super) struct Writers {
    desk: Arc<Desk>,
    running: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    running: HashMap<GroupId, Running>,
    /// The chat is closing: no writer is started any more.
    closed: bool,
}

struct Running {
    commands: mpsc::Sender<Command>,
    task: JoinHandle<()>,
}

impl Writers {
    pub(super) fn new(desk: Arc<Desk>) -> Self {
        Self { desk, running: Arc::default() }
    }

    /// Hands a command to the group's writer.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where too many wait already, or the chat is closing
    pub(super) fn submit(&self, group: GroupId, command: Command) -> Result<()> {
        let mut state = lock(&self.running);
        if state.closed {
            return Err(Error::Unavailable);
        }
        let writer = state.running.entry(group).or_insert_with(|| self.start(group));
        writer.commands.try_send(command).map_err(|_| Error::Unavailable)
    }

    fn start(&self, group: GroupId) -> Running {
        let (commands, waiting) = mpsc::channel(WAITING_MAX);
        let writer = Writer::new(group, Arc::clone(&self.desk), waiting);
        let running = Arc::clone(&self.running);
        let task = tokio::spawn(writer.run(move |waiting| retire(&running, group, waiting)));
        Running { commands, task }
    }

    /// Takes no more commands and waits until those that were taken are done.
    pub(super) async fn close(&self) {
        let all = {
            let mut state = lock(&self.running);
            state.closed = true;
            std::mem::take(&mut state.running)
        };
        // All of them at once: each ends when the last sender of its commands is gone.
        let tasks: Vec<JoinHandle<()>> = all.into_values().map(|Running { task, .. }| task).collect();
        for task in tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a writer did not end cleanly");
            }
        }
    }
}

/// Lets a writer go, unless a command arrived at the last moment: [`Writers::submit`] holds the same lock.
fn retire(running: &Mutex<State>, group: GroupId, waiting: &mpsc::Receiver<Command>) -> bool {
    let mut state = lock(running);
    if !waiting.is_empty() {
        return false;
    }
    // When the chat is closing it is there no more, and is waited for.
    state.running.remove(&group);
    true
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
