//! From what is known to what is shown.

use leptos::prelude::*;
use tertulia::timeline::WINDOW;

use super::Driver;
use crate::{
    calendar::Zone,
    conversation::{Anchor, Followed, newest_message, unseen},
    live::{clock::elapsed_ms, event::Wanted},
};

/// Least time between two announcements, in milliseconds: a lively group must not talk over its reader.
const ANNOUNCE_EVERY_MS: u64 = 2_000;
/// Longest text that is announced whole, in characters.
const ANNOUNCED_MAX: usize = 200;

impl Driver {
    /// Shows what changed, but not the single steps of catching up.
    pub(super) fn publish_if_due(&mut self) {
        if self.dirty && !self.catching_up {
            self.publish();
        }
    }

    pub(super) fn publish(&mut self) {
        self.dirty = false;
        let at_end = self.room.at_end.try_get_untracked().unwrap_or(true);
        let sees_end = self.sees_end();
        if at_end && self.loading.is_none() && !self.room.is_history() {
            self.timeline.trim_oldest(WINDOW);
        }
        self.show_lines(at_end);
        self.note_seen(sees_end);
        self.announce();
        let room = self.room;
        set(room.older_before, self.timeline.older_before());
        set(room.loading_older, matches!(self.loading, Some(Wanted::Older | Wanted::Gap)));
        set(room.unseen, unseen(&self.timeline, self.seen));
        set(room.writing, self.typing.active(elapsed_ms()).into_iter().map(str::to_owned).collect());
        if self.link.subscribed {
            set(room.here.online, self.online.clone());
        }
    }

    /// Changes the rows and leaves the reader where she was: at the end, or at the row that she was reading.
    fn show_lines(&mut self, at_end: bool) {
        let stick = std::mem::take(&mut self.to_end) || at_end;
        let anchor = if stick { Anchor::End } else { Anchor::take(self.room.scroller) };
        match self.lines.follow(&self.timeline, self.divider, &self.revisions, Zone::Reader) {
            Followed::Same => return,
            Followed::Shown => {}
            Followed::Moved => {
                self.room.lines.try_set(self.lines.all().to_vec());
            }
        }
        anchor.hold(self.room.scroller);
    }

    fn note_seen(&mut self, sees_end: bool) {
        if sees_end && !self.room.is_history() {
            self.seen = self.seen.max(newest_message(&self.timeline));
        }
        self.tell_read_if_due(elapsed_ms());
    }

    /// Remembers a message for the next announcement.
    pub(super) fn heard_message(&mut self, name: &str, text: &str) {
        let words = self.room.calendar.lang.words().conversation;
        let text: String = text.chars().take(ANNOUNCED_MAX).collect();
        self.unannounced = (self.unannounced.0 + 1, (words.announced)(name, &text));
    }

    fn announce(&mut self) {
        let now = elapsed_ms();
        if self.unannounced.0 == 0 || now < self.announce_at {
            return;
        }
        let (count, last) = std::mem::take(&mut self.unannounced);
        let words = self.room.calendar.lang.words().conversation;
        self.room.announcement.try_set(if count == 1 { last } else { (words.several)(count) });
        self.announce_at = now.saturating_add(ANNOUNCE_EVERY_MS);
    }
}

/// Tells nobody about what is the same. Without effect after the conversation was left.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|now| *now != value) == Some(true) {
        signal.try_set(value);
    }
}
