//! Own messages on their way to the server: first in, first out, one in flight per group, the same client id on every retry.
//!
//! The server stores a client id once, so sending again is always safe, and with one in flight the order of
//! writing is the order in the log. A message that is refused for good stays visible as failed and does not block those after
//! it: the person who wrote it decides (retry, edit, discard), which may take for ever. It keeps its place, so a retry goes
//! out before what was written after it and is still waiting. The same goes for a message that has waited for more than an
//! hour: its author is asked.
//!
//! Each [`Entry`] lies in local storage by itself, and [`Outbox::adopt`] takes it in again. What is in flight or waiting is not
//! kept: after a reload the socket is gone, so everything unsent is simply queued.
//!
//! Time comes as an argument. What only waits takes the milliseconds of the clock that never goes back; what stamps a message, or asks how
//! old one is, takes both clocks ([`Now`]).
//!
//! # Layout
//!
//! * `entry`: an unsent message. [`sharing`]: how the tabs of one person share them.
//! * [`revisions`]: edits and deletions on their way, which are another matter: the last one counts.

#[cfg(test)]
mod delivery;
mod entry;
pub mod revisions;
pub mod sharing;
#[cfg(test)]
mod tabs;
#[cfg(test)]
mod tests;

use crate::{backoff::ceiling_ms, ids::ClientMessageId, now::Now, problem::ErrorCode};

pub use entry::{ASK_AFTER_MS, Entry, SendOptions};

/// How long a message may be in flight on a living socket before it is sent again, in milliseconds. 10 s;
/// Phoenix takes 5 s, but a train deserves the time, and a repeat costs nothing but bytes.
pub const ACK_TIMEOUT_MS: u64 = 10_000;
/// Most messages in an outbox. Local storage holds 5 MiB of UTF-16: 200 messages of the longest kind are 4 MB.
pub const ENTRIES_MAX: usize = 200;

/// The outbox holds [`ENTRIES_MAX`] messages already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many messages wait to be sent")]
pub struct OutboxFull;

/// The unsent messages of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// In the order of writing; failed ones keep their places.
    entries: Vec<Entry>,
    /// The one that was sent and not answered yet, and since when.
    in_flight: Option<InFlight>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct InFlight {
    client_id: ClientMessageId,
    since_ms: u64,
}

impl Outbox {
    /// Every unsent message, failed ones too, in the order of writing.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether nothing is left.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The message in flight.
    pub fn in_flight(&self) -> Option<ClientMessageId> {
        self.in_flight.map(|in_flight| in_flight.client_id)
    }

    /// Adds a message at the end. One that is there already is left as it is. It counts as written after those before it, even
    /// if the device's clock went back: what is kept is put in order by that.
    ///
    /// # Errors
    /// [`OutboxFull`]; nothing was added.
    pub fn push(
        &mut self,
        client_id: ClientMessageId,
        content: String,
        options: SendOptions,
        now: Now,
    ) -> Result<(), OutboxFull> {
        if self.position(client_id).is_some() {
            return Ok(());
        }
        if self.entries.len() >= ENTRIES_MAX {
            return Err(OutboxFull);
        }
        let after = self.entries.last().map_or(0, |last| last.written_at_ms.saturating_add(1));
        let written = Entry::new(client_id, content, options, now.wall_ms.max(after));
        self.entries.push(Entry { known_at_ms: now.elapsed_ms, ..written });
        Ok(())
    }

    /// The unsent message with this name.
    pub fn entry(&self, client_id: ClientMessageId) -> Option<&Entry> {
        self.position(client_id).map(|position| &self.entries[position])
    }

    /// Asks the author about every message that has waited too long (more than an hour), but not about the one in
    /// flight, which nobody can take back. Answers which those are; they wait for [`Outbox::retry`], [`Outbox::rewrite`] or
    /// [`Outbox::discard`].
    pub fn ask(&mut self, now: Now) -> Vec<ClientMessageId> {
        let in_flight = self.in_flight();
        let old = |entry: &&mut Entry| !entry.is_stuck() && entry.is_old(now) && in_flight != Some(entry.client_id);
        let asked = self.entries.iter_mut().filter(old).map(|entry| {
            entry.asks = true;
            entry.client_id
        });
        asked.collect()
    }

    /// What to send now: the first that is not stuck, if nothing is in flight and it need not wait. Say
    /// [`Outbox::mark_sending`] once it was handed to the socket.
    pub fn next_to_send(&self, now_ms: u64) -> Option<&Entry> {
        self.head().filter(|entry| self.in_flight.is_none() && entry.not_before_ms <= now_ms)
    }

    /// It is in flight from now on. Anything but what [`Outbox::next_to_send`] offers is ignored.
    pub fn mark_sending(&mut self, client_id: ClientMessageId, now_ms: u64) {
        if self.next_to_send(now_ms).is_some_and(|entry| entry.client_id == client_id) {
            self.in_flight = Some(InFlight { client_id, since_ms: now_ms });
        }
    }

    /// When something may change by itself: the answer is overdue, or the wait is over. None while nothing waits for time. (An open
    /// conversation looks every second.)
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        match self.in_flight {
            Some(in_flight) => Some(in_flight.since_ms.saturating_add(ACK_TIMEOUT_MS)),
            None => self.head().map(|entry| entry.not_before_ms),
        }
    }

    /// It is stored: by acknowledgement, or because its broadcast or a page shows it. Says whether it was here.
    pub fn acked(&mut self, client_id: ClientMessageId) -> bool {
        self.discard(client_id)
    }

    /// The server refused it. For now (`rate_limited`, `unavailable`, `server_error`): it stays first and waits as long as the
    /// server says, or ever longer where that says nothing. For good: it failed, and the next one may go.
    pub fn refused(&mut self, client_id: ClientMessageId, code: ErrorCode, retry_after_ms: Option<u64>, now_ms: u64) {
        self.land(client_id);
        let Some(position) = self.position(client_id) else { return };
        let entry = &mut self.entries[position];
        if code.is_temporary() {
            let wait = retry_after_ms.unwrap_or_else(|| ceiling_ms(entry.put_off));
            entry.not_before_ms = now_ms.saturating_add(wait);
            entry.put_off = entry.put_off.saturating_add(1);
        } else {
            entry.failed = Some(code);
        }
    }

    /// Nothing is in flight any more; what was goes out first on the next connection. Answers which that was.
    pub fn connection_lost(&mut self) -> Option<ClientMessageId> {
        self.in_flight.take().map(|in_flight| in_flight.client_id)
    }

    /// Takes back what has been in flight for [`ACK_TIMEOUT_MS`] without an answer, to be sent again. Answers which that was.
    pub fn expired(&mut self, now_ms: u64) -> Option<ClientMessageId> {
        let overdue = self.in_flight.is_some_and(|sent| now_ms.saturating_sub(sent.since_ms) >= ACK_TIMEOUT_MS);
        if overdue { self.connection_lost() } else { None }
    }

    /// Queues a stuck message again, at its old place, for its author means it now. Says whether there was one.
    pub fn retry(&mut self, client_id: ClientMessageId, now: Now) -> bool {
        let Some(entry) = self.stuck(client_id) else { return false };
        (entry.failed, entry.asks, entry.put_off, entry.not_before_ms) = (None, false, 0, 0);
        entry.meant(now);
        true
    }

    /// Another text for a stuck message: it is queued at the same place under a new name. Says whether there was one.
    ///
    /// The name has to be a new one. If the first text reached the server after all, only its answer having been lost, that
    /// would answer the old name with the old text, and the new text would be lost without a word.
    pub fn rewrite(&mut self, client_id: ClientMessageId, renamed: ClientMessageId, content: String, now: Now) -> bool {
        let Some(entry) = self.stuck(client_id) else { return false };
        *entry = Entry::new(renamed, content, entry.options(), entry.written_at_ms);
        entry.meant(now);
        true
    }

    /// Forgets a message in any state. Says whether it was here.
    pub fn discard(&mut self, client_id: ClientMessageId) -> bool {
        self.land(client_id);
        self.position(client_id).map(|position| self.entries.remove(position)).is_some()
    }

    fn head(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| !entry.is_stuck())
    }

    fn position(&self, client_id: ClientMessageId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.client_id == client_id)
    }

    fn stuck(&mut self, client_id: ClientMessageId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.client_id == client_id && entry.is_stuck())
    }

    fn land(&mut self, client_id: ClientMessageId) {
        self.in_flight = self.in_flight.filter(|in_flight| in_flight.client_id != client_id);
    }
}
