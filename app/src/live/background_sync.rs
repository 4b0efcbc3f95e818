//! Sends what waits in groups that are not open ([`BackgroundSync`]): the open group's own queue is its driver's.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::{
    prelude::{on_cleanup, set_timeout, window, window_event_listener_untyped},
    task::spawn_local,
};
use tertulia::{
    client::BackgroundSync,
    ids::{GroupId, UserId},
    outbox::Entry,
    problem::ErrorCode,
};

use super::clock;
use crate::{
    api::{messages::send_message, person::cover},
    error::ApiError,
    local_store::LocalStore,
};

/// Goes round now, and again whenever the network comes back, until the current owner is cleaned up.
pub(super) fn start(me: UserId) {
    let rounds = Rc::new(Cell::new(0));
    go_round(me, &rounds);
    let listener = window_event_listener_untyped("online", move |_| go_round(me, &rounds));
    on_cleanup(move || listener.remove());
}

/// Begins anew with what lies on the shelf now; the round before is over.
fn go_round(me: UserId, rounds: &Rc<Cell<u32>>) {
    let number = rounds.get() + 1;
    rounds.set(number);
    let sync = BackgroundSync::new(LocalStore::queued_anywhere(me), clock::now());
    spawn_local(Round { me, sync, number, rounds: Rc::clone(rounds) }.go());
}

struct Round {
    me: UserId,
    sync: BackgroundSync,
    number: u32,
    /// How many have begun.
    rounds: Rc<Cell<u32>>,
}

impl Round {
    async fn go(mut self) {
        while self.number == self.rounds.get() {
            if let Some(open) = open_group() {
                self.sync.leave(open);
            }
            let Some((group, entry)) = self.sync.take_next(clock::now()) else { return self.wait() };
            self.send(group, entry).await;
        }
    }

    async fn send(&mut self, group: GroupId, entry: Entry) {
        let Entry { client_id, reply_to, question, content, .. } = entry;
        let shelf = LocalStore::of(self.me, group);
        if !shelf.has_queued(client_id) {
            // Another tab sent it meanwhile, or its author gave it up.
            return self.sync.forget(group, client_id);
        }
        let answer = send_message(group, content, Some(client_id), reply_to, Some(question)).await;
        let answer = answer.map(|_| ()).map_err(ApiError::code);
        if answer == Err(ErrorCode::WrongPerson) {
            cover();
        }
        if let Some(kept) = self.sync.answered(group, client_id, answer, clock::now()) {
            shelf.keep(kept);
        }
    }

    /// Goes on when something may go again.
    fn wait(self) {
        if let Some(ms) = self.sync.wait_ms(clock::now()) {
            set_timeout(move || spawn_local(self.go()), Duration::from_millis(ms));
        }
    }
}

/// The group whose conversation is on the screen, or about to be.
fn open_group() -> Option<GroupId> {
    let path = window().location().pathname().unwrap_or_default();
    path.strip_prefix("/groups/")?.trim_end_matches('/').parse().ok()
}
