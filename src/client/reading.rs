//! How far the person has read, and what of that the server knows.

use super::Client;
use crate::{ids::Seq, now::Now, protocol::ClientFrame, timeline::Timeline};

/// Least time between two reading positions that the server is told, in milliseconds.
const READ_REST_MS: u64 = 1_000;

/// A reading position.
#[derive(Debug)]
pub(super) struct Reading {
    /// The newest message that was in view.
    pub(super) seen: Seq,
    /// How many messages of others that were not seen are missing in the gap; none where nobody knows.
    pub(super) not_loaded: Option<usize>,
    /// The position that the server knows of.
    told: Seq,
    /// Before this moment it is not told again, however fast messages come.
    tell_from: u64,
}

impl Reading {
    /// Up to `read`, beyond which the server counted so many.
    pub(super) fn new(timeline: &Timeline, read: Seq, unread: u64) -> Self {
        let unread = usize::try_from(unread).unwrap_or(usize::MAX);
        let not_loaded = timeline.gap_before().map_or(0, |_| unread.saturating_sub(timeline.unseen(read).0));
        Self { seen: read, not_loaded: Some(not_loaded), told: read, tell_from: 0 }
    }

    /// How much was missed nobody has said.
    pub(super) fn was_reset(&mut self, timeline: &Timeline) {
        self.not_loaded = self.not_loaded.filter(|_| !timeline.gap_follows(self.seen));
    }

    /// Some of what is missing was loaded; of what was not seen, `known` was there before.
    pub(super) fn was_loaded(&mut self, timeline: &Timeline, known: usize) {
        let loaded = timeline.unseen(self.seen).0.saturating_sub(known);
        self.not_loaded = match timeline.gap_before() {
            Some(_) => self.not_loaded.map(|count| count.saturating_sub(loaded)),
            None => Some(0),
        };
    }
}

impl Client {
    pub(super) fn saw(&mut self, seq: Seq, now: Now) {
        if seq > self.reading.seen {
            self.reading.seen = seq;
            self.changed = true;
            self.tell_read_if_due(now);
        }
    }

    /// The position moved, on another of the person's clients.
    pub(super) fn read_elsewhere(&mut self, seq: Seq) {
        self.reading.seen = self.reading.seen.max(seq);
        self.reading.told = self.reading.told.max(seq);
    }

    /// The reading position, at once and then at most once in a while.
    pub(super) fn tell_read_if_due(&mut self, now: Now) {
        if now.elapsed_ms >= self.reading.tell_from && self.is_open() {
            self.tell_read(now);
        }
    }

    /// The reading position, which goes forward only.
    pub(super) fn tell_read(&mut self, now: Now) {
        let seq = self.reading.seen;
        if seq > self.reading.told && self.say(ClientFrame::Read { group_id: Some(self.group), seq }) {
            self.reading.told = seq;
            self.reading.tell_from = now.elapsed_ms.saturating_add(READ_REST_MS);
        }
    }
}
