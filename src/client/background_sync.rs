//! Sends what waits in groups that no client has open: somebody writes in one on the train and is in another one, or in the list, when the
//! network comes back.

use super::StorageWrite;
use crate::{
    ids::{ClientMessageId, GroupId},
    now::Now,
    outbox::{Entry, Outbox, sharing::StoredEntry},
    problem::ErrorCode,
};

/// The queues of some groups, each as its own client would have it: first in, first out, one in flight, and what only its author can get any
/// further stays until she opens the group. Without any I/O, as [`Client`](super::Client) is; one round lasts until nothing may go.
#[derive(Debug, Default)]
pub struct BackgroundSync {
    queues: Vec<(GroupId, Outbox)>,
}

impl BackgroundSync {
    /// Takes up what lies on the shelf, as text and in no order.
    pub fn new(stored: Vec<(GroupId, String)>, now: Now) -> Self {
        let mut sync = Self::default();
        for (group, text) in stored {
            if let Some(StoredEntry::Kept(entry)) = StoredEntry::read(Some(&text)) {
                sync.queue(group).adopt(*entry, 0, now);
            }
        }
        for (_, queue) in &mut sync.queues {
            queue.ask(now);
        }
        sync
    }

    /// What to send now: of the messages that are first in their groups, the one that was written first. It is in flight then.
    pub fn take_next(&mut self, now: Now) -> Option<(GroupId, Entry)> {
        let ready = self.queues.iter().filter_map(|(group, queue)| Some((*group, queue.next_to_send(now.elapsed_ms)?)));
        let (group, entry) = ready.min_by_key(|(_, entry)| entry.written_at_ms)?;
        let entry = entry.clone();
        self.queue(group).mark_sending(entry.client_id, now.elapsed_ms);
        Some((group, entry))
    }

    /// The server answered. Says what to keep of it.
    pub fn answered(
        &mut self,
        group: GroupId,
        client_id: ClientMessageId,
        answer: Result<(), ErrorCode>,
        now: Now,
    ) -> Option<StorageWrite> {
        let queue = self.queue(group);
        match answer {
            Ok(()) => queue.acked(client_id).then_some(StorageWrite::Stored(client_id)),
            // Nothing of hers can go, and nothing of it failed.
            Err(ErrorCode::Unauthenticated | ErrorCode::WrongPerson) => {
                self.queues.clear();
                None
            }
            Err(code) => {
                queue.refused(client_id, code, None, now.elapsed_ms);
                let failed = queue.entry(client_id).filter(|entry| entry.is_stuck())?;
                serde_json::to_string(failed).ok().map(|json| StorageWrite::Queued(client_id, json))
            }
        }
    }

    /// It is not on the shelf any more.
    pub fn forget(&mut self, group: GroupId, client_id: ClientMessageId) {
        self.queue(group).discard(client_id);
    }

    /// The group was opened: what waits in it is its own client's from now on.
    pub fn leave(&mut self, group: GroupId) {
        self.queues.retain(|(known, _)| *known != group);
    }

    /// How long to wait before something may go again, in milliseconds. None where nothing waits for time.
    pub fn wait_ms(&self, now: Now) -> Option<u64> {
        let at = self.queues.iter().filter_map(|(_, queue)| queue.next_deadline()).min()?;
        Some(at.saturating_sub(now.elapsed_ms))
    }

    fn queue(&mut self, group: GroupId) -> &mut Outbox {
        let at = self.queues.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            self.queues.push((group, Outbox::default()));
            self.queues.len() - 1
        });
        &mut self.queues[at].1
    }
}
