//! What a person is told who does not see the rows come in, and how often: a lively group must not talk over its reader.

use super::{Client, ViewEvent};
use crate::now::Now;

/// Least time between two announcements of messages, in milliseconds.
const ANNOUNCE_EVERY_MS: u64 = 2_000;
/// Longest text that is announced whole, in characters.
const ANNOUNCED_MAX: usize = 200;

/// Something to be said aloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// Somebody else wrote.
    Message {
        /// The name shown.
        name: String,
        /// What, as far as it is announced.
        text: String,
    },
    /// So many messages of others came in since the last announcement.
    Messages(usize),
    /// A message was deleted, as far as the person is concerned.
    Deleted,
    /// Too much waits to be sent.
    QueueFull,
}

/// Messages of others that were not announced yet.
#[derive(Debug, Default)]
pub(super) struct Announcements {
    count: usize,
    last: Option<(String, String)>,
    /// When messages may be announced again.
    next_at: u64,
}

impl Client {
    /// Remembers a message, and announces it unless something was announced a moment ago.
    pub(super) fn heard_message(&mut self, name: &str, text: &str, now: Now) {
        let text = text.chars().take(ANNOUNCED_MAX).collect();
        self.announcements.count += 1;
        self.announcements.last = Some((name.to_owned(), text));
        self.announce_if_due(now);
    }

    /// Announces what has come in meanwhile.
    pub(super) fn announce_if_due(&mut self, now: Now) {
        if now.elapsed_ms < self.announcements.next_at {
            return;
        }
        let Some((name, text)) = self.announcements.last.take() else { return };
        let announcement = match std::mem::take(&mut self.announcements.count) {
            1 => Announcement::Message { name, text },
            count => Announcement::Messages(count),
        };
        self.announcements.next_at = now.elapsed_ms.saturating_add(ANNOUNCE_EVERY_MS);
        self.notify(ViewEvent::Announce(announcement));
    }
}
