//! The logs that are in memory, of all groups together: read when they are asked for, bounded, and the store brought after them.
//!
//! A log stays while its writer or anybody else holds it, or while the store is behind it; of the others those go first that were not used for
//! longest. What the store is behind is lost with the process and found again by looking forward (`fn::log`), except reading positions that moved
//! within the last [`FORWARD_EVERY`]. So a group where somebody read on is brought forward soon, and every other in its turn, which costs less.

mod read;
mod shared;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tertulia::{
    ids::{GroupId, Seq},
    protocol::REPLAY_MAX,
};
use tokio::sync::OnceCell;

pub(super) use shared::SharedLog;

use super::{
    error::{Error, Result},
    log::Log,
    store::{Forward, Store, stored},
};

/// How often the store is brought after the logs in which somebody read on: so much of reading positions a crash may cost.
const FORWARD_EVERY: Duration = Duration::from_secs(5);
/// In how many such rounds each of the others comes to its turn, a share of them in each.
const ROUNDS: u128 = 12;
/// Events that the store may be behind one log: bounds how long looking forward takes.
pub(super) const BEHIND_MAX: i64 = 1_000;
/// Groups that are brought forward in one transaction. A message may have to wait for the processor as long as one takes.
const FORWARD_TOGETHER: usize = 16;
/// Events that are read with a log: enough for the newest page, unless people edit much.
const WINDOW: i64 = 128;
/// Events that are read at once in looking forward.
const AHEAD: i64 = REPLAY_MAX as i64;

/// The logs in memory.
pub(super) struct Logs {
    store: Arc<Store>,
    slots: Mutex<HashMap<GroupId, Arc<Slot>>>,
    /// Counts uses, to know which was not used for longest.
    uses: AtomicU64,
    /// About how many bytes all take, and how many they may.
    bytes: AtomicUsize,
    most: usize,
    /// One brings forward at a time.
    forward: tokio::sync::Mutex<()>,
}

/// A group's place among them.
#[derive(Default)]
struct Slot {
    log: OnceCell<Arc<SharedLog>>,
    used: AtomicU64,
    /// How many wait for the log to be read.
    asking: AtomicUsize,
}

/// Somebody who waits for a log to be read. The last of those who asked for a group that there is not, or who lost patience, takes the slot away:
/// nobody leaves anything behind by asking.
struct Asking<'a> {
    logs: &'a Logs,
    group: GroupId,
    slot: Arc<Slot>,
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut slots = self.logs.lock();
        if self.slot.asking.fetch_sub(1, Ordering::Relaxed) == 1 && self.slot.log.get().is_none() {
            slots.remove(&self.group);
        }
    }
}

impl Logs {
    /// That may take about `most` bytes.
    pub(super) fn new(store: Arc<Store>, most: usize) -> Self {
        let (slots, uses, bytes, forward) = Default::default();
        Self { store, slots, uses, bytes, most, forward }
    }

    /// A group's log, which is read if it is not in memory. Of a remote database it reaches to what was the end at most a second ago.
    ///
    /// # Errors
    /// [`Error::NotFound`](super::Error::NotFound) for a group that there is not, [`Error::Unavailable`](super::Error::Unavailable)
    pub(super) async fn get(&self, group: GroupId) -> Result<Arc<SharedLog>> {
        let asking = match self.find_or_ask(group) {
            Ok(log) => {
                if self.store.is_remote() && !log.is_believed() {
                    self.look_forward(group, &log).await?;
                }
                return Ok(log);
            }
            Err(asking) => asking,
        };
        let log = Arc::clone(asking.slot.log.get_or_try_init(|| self.load(group)).await?);
        drop(asking);
        self.make_room();
        Ok(log)
    }

    /// The log in memory, or a place among those who wait for it.
    fn find_or_ask(&self, group: GroupId) -> std::result::Result<Arc<SharedLog>, Asking<'_>> {
        let mut slots = self.lock();
        let slot = slots.entry(group).or_default();
        slot.used.store(self.uses.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        if let Some(log) = slot.log.get() {
            return Ok(Arc::clone(log));
        }
        slot.asking.fetch_add(1, Ordering::Relaxed);
        Err(Asking { logs: self, group, slot: Arc::clone(slot) })
    }

    /// A group's log, if it is in memory and to be believed.
    pub(super) fn known(&self, group: GroupId) -> Option<Arc<SharedLog>> {
        let log = self.lock().get(&group)?.log.get().cloned()?;
        (!self.store.is_remote() || log.is_believed()).then_some(log)
    }

    /// The newest place of a group's log that is known here to be stored, if the log is in memory.
    pub(super) fn head(&self, group: GroupId) -> Option<Seq> {
        let log = self.lock().get(&group)?.log.get().cloned()?;
        let head = log.read().head();
        Some(head)
    }

    async fn load(&self, group: GroupId) -> Result<Arc<SharedLog>> {
        let now = Instant::now();
        let loaded = self.store.log(group, WINDOW, AHEAD).await?;
        let (from, log) = (loaded.grp.seq, Log::new(loaded));
        let is_whole = log.behind() < AHEAD;
        let log = Arc::new(SharedLog::new(log, now));
        if !is_whole {
            self.look_forward(group, &log).await?;
        }
        let loaded = log.read();
        if loaded.behind() > 0 {
            tracing::debug!(%group, from, head = loaded.head().0, "the store was behind the log");
        }
        self.bytes.fetch_add(loaded.bytes(), Ordering::Relaxed);
        drop(loaded);
        Ok(log)
    }

    /// Reads what was appended meanwhile, by whomever.
    ///
    /// # Errors
    /// [`Error::Unavailable`](super::Error::Unavailable)
    pub(super) async fn look_forward(&self, group: GroupId, log: &SharedLog) -> Result<()> {
        loop {
            let (now, head) = (Instant::now(), stored(log.read().head()));
            let ahead = self.store.ahead(group, head, AHEAD).await?;
            let more = ahead.events.len() >= usize::try_from(AHEAD).unwrap_or(usize::MAX);
            log.write().go_on(ahead);
            if !more {
                log.confirm(now);
                return Ok(());
            }
        }
    }

    /// Brings the store after the logs, some every few seconds, for as long as somebody holds them.
    pub(super) fn spawn_forwarding(self: &Arc<Self>) {
        let logs = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut every = tokio::time::interval(FORWARD_EVERY);
            every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            for round in (0..ROUNDS).cycle() {
                every.tick().await;
                let Some(logs) = logs.upgrade() else { return };
                logs.bring_round_forward(round).await;
            }
        });
    }

    /// Brings the store after all logs.
    pub(super) async fn bring_forward(&self) {
        self.bring_due_forward(|_, _| true).await;
    }

    /// Brings the store after the logs in which somebody read on, and those whose turn it is: all of them where memory is short.
    async fn bring_round_forward(&self, round: u128) {
        let is_short = self.bytes.load(Ordering::Relaxed) > self.most;
        let turn = |group: GroupId| is_short || group.as_uuid().as_u128() % ROUNDS == round;
        self.bring_due_forward(|group, log| log.has_read_on() || turn(group)).await;
    }

    async fn bring_due_forward(&self, is_due: impl Fn(GroupId, &Log) -> bool) {
        let (mut bytes, mut due) = (0, Vec::new());
        for (group, shared) in self.lock().iter().filter_map(|(group, slot)| Some((group, slot.log.get()?))) {
            let log = shared.read();
            bytes += log.bytes();
            if !log.is_stored() && is_due(*group, &log) {
                due.push(Arc::clone(shared));
            }
        }
        self.bytes.store(bytes, Ordering::Relaxed);
        for some in due.chunks(FORWARD_TOGETHER) {
            self.bring_some_forward(some).await;
        }
        drop(due);
        self.make_room();
    }

    /// Brings the store after one log.
    pub(super) async fn bring_one_forward(&self, log: &Arc<SharedLog>) {
        self.bring_some_forward(std::slice::from_ref(log)).await;
    }

    /// What cannot be stored now is tried again the next time: nothing depends on it.
    async fn bring_some_forward(&self, logs: &[Arc<SharedLog>]) {
        let _turn = self.forward.lock().await;
        let behind = logs.iter().filter(|log| !log.read().is_stored());
        let forward = |log: &Arc<SharedLog>| Some((Arc::clone(log), log.write().bring_forward()?));
        let (logs, forward): (Vec<_>, Vec<Forward>) = behind.filter_map(forward).unzip();
        if forward.is_empty() {
            return;
        }
        let together = self.store.bring_forward(forward.clone()).await;
        for (log, forward) in logs.iter().zip(forward) {
            let stored = match &together {
                // Refused: one that the store does not take must not keep the others from it.
                Err(Error::Internal) if logs.len() > 1 => self.store.bring_forward(vec![forward.clone()]).await,
                together => together.clone(),
            };
            if stored.is_err() {
                log.write().still_behind(&forward);
            }
        }
    }

    /// Lets go of logs that were not used for longest, where all take too much.
    fn make_room(&self) {
        if self.bytes.load(Ordering::Relaxed) <= self.most {
            return;
        }
        let mut slots = self.lock();
        let mut free: Vec<(u64, GroupId, usize)> = (slots.iter())
            .filter_map(|(group, slot)| {
                let log = slot.log.get().filter(|log| Arc::strong_count(log) == 1 && Arc::strong_count(slot) == 1)?;
                let log = log.read();
                log.is_stored().then(|| (slot.used.load(Ordering::Relaxed), *group, log.bytes()))
            })
            .collect();
        free.sort_unstable();
        // A little more than is needed, so that it is not done for each one that comes.
        let enough = self.most - self.most / 8;
        for (_, group, bytes) in free {
            if self.bytes.load(Ordering::Relaxed) <= enough {
                return;
            }
            slots.remove(&group);
            self.bytes.fetch_sub(bytes.min(self.bytes.load(Ordering::Relaxed)), Ordering::Relaxed);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GroupId, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
