//! From what is known to what is shown.

use leptos::prelude::*;
use tertulia::{
    client::{Input, Wanted},
    timeline::{RowKey, WINDOW},
};

use super::Driver;
use crate::{
    calendar::Zone,
    conversation::{Anchor, Followed, GapSides, Line, is_above, seen},
    live::{
        clock::{elapsed_ms, now},
        surroundings::is_watched,
    },
};

/// Least time between two announcements, in milliseconds: a lively group must not talk over its reader.
const ANNOUNCE_EVERY_MS: u64 = 2_000;
/// Longest text that is announced whole, in characters.
const ANNOUNCED_MAX: usize = 200;

impl Driver {
    /// Shows what changed, but not the single steps of catching up.
    pub(super) fn publish_if_due(&mut self) {
        if (self.client.has_changed() || self.moved) && !self.client.is_catching_up() {
            self.publish();
        }
    }

    /// Catching up takes a moment at most; whatever holds it up must not hold up the page.
    pub(super) fn publish_at_last(&mut self) {
        let announces = self.unannounced.0 > 0 && elapsed_ms() >= self.announce_at;
        if self.client.has_changed() || self.moved || announces {
            self.publish();
        }
    }

    pub(super) fn publish(&mut self) {
        self.moved = false;
        self.note_seen();
        let at_end = self.room.at_end.try_get_untracked().unwrap_or(true);
        if at_end {
            self.client.trim(WINDOW);
        }
        self.show_lines(at_end);
        self.announce();
        let (room, client) = (self.room, &self.client);
        set(room.older_before, client.timeline().older_before());
        set(room.gap, self.gap_sides());
        set(room.loading_older, matches!(client.loading(), Some(Wanted::Older | Wanted::Gap | Wanted::Newer)));
        set(room.unseen, self.unseen(at_end));
        set(room.writing, client.writing(now()).into_iter().map(str::to_owned).collect());
        if let Some(online) = client.online() {
            set(room.here.online, online.to_vec());
        }
        self.client.is_shown();
    }

    /// Changes the rows and leaves the reader where she was: at the end, unless that would take away what she has not seen, or at
    /// the row that she was reading.
    fn show_lines(&mut self, at_end: bool) {
        let at_end = at_end && !self.room.gap.try_get_untracked().unwrap_or_default().is_end;
        let to_end = std::mem::take(&mut self.to_end);
        if to_end && !self.client.timeline().ends_in_gap() && is_watched() {
            // She does not want to read what is missing.
            let gap = self.client.timeline().gap_before().unwrap_or_default();
            self.tell(Input::Saw(gap.previous()));
        }
        let timeline = self.client.timeline();
        let anchor = match (to_end, at_end) {
            (true, _) => Anchor::End(None),
            (false, true) => Anchor::End(timeline.unseen(self.client.seen()).1),
            (false, false) => Anchor::take(self.room.scroller, self.lines.all()),
        };
        match self.lines.follow(timeline, self.divider, self.client.revisions(), Zone::Reader) {
            Followed::Same if !matches!(anchor, Anchor::End(None)) => return,
            Followed::Same => {}
            Followed::Shown => {}
            Followed::Moved => {
                self.room.lines.try_set(self.lines.all().to_vec());
            }
        }
        anchor.hold(self.room.scroller);
    }

    fn gap_sides(&self) -> GapSides {
        let timeline = self.client.timeline();
        let is_uncounted = timeline.gap_follows(self.client.seen()) && self.client.not_loaded().is_none();
        GapSides { is_uncounted, ..GapSides::of(timeline) }
    }

    /// Notices what has come into view while somebody looks. What stands below messages that are missing still is not read before the reader is
    /// past those.
    pub(super) fn note_seen(&mut self) {
        let (lines, known) = (self.lines.all(), self.client.seen());
        let seq = |line: &Line| line.shown.with_untracked(|shown| shown.message().and_then(|message| message.seq));
        let newest = lines.iter().rev().find_map(seq).unwrap_or_default();
        if newest <= known || self.room.is_history() || !is_watched() {
            return;
        }
        let shown_gap = self.room.gap.try_get_untracked().unwrap_or_default();
        let waits = shown_gap.is_beyond(known) && !is_above(self.room.scroller, RowKey::Gap);
        let keys = lines.iter().map(|line| line.key).take_while(|key| !waits || *key != RowKey::Gap);
        let keys: Vec<RowKey> = keys.collect();
        let last = lines[..seen(self.room.scroller, &keys)].iter().rev().find_map(seq).unwrap_or_default();
        if last > known {
            self.tell(Input::Saw(last));
        }
    }

    /// How many messages of others wait out of view. What comes while the reader is at the end will have been seen in a moment.
    fn unseen(&self, at_end: bool) -> usize {
        let (timeline, seen) = (self.client.timeline(), self.client.seen());
        if at_end && !timeline.ends_in_gap() && is_watched() {
            return 0;
        }
        let missing = self.client.not_loaded().filter(|_| timeline.gap_follows(seen)).unwrap_or(0);
        timeline.unseen(seen).0 + missing
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
