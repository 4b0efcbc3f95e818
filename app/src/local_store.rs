//! What a person wrote and the server does not have yet, in the browser's storage: the draft, the queued messages, and the
//! changes of stored ones.
//!
//! Each message has a key of its own, and every key names its person: whoever signs in next on the same browser neither sees
//! nor sends it. How the tabs of one person share what lies here is in `tertulia::outbox::sharing`.

use leptos::prelude::window;
use tertulia::{
    client::StorageWrite,
    ids::{ClientMessageId, GroupId, Seq, UserId},
    outbox::sharing::StoredEntry,
};
use web_sys::Storage;

/// The shelf of one person in one group.
#[derive(Clone, Debug)]
pub struct LocalStore {
    draft: String,
    outbox: String,
    revisions: String,
    edits: String,
}

impl LocalStore {
    /// Where this person's things of this group are.
    pub fn of(user: UserId, group: GroupId) -> Self {
        let place = |what: &str| format!("tertulia:{what}:{user}:{group}");
        Self {
            draft: place("draft"),
            outbox: place("outbox") + ":",
            revisions: place("revision") + ":",
            edits: place("edit") + ":",
        }
    }

    /// The key of the draft.
    pub fn draft_key(&self) -> &str {
        &self.draft
    }

    /// What the keys of the queued messages begin with.
    pub fn outbox_keys(&self) -> &str {
        &self.outbox
    }

    /// The text that was not sent: this tab's own, else the last one that any tab kept.
    pub fn draft(&self) -> Option<String> {
        let kept = |storage: Option<Storage>| storage?.get_item(&self.draft).ok()?.filter(|text| !text.is_empty());
        kept(of_this_tab()).or_else(|| kept(of_all_tabs()))
    }

    /// Keeps the text of the composer.
    pub fn keep_draft(&self, text: &str) {
        keep(of_this_tab(), &self.draft, text);
        keep(of_all_tabs(), &self.draft, text);
    }

    /// The text was sent. What another tab keeps as its draft stays.
    pub fn forget_draft(&self, sent: &str) {
        keep(of_this_tab(), &self.draft, "");
        let kept = of_all_tabs().and_then(|storage| storage.get_item(&self.draft).ok()?);
        if kept.is_none_or(|kept| kept == sent) {
            keep(of_all_tabs(), &self.draft, "");
        }
    }

    /// The queued messages, in no order.
    pub fn queued(&self) -> Vec<String> {
        texts_under(of_all_tabs(), &self.outbox).into_iter().map(|(_, text)| text).collect()
    }

    /// The queued messages of this person in all groups, in no order.
    pub fn queued_anywhere(user: UserId) -> Vec<(GroupId, String)> {
        let prefix = format!("tertulia:outbox:{user}:");
        let of = |(key, text): (String, String)| {
            let (group, _) = key.strip_prefix(&prefix)?.split_once(':')?;
            Some((group.parse().ok()?, text))
        };
        texts_under(of_all_tabs(), &prefix).into_iter().filter_map(of).collect()
    }

    /// Keeps a queued message.
    pub fn keep_queued(&self, client_id: ClientMessageId, entry: &str) {
        keep(of_all_tabs(), &self.queued_key(client_id), entry);
    }

    /// Whether this message is still to be sent.
    pub fn has_queued(&self, client_id: ClientMessageId) -> bool {
        let kept = of_all_tabs().and_then(|storage| storage.get_item(&self.queued_key(client_id)).ok()?);
        kept.is_some_and(|text| text != StoredEntry::discarded())
    }

    /// Forgets a queued message: the server has it.
    pub fn forget_queued(&self, client_id: ClientMessageId) {
        keep(of_all_tabs(), &self.queued_key(client_id), "");
    }

    /// Forgets a queued message that its author gave up, and lets the other tabs know that.
    fn discard_queued(&self, client_id: ClientMessageId) {
        keep(of_all_tabs(), &self.queued_key(client_id), StoredEntry::discarded());
        self.forget_queued(client_id);
    }

    /// Keeps what the conversation's client wants kept.
    pub fn keep(&self, kept: StorageWrite) {
        match kept {
            StorageWrite::Queued(client_id, entry) => self.keep_queued(client_id, &entry),
            StorageWrite::Stored(client_id) => self.forget_queued(client_id),
            StorageWrite::GivenUp(client_id) => self.discard_queued(client_id),
            StorageWrite::Revision(seq, revision) => self.keep_revision(seq, &revision),
        }
    }

    /// Which queued message a key of the storage is about.
    pub fn queued_under(&self, key: &str) -> Option<ClientMessageId> {
        key.strip_prefix(&self.outbox)?.parse().ok()
    }

    /// The changes of stored messages, in no order.
    pub fn revisions(&self) -> Vec<(Seq, String)> {
        let of = |(key, text): (String, String)| Some((Seq(key.strip_prefix(&self.revisions)?.parse().ok()?), text));
        texts_under(of_all_tabs(), &self.revisions).into_iter().filter_map(of).collect()
    }

    /// Keeps a change of a stored message; an empty one is forgotten.
    fn keep_revision(&self, seq: Seq, revision: &str) {
        keep(of_all_tabs(), &format!("{}{seq}", self.revisions), revision);
    }

    /// The text in the editor of the message at `seq`, if this tab has one that was neither saved nor given up.
    pub fn edit(&self, seq: Seq) -> Option<String> {
        of_this_tab()?.get_item(&format!("{}{seq}", self.edits)).ok()?
    }

    /// Of which messages there is such a text.
    pub fn edits(&self) -> Vec<Seq> {
        let of = |(key, _): (String, String)| Some(Seq(key.strip_prefix(&self.edits)?.parse().ok()?));
        texts_under(of_this_tab(), &self.edits).into_iter().filter_map(of).collect()
    }

    /// Keeps the text in an editor; an empty one is forgotten.
    pub fn keep_edit(&self, seq: Seq, text: &str) {
        keep(of_this_tab(), &format!("{}{seq}", self.edits), text);
    }

    fn queued_key(&self, client_id: ClientMessageId) -> String {
        format!("{}{client_id}", self.outbox)
    }
}

/// Everything whose key begins so.
fn texts_under(storage: Option<Storage>, prefix: &str) -> Vec<(String, String)> {
    let Some(storage) = storage else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
    keys.filter(|key| key.starts_with(prefix))
        .filter_map(|key| storage.get_item(&key).ok()?.map(|text| (key, text)))
        .collect()
}

/// A full or forbidden storage costs only the safety net: the page holds everything itself as long as it lives. An empty text
/// is taken off.
fn keep(storage: Option<Storage>, key: &str, text: &str) {
    let Some(storage) = storage else { return };
    let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
}

/// Outlives the tab. None where the browser forbids it.
fn of_all_tabs() -> Option<Storage> {
    window().local_storage().ok()?
}

/// Outlives a reload, a crash and signing in again. None where the browser forbids it.
fn of_this_tab() -> Option<Storage> {
    window().session_storage().ok()?
}
