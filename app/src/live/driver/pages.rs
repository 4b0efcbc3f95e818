//! Pages of history: older ones, the one that closes a gap, the newest after a reset.

use tertulia::{api::Page, ids::Seq, problem::ErrorCode};

use super::Driver;
use crate::{
    api::messages::messages,
    conversation::Ending,
    error::ApiError,
    live::{
        clock::elapsed_ms,
        event::{Event, Wanted},
    },
};

/// How long to wait before the newest page is asked for again, in milliseconds.
const RELOAD_MS: u64 = 2_000;

impl Driver {
    /// Asks for a page, if none is on its way. A reset does not wait for the others.
    pub(super) fn load(&mut self, wanted: Wanted) {
        let before = match wanted {
            Wanted::Older => self.timeline.older_before(),
            Wanted::Gap => self.timeline.gap_before(),
            Wanted::Newest => None,
        };
        let busy = self.loading.is_some() && wanted != Wanted::Newest;
        let nothing = before.is_none() && wanted != Wanted::Newest;
        if busy || nothing || self.loading == Some(Wanted::Newest) {
            return;
        }
        self.loading = Some(wanted);
        self.reload_at = None;
        self.dirty = true;
        let (mailbox, group) = (self.mailbox.clone(), self.group);
        leptos::task::spawn_local(async move {
            let page = messages(group, before, None, None).await;
            mailbox.post(Event::Page(wanted, before, page));
        });
    }

    pub(super) fn page_arrived(&mut self, wanted: Wanted, before: Option<Seq>, page: Result<Page, ApiError>) {
        if self.loading == Some(wanted) {
            self.loading = None;
        }
        self.dirty = true;
        match page {
            Ok(page) => self.take_in(before, page),
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

    fn take_in(&mut self, before: Option<Seq>, page: Page) {
        match before {
            // A page that does not fit any more is asked for anew when the reader comes by.
            Some(before) => {
                self.timeline.insert_older(before, page);
            }
            None => {
                self.timeline.reset_to(page);
                if self.timeline.missing().is_some() {
                    self.subscribe();
                }
            }
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
    }
}
