//! Sends what waits in groups that are not open: somebody writes in one on the train and is in another one, or in the list,
//! when the network comes back.
//!
//! The open group's own queue is its driver's. Here each message goes out over HTTP under its own client id, first in, first
//! out; what has failed, or has waited so long that its author must be asked, stays until she opens that group.

use std::collections::BTreeMap;

use leptos::{
    prelude::{on_cleanup, window, window_event_listener_untyped},
    task::spawn_local,
};
use tertulia::{
    ids::{GroupId, UserId},
    outbox::{Entry, sharing::Shelved},
    problem::ErrorCode,
};

use super::storage::Shelf;
use crate::api::messages::send_message;

/// Goes round now, and again whenever the network comes back, until the current owner is cleaned up.
pub(super) fn start(me: UserId) {
    go_round(me);
    let listener = window_event_listener_untyped("online", move |_| go_round(me));
    on_cleanup(move || listener.remove());
}

fn go_round(me: UserId) {
    spawn_local(async move {
        for (group, entries) in waiting(me) {
            deliver(me, group, entries).await;
        }
    });
}

/// What waits, by group, in the order of writing; not what is stuck, and nothing of the group that is open here.
fn waiting(me: UserId) -> BTreeMap<GroupId, Vec<Entry>> {
    let mut waiting: BTreeMap<GroupId, Vec<Entry>> = BTreeMap::new();
    for (group, text) in Shelf::queued_anywhere(me) {
        if let (false, Some(Shelved::Kept(entry))) = (is_open(group), Shelved::read(Some(&text))) {
            waiting.entry(group).or_default().push(*entry);
        }
    }
    let now_ms = js_sys::Date::now() as u64;
    for entries in waiting.values_mut() {
        entries.retain(|entry| !entry.is_stuck() && !entry.is_old(now_ms));
        entries.sort_by_key(|entry| entry.written_at_ms);
    }
    waiting
}

async fn deliver(me: UserId, group: GroupId, entries: Vec<Entry>) {
    let shelf = Shelf::of(me, group);
    for mut entry in entries {
        let Entry { client_id, reply_to, .. } = entry;
        if is_open(group) {
            return;
        }
        match send_message(group, entry.content.clone(), Some(client_id), reply_to).await {
            Ok(_) => shelf.forget_queued(client_id),
            Err(error) if error.is_temporary() || error.code() == ErrorCode::Unauthenticated => return,
            Err(error) => {
                entry.failed = Some(error.code());
                if let Ok(json) = serde_json::to_string(&entry) {
                    shelf.keep_queued(client_id, &json);
                }
            }
        }
    }
}

/// Whether the conversation of this group is on the screen, or about to be.
fn is_open(group: GroupId) -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.trim_end_matches('/') == format!("/groups/{group}")
}
