//! What a person wrote and the server does not have yet, in the browser's local storage: the draft, and the queued messages.
//!
//! Each queued message has a key of its own, so that two tabs of one person never overwrite each other's. Sending the
//! same one from both is harmless, for it has the same client id.

use leptos::prelude::window;
use tertulia::ids::{ClientId, GroupId, UserId};
use web_sys::Storage;

/// The shelf of one person in one group.
#[derive(Clone, Debug)]
pub struct Shelf {
    draft: String,
    outbox: String,
}

impl Shelf {
    /// Where this person's things of this group are.
    pub fn of(user: UserId, group: GroupId) -> Self {
        Self { draft: format!("tertulia:draft:{user}:{group}"), outbox: format!("tertulia:outbox:{user}:{group}:") }
    }

    /// The text that was not sent.
    pub fn draft(&self) -> Option<String> {
        storage()?.get_item(&self.draft).ok()?
    }

    /// Keeps the text of the composer; an empty one is forgotten.
    pub fn keep_draft(&self, text: &str) {
        self.keep(&self.draft, text);
    }

    /// The queued messages, in no order.
    pub fn queued(&self) -> Vec<String> {
        let Some(storage) = storage() else { return Vec::new() };
        let count = storage.length().unwrap_or(0);
        (0..count)
            .filter_map(|at| storage.key(at).ok()?)
            .filter(|key| key.starts_with(&self.outbox))
            .filter_map(|key| storage.get_item(&key).ok()?)
            .collect()
    }

    /// Keeps a queued message.
    pub fn keep_queued(&self, client_id: ClientId, entry: &str) {
        self.keep(&format!("{}{client_id}", self.outbox), entry);
    }

    /// Forgets a queued message: the server has it, or its author gave it up.
    pub fn forget_queued(&self, client_id: ClientId) {
        self.keep(&format!("{}{client_id}", self.outbox), "");
    }

    /// A full or forbidden storage costs only the safety net: the page holds everything itself as long as it lives.
    fn keep(&self, key: &str, text: &str) {
        let Some(storage) = storage() else { return };
        let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
    }
}

/// None where the browser forbids it.
fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
