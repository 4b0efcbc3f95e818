//! What outlives the client of one group on one device, as local storage does in a browser.

use std::collections::BTreeMap;

use tertulia::{
    client::{Input, StorageWrite},
    ids::{ClientMessageId, Seq},
};

/// What is kept, as text.
#[derive(Debug, Default)]
pub(crate) struct LocalStore {
    /// Messages that were not sent.
    pub(crate) queued: BTreeMap<ClientMessageId, String>,
    /// Changes of stored messages.
    pub(crate) revisions: BTreeMap<Seq, String>,
}

impl LocalStore {
    pub(crate) fn write(&mut self, write: StorageWrite) {
        match write {
            StorageWrite::Queued(client_id, json) => drop(self.queued.insert(client_id, json)),
            StorageWrite::Stored(client_id) | StorageWrite::GivenUp(client_id) => drop(self.queued.remove(&client_id)),
            StorageWrite::Revision(seq, json) if json.is_empty() => drop(self.revisions.remove(&seq)),
            StorageWrite::Revision(seq, json) => drop(self.revisions.insert(seq, json)),
        }
    }

    /// What the next client begins with.
    pub(crate) fn taken_up(&self) -> Input {
        let revisions = self.revisions.iter().map(|(seq, json)| (*seq, json.clone())).collect();
        Input::Started { queued: self.queued.values().cloned().collect(), revisions }
    }
}
