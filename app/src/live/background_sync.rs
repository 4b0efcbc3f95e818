//! Sends what waits in groups that are not open: somebody writes in one on the train and is in another one, or in the list,
//! when the network comes back.
//!
//! The open group's own queue is its driver's. Here each message goes out over HTTP under its own client id, first in, first
//! out; what has failed, or has waited so long that its author must be asked, stays until she opens that group.

use leptos::{
    prelude::{on_cleanup, window, window_event_listener_untyped},
    task::spawn_local,
};
use tertulia::{
    ids::{GroupId, UserId},
    outbox::{Entry, sharing::StoredEntry},
    problem::ErrorCode,
};

use super::clock;
use crate::{
    api::{messages::send_message, person::cover},
    local_store::LocalStore,
};

/// Goes round now, and again whenever the network comes back, until the current owner is cleaned up.
pub(super) fn start(me: UserId) {
    go_round(me);
    let listener = window_event_listener_untyped("online", move |_| go_round(me));
    on_cleanup(move || listener.remove());
}

fn go_round(me: UserId) {
    spawn_local(async move {
        let mut stuck = Vec::new();
        for (group, entry) in waiting(me) {
            if !stuck.contains(&group) && !deliver(me, group, entry).await {
                stuck.push(group);
            }
        }
    });
}

/// What waits, in the order of writing; not what is stuck, and nothing of the group that is open here.
fn waiting(me: UserId) -> Vec<(GroupId, Entry)> {
    let entry = |(group, text): (GroupId, String)| match StoredEntry::read(Some(&text)) {
        Some(StoredEntry::Kept(entry)) if !is_open(group) && !entry.is_stuck() && !entry.is_old(clock::now()) => {
            Some((group, *entry))
        }
        _ => None,
    };
    let mut waiting: Vec<_> = LocalStore::queued_anywhere(me).into_iter().filter_map(entry).collect();
    waiting.sort_by_key(|(_, entry)| entry.written_at_ms);
    waiting
}

/// Says whether the next one of this group may follow.
async fn deliver(me: UserId, group: GroupId, mut entry: Entry) -> bool {
    let shelf = LocalStore::of(me, group);
    let Entry { client_id, reply_to, .. } = entry;
    if is_open(group) {
        return false;
    }
    match send_message(group, entry.content.clone(), Some(client_id), reply_to).await {
        Ok(_) => shelf.forget_queued(client_id),
        Err(error) if error.code() == ErrorCode::WrongPerson => {
            cover();
            return false;
        }
        Err(error) if error.is_temporary() || error.code() == ErrorCode::Unauthenticated => return false,
        Err(error) => {
            entry.failed = Some(error.code());
            if let Ok(json) = serde_json::to_string(&entry) {
                shelf.keep_queued(client_id, &json);
            }
        }
    }
    true
}

/// Whether the conversation of this group is on the screen, or about to be.
fn is_open(group: GroupId) -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.trim_end_matches('/') == format!("/groups/{group}")
}
