//! Pages of history: older ones, those that close a gap, the newest after a reset, and after that what was there before it.

use leptos::prelude::GetUntracked;
use tertulia::{api::Page, ids::Seq, problem::ErrorCode, timeline::RowKey};

use super::Driver;
use crate::{
    api::messages::messages,
    conversation::{Ending, is_above, is_below, unseen},
    error::ApiError,
    live::{
        clock::elapsed_ms,
        event::{Event, Wanted},
    },
};

/// How long to wait before the newest page is asked for again, or one that brings rows up to date, in milliseconds.
const RELOAD_MS: u64 = 2_000;

impl Driver {
    /// Asks for a page, if none is on its way. A reset does not wait for the others.
    pub(super) fn load(&mut self, wanted: Wanted) {
        let (before, after) = match wanted {
            Wanted::Older => (self.timeline.older_before(), None),
            Wanted::Gap => (self.timeline.gap_before(), None),
            Wanted::Newer => (None, self.timeline.newer_after()),
            Wanted::Newest => (None, None),
            Wanted::Stale => return self.refresh(elapsed_ms()),
        };
        let at = before.or(after);
        let busy = self.loading.is_some() && wanted != Wanted::Newest;
        let nothing = at.is_none() && wanted != Wanted::Newest;
        if busy || nothing || self.loading == Some(Wanted::Newest) {
            return;
        }
        self.loading = Some(wanted);
        self.reload_at = None;
        self.dirty = true;
        self.ask(wanted, before, after);
    }

    fn ask(&self, wanted: Wanted, before: Option<Seq>, after: Option<Seq>) {
        let (mailbox, group) = (self.mailbox.clone(), self.group);
        leptos::task::spawn_local(async move {
            let page = messages(group, before, after, None).await;
            mailbox.post(Event::Page(wanted, before.or(after), page));
        });
    }

    /// Brings up to date what was loaded before a reset, page by page and beside what the reader asks for.
    fn refresh(&mut self, now: u64) {
        if let Some(before) = self.timeline.stale_before().filter(|_| self.refresh_at.is_some_and(|at| at <= now)) {
            self.refresh_at = None;
            self.ask(Wanted::Stale, Some(before), None);
        }
    }

    /// The side of the gap from which the reader comes. What she has not seen she reads from above, unless she went past it.
    pub(super) fn nearer_side(&self) -> Wanted {
        let (room, timeline) = (self.room, &self.timeline);
        let at_end = room.at_end.try_get_untracked().unwrap_or(false) && !timeline.ends_in_gap();
        let above = if timeline.gap_follows(self.seen) {
            !is_above(room.scroller, RowKey::Gap)
        } else {
            !at_end && is_below(room.scroller, RowKey::Gap)
        };
        if above && timeline.newer_after().is_some() { Wanted::Newer } else { Wanted::Gap }
    }

    /// Shows the end of the log, which may have to be loaded first.
    pub(super) fn go_to_end(&mut self) {
        (self.to_end, self.dirty) = (true, true);
        self.wants_end = self.timeline.ends_in_gap();
        if self.wants_end {
            self.load(Wanted::Gap);
        }
    }

    pub(super) fn page_arrived(&mut self, wanted: Wanted, at: Option<Seq>, page: Result<Page, ApiError>) {
        if self.loading == Some(wanted) {
            self.loading = None;
        }
        if wanted == Wanted::Stale {
            self.refresh_at = Some(elapsed_ms().saturating_add(if page.is_ok() { 0 } else { RELOAD_MS }));
        }
        self.dirty = true;
        match page {
            Ok(page) => self.take_in(wanted, at, page),
            Err(error) => match error.code() {
                ErrorCode::Unauthenticated => self.end(Ending::SignedOut),
                ErrorCode::WrongPerson => self.end(Ending::WrongPerson),
                ErrorCode::NotFound => self.end(Ending::Removed),
                // Older pages are asked for again when the reader comes by; without the newest one nothing goes on.
                _ if wanted == Wanted::Newest => self.reload_at = Some(elapsed_ms().saturating_add(RELOAD_MS)),
                _ => {}
            },
        }
    }

    fn take_in(&mut self, wanted: Wanted, at: Option<Seq>, page: Page) {
        let (known, _) = unseen(&self.timeline, self.seen);
        match at {
            // A page that does not fit any more is asked for anew when the reader comes by.
            Some(after) if wanted == Wanted::Newer => {
                self.timeline.insert_newer(after, page);
            }
            Some(before) => {
                self.timeline.insert_older(before, page);
            }
            None => {
                self.timeline.reset_reading(page, self.seen);
                // How much was missed nobody has said.
                self.not_loaded = self.not_loaded.filter(|_| !self.timeline.gap_follows(self.seen));
                if self.timeline.missing().is_some() {
                    self.subscribe();
                }
            }
        }
        let loaded = unseen(&self.timeline, self.seen).0.saturating_sub(known);
        self.not_loaded = match self.timeline.gap_before() {
            Some(_) => self.not_loaded.map(|count| count.saturating_sub(loaded)),
            None => Some(0),
        };
        self.refresh(elapsed_ms());
        if std::mem::take(&mut self.wants_end) {
            self.go_to_end();
        }
        let stored = self.outbox.entries().iter().map(|entry| entry.client_id);
        let stored: Vec<_> = stored.filter(|client_id| self.timeline.is_stored(*client_id)).collect();
        for client_id in stored {
            self.stored(client_id);
        }
        self.revisions.all_logged();
        self.pump();
    }

    pub(super) fn check_pages(&mut self, now: u64) {
        if self.reload_at.is_some_and(|at| at <= now) {
            self.load(Wanted::Newest);
        }
        self.refresh(now);
    }
}
