//! Reactions that the person gave or took back, shown before the server has them; and the other marks, which wait for it.

use super::Client;
use crate::{ids::Seq, protocol::ClientFrame, timeline::MessageRow};

/// Most that wait: whoever taps more often than that offline is not serious.
const TAPS_MAX: usize = 50;

/// A reaction that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tap {
    /// Of which message.
    pub(super) seq: Seq,
    emoji: String,
    /// Whether it is given.
    on: bool,
}

impl Tap {
    /// Whether the row says so already.
    fn is_done(&self, row: &MessageRow) -> bool {
        row.marks.is_mine(&self.emoji) == self.on
    }

    /// Makes the row look as if it were done.
    pub(super) fn show(&self, row: &mut MessageRow) {
        if self.is_done(row) || row.deleted {
            return;
        }
        let known = row.marks.reactions.iter().find(|reaction| reaction.emoji == self.emoji).cloned();
        let (count, names) = known.map(|reaction| (reaction.count, reaction.names)).unwrap_or_default();
        let count = if self.on { count + 1 } else { count.saturating_sub(1) };
        row.marks.react(&self.emoji, count, &names, Some(self.on));
    }
}

impl Client {
    /// The opposite of what is shown.
    pub(super) fn tap(&mut self, seq: Seq, emoji: String) {
        let Some(row) = self.timeline.message_at(seq).filter(|row| !row.deleted) else { return };
        let shown = row.marks.is_mine(&emoji);
        let waiting = self.taps.iter().position(|tap| tap.seq == seq && tap.emoji == emoji);
        let on = !waiting.map_or(shown, |at| self.taps.remove(at).on);
        if self.taps.len() < TAPS_MAX {
            self.taps.push(Tap { seq, emoji: emoji.clone(), on });
            self.say(ClientFrame::React { group_id: Some(self.group), seq, emoji, on });
        }
        self.timeline.touch(seq);
        self.changed = true;
    }

    /// The connection is there again, and what was missed has been told: says what was not heard.
    pub(super) fn say_taps(&mut self) {
        self.settle_taps();
        for Tap { seq, emoji, on } in self.taps.clone() {
            self.say(ClientFrame::React { group_id: Some(self.group), seq, emoji, on });
        }
    }

    /// What the log says already needs no showing.
    pub(super) fn settle_taps(&mut self) {
        let timeline = &self.timeline;
        self.taps.retain(|tap| timeline.message_at(tap.seq).is_some_and(|row| !row.deleted && !tap.is_done(row)));
    }

    /// Something was refused that is no message: it may have been any of them.
    pub(super) fn refuse_taps(&mut self) {
        for tap in std::mem::take(&mut self.taps) {
            self.timeline.touch(tap.seq);
        }
    }
}
