//! Pages of history: older ones, those that close a gap, the newest after a reset, and after that what was there before it.

use super::{Client, CloseReason, Output, ViewEvent, Wanted};
#[cfg(test)]
use crate::simulation::Mutant;
use crate::{api::Page, ids::Seq, now::Now, problem::ErrorCode};

/// How long to wait before the newest page is asked for again, or one that brings rows up to date, in milliseconds.
const RELOAD_MS: u64 = 2_000;

/// What is on its way, and what is due.
#[derive(Debug)]
pub(super) struct Pages {
    /// The page of history that is on its way; one at a time.
    pub(super) loading: Option<Wanted>,
    /// When to ask again for the newest page, after that failed.
    reload_at: Option<u64>,
    /// When what was loaded before a reset may be asked for again; none while it is on its way.
    refresh_at: Option<u64>,
    /// Whether the end is still to be loaded, to be shown.
    wants_end: bool,
}

impl Default for Pages {
    fn default() -> Self {
        Self { loading: None, reload_at: None, refresh_at: Some(0), wants_end: false }
    }
}

impl Client {
    /// Asks for a page, if none is on its way. A reset does not wait for the others.
    pub(super) fn load(&mut self, wanted: Wanted, now: Now) {
        let (before, after) = match wanted {
            Wanted::Older => (self.timeline.older_before(), None),
            Wanted::Gap => (self.timeline.gap_before(), None),
            Wanted::Newer => (None, self.timeline.newer_after()),
            Wanted::Newest => (None, None),
            Wanted::Stale => return self.refresh(now),
        };
        let is_full = wanted == Wanted::Older && !self.may_load_older();
        let busy = self.pages.loading.is_some() && wanted != Wanted::Newest;
        let nothing = before.or(after).is_none() && wanted != Wanted::Newest;
        if busy || nothing || is_full || self.pages.loading == Some(Wanted::Newest) {
            return;
        }
        self.pages.loading = Some(wanted);
        if wanted == Wanted::Newest {
            self.pages.reload_at = None;
        }
        self.changed = true;
        self.emit(Output::Load { wanted, before, after });
    }

    /// Brings up to date what was loaded before a reset, page by page and beside what the reader asks for.
    fn refresh(&mut self, now: Now) {
        #[cfg(test)]
        if self.errs(Mutant::NeverRefreshes) {
            return;
        }
        let is_due = self.pages.refresh_at.is_some_and(|at| at <= now.elapsed_ms);
        if let Some(before) = self.timeline.stale_before().filter(|_| is_due) {
            self.pages.refresh_at = None;
            self.emit(Output::Load { wanted: Wanted::Stale, before: Some(before), after: None });
        }
    }

    /// Shows the end of the log, which may have to be loaded first.
    pub(super) fn go_to_end(&mut self, now: Now) {
        self.notify(ViewEvent::End);
        self.changed = true;
        self.pages.wants_end = self.timeline.ends_in_gap();
        if self.pages.wants_end {
            self.load(Wanted::Gap, now);
        }
    }

    pub(super) fn page_arrived(&mut self, wanted: Wanted, at: Option<Seq>, page: Result<Page, ErrorCode>, now: Now) {
        if self.pages.loading == Some(wanted) {
            self.pages.loading = None;
        }
        let again = now.elapsed_ms.saturating_add(RELOAD_MS);
        if wanted == Wanted::Stale {
            self.pages.refresh_at = Some(if page.is_ok() { now.elapsed_ms } else { again });
        }
        self.changed = true;
        match page {
            Ok(page) => self.take_in(wanted, at, page, now),
            Err(ErrorCode::Unauthenticated) => self.end(CloseReason::SignedOut),
            Err(ErrorCode::WrongPerson) => self.end(CloseReason::WrongPerson),
            Err(ErrorCode::NotFound) => self.end(CloseReason::Removed),
            // Older pages are asked for again when the reader comes by; without the newest one nothing goes on.
            #[cfg(test)]
            Err(_) if self.errs(Mutant::NeverReloads) => {}
            Err(_) if wanted == Wanted::Newest => self.pages.reload_at = Some(again),
            Err(_) => {}
        }
    }

    fn take_in(&mut self, wanted: Wanted, at: Option<Seq>, page: Page, now: Now) {
        let known = self.timeline.unseen(self.reading.seen).0;
        match at {
            // A page that does not fit any more is asked for anew when the reader comes by.
            Some(after) if wanted == Wanted::Newer => {
                self.timeline.insert_newer(after, page);
            }
            Some(before) => {
                self.timeline.insert_older(before, page);
            }
            None => {
                self.timeline.reset_reading(page, self.reading.seen);
                self.reading.was_reset(&self.timeline);
                if self.timeline.missing().is_some() {
                    self.subscribe();
                }
            }
        }
        self.reading.was_loaded(&self.timeline, known);
        self.refresh(now);
        if std::mem::take(&mut self.pages.wants_end) {
            self.go_to_end(now);
        }
        let unsent = self.outbox.entries().iter().map(|entry| entry.client_id);
        let stored: Vec<_> = unsent.filter(|client_id| self.timeline.is_stored(*client_id)).collect();
        for client_id in stored {
            self.stored(client_id);
        }
        self.revisions.all_logged();
        self.pump(now);
    }

    pub(super) fn check_pages(&mut self, now: Now) {
        if self.pages.reload_at.is_some_and(|at| at <= now.elapsed_ms) {
            self.load(Wanted::Newest, now);
        }
        self.refresh(now);
    }
}
