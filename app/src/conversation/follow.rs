//! From what is known to what is shown, without losing the reader's place.

use std::time::Duration;

use leptos::prelude::*;
use tertulia::{
    client::{Input, Unseen},
    ids::Seq,
    timeline::RowKey,
};

use super::{
    Screen,
    pane::{BackTo, Open, Pane, may_edit},
    rows::{Followed, RowSignal, Rows},
    scroll::{Anchor, is_above, is_at_end, is_moving, open_at, seen},
};
use crate::{
    chat::news::{GapSides, News},
    effect::{effect, set},
    local_store::LocalStore,
    visibility::is_watched,
};

/// How often it is looked what the reader has seen, and what day it is.
const LOOK: Duration = Duration::from_millis(500);

/// Shows what becomes of the conversation, until the current owner is cleaned up. In the browser only.
pub(super) fn follow(screen: Screen) {
    let mut began = false;
    effect(move || {
        if screen.scroller.get().is_some() && !std::mem::replace(&mut began, true) {
            begin(screen);
        }
    });
    effect(move || {
        screen.chat.news.track();
        show_news(screen);
    });
}

/// The page came to life.
fn begin(screen: Screen) {
    screen.calendar.go_local();
    screen.rows.update_value(Rows::go_local);
    if screen.is_history() {
        return;
    }
    take_up_edit(screen);
    let first_unseen = || screen.first_unseen(screen.seen.get_value(), screen.gap.get_untracked());
    let first = screen.target.map(|target| target.key).or_else(first_unseen);
    set_at_end(screen, open_at(screen.scroller, first));
    if let Ok(looking) = set_interval_with_handle(move || _ = look(screen), LOOK) {
        on_cleanup(move || looking.clear());
    }
}

/// Opens the editor again that an earlier page left open, as if nothing had happened.
fn take_up_edit(screen: Screen) {
    let edits = LocalStore::of(screen.chat.me.with_value(|me| me.id), screen.id()).edits();
    let loaded = |seq: Seq| screen.rows.with_value(|rows| rows.message_at(seq)).filter(|row| may_edit(row));
    if let Some(row) = edits.into_iter().find_map(loaded) {
        screen.open.set(Some(Open { key: row.key, pane: Pane::Edit, back_to: BackTo::Message }));
    }
}

/// Changes the rows and leaves the reader where she was: at the end, unless that would take away what she has not seen, or at
/// the row that she was reading.
fn show_news(screen: Screen) {
    let seen = look(screen);
    let Some(News { rows, to_end, known }) = screen.chat.take_news() else { return };
    let seen = seen.max(known.unseen.seen);
    screen.seen.set_value(seen);
    let stays_at_end = screen.at_end.get_untracked() && !screen.gap.get_untracked().is_end;
    let place = (!to_end && !stays_at_end).then(|| Anchor::take(screen.scroller, &screen.mounted_keys()));
    let followed = screen
        .rows
        .try_update_value(|all| rows.into_iter().map(|changes| all.apply(changes)).max())
        .flatten()
        .unwrap_or(Followed::Same);
    if to_end {
        screen.rows.with_value(Rows::mount_end);
        if let Some(gap) = known.gap.before.filter(|_| !known.gap.is_end && is_watched()) {
            // She does not want to read what is missing.
            screen.chat.tell(Input::Saw(gap.previous()));
        }
    }
    let first_unseen = || screen.first_unseen(seen, known.gap).filter(|_| !to_end);
    let anchor = place.unwrap_or_else(|| Anchor::End(first_unseen()));
    screen.update_lists();
    set(screen.older_before, known.older_before);
    set(screen.may_load_older, known.may_load_older);
    set(screen.gap, known.gap);
    set(screen.is_loading, known.is_loading);
    count_unseen(screen, known.unseen);
    if to_end || followed != Followed::Same {
        anchor.hold(screen.scroller, move || came_into_view(screen));
    }
}

/// Looks what has come into view, and counts what has not. Says up to where the reader has seen the log.
fn look(screen: Screen) -> Seq {
    screen.calendar.refresh_today();
    let seen = note_seen(screen);
    let unseen = screen.chat.news.with_untracked(|news| news.known.unseen);
    count_unseen(screen, unseen);
    seen
}

/// Notices what has come into view while somebody looks. What stands below messages that are missing still is not read before the reader is
/// past those.
fn note_seen(screen: Screen) -> Seq {
    let known = screen.seen.get_value();
    let is_idle = screen.is_history() || !is_watched();
    let newest = screen.rows.with_value(|rows| rows.mounted().rev().find_map(RowSignal::seq)).unwrap_or_default();
    if is_idle || newest <= known {
        return known;
    }
    let waits = screen.gap.get_untracked().is_beyond(known) && !is_above(screen.scroller, RowKey::Gap);
    let mut keys = screen.mounted_keys();
    if waits && let Some(gap) = keys.iter().position(|key| *key == RowKey::Gap) {
        keys.truncate(gap);
    }
    let count = seen(screen.scroller, &keys);
    let last = screen.rows.with_value(|rows| {
        let passed: Vec<&RowSignal> = rows.mounted().take(count).collect();
        passed.into_iter().rev().find_map(RowSignal::seq).unwrap_or_default()
    });
    if last > known {
        screen.seen.set_value(last);
        screen.chat.tell(Input::Saw(last));
    }
    known.max(last)
}

/// How many messages of others wait out of view. What comes while the reader is at the end will have been seen in a moment.
fn count_unseen(screen: Screen, unseen: Unseen) {
    let sees_all = screen.at_end.get_untracked() && !screen.gap.get_untracked().is_end && is_watched();
    set(screen.unseen, if sees_all { Unseen { count: 0, ..unseen } } else { unseen });
}

/// Something else is in view: perhaps the end of the log. What the reader has seen is noted first, for what is at the end may go.
pub(super) fn came_into_view(screen: Screen) {
    let at_end = screen.scroller.try_get_untracked().flatten().map(|scroller| is_at_end(&scroller));
    if !is_moving() && at_end.is_some() && screen.at_end.try_get_untracked() != at_end {
        set_at_end(screen, at_end.unwrap_or_default());
    }
}

fn set_at_end(screen: Screen, at_end: bool) {
    screen.at_end.set(at_end);
    look(screen);
    screen.chat.tell(Input::AtEnd(at_end));
}

impl Screen {
    /// The rows in the document.
    pub(super) fn mounted_keys(self) -> Vec<RowKey> {
        self.rows.with_value(Rows::mounted_keys)
    }

    fn first_unseen(self, seen: Seq, gap: GapSides) -> Option<RowKey> {
        self.rows.with_value(|rows| rows.first_unseen(seen, gap.is_beyond(seen)))
    }

    /// Brings the segments in the document up to date.
    fn update_lists(self) {
        let is_same = self
            .lists
            .with_untracked(|lists| self.rows.with_value(|rows| rows.ids().eq(lists.iter().map(|list| list.id))));
        if !is_same {
            self.lists.set(self.rows.with_value(Rows::lists));
        }
    }
}
