//! How the tabs of one person share what is unsent.
//!
//! Every unsent message lies on a shelf (local storage) under its client id, and every tab that has the group open holds all
//! of them. There is no leader, because a leader can be frozen by the phone just when its messages should go out. Instead:
//!
//! * The same message sent by two tabs is stored once, for it has the same client id.
//! * A message that another tab wrote, or is about to send, is left to that tab for [`SHARING_MS`]; only then, or after its
//!   turn, this one sends it. So the order of writing holds across tabs, and nothing is sent twice without need.
//! * What one tab decides (retry, rewrite, discard) the others hear through the shelf.

use crate::{ids::ClientMessageId, json, now::Now};

use super::{Entry, Outbox};

/// How long another tab's message is left to that tab, in milliseconds. 5 s: two round trips on a bad line.
pub const SHARING_MS: u64 = 5_000;

/// What lies on the shelf instead of a message that was given up, for as long as it takes the other tabs to hear of it.
const DISCARDED: &str = "discarded";

/// What another tab did to a message on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredEntry {
    /// It lies there as this.
    Kept(Box<Entry>),
    /// Its author gave it up.
    Discarded,
    /// It is gone: stored, or given up a moment ago.
    Gone,
}

impl StoredEntry {
    /// What lies on the shelf now; `None` where nothing does. None as a result if it is illegible.
    pub fn read(text: Option<&str>) -> Option<Self> {
        match text {
            None | Some("") => Some(Self::Gone),
            Some(DISCARDED) => Some(Self::Discarded),
            Some(text) => json::from_str(text).ok().map(Box::new).map(Self::Kept),
        }
    }

    /// What to put on the shelf, to be taken off at once: the other tabs hear of both.
    pub const fn discarded() -> &'static str {
        DISCARDED
    }
}

/// What the page has to show anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing changed.
    Nothing,
    /// The message is here, newly or otherwise than before.
    Changed,
    /// The message is gone for good.
    Discarded,
}

impl Outbox {
    /// Takes in what an earlier page, or another tab, left on the shelf: it goes out in the order of writing, but not before
    /// `from_ms`. What is in flight here stays as it is.
    pub fn adopt(&mut self, entry: Entry, from_ms: u64, now: Now) -> Heard {
        if self.in_flight() == Some(entry.client_id) {
            return Heard::Nothing;
        }
        let entry = Entry { not_before_ms: from_ms, known_at_ms: now.elapsed_ms, ..entry };
        if let Some(position) = self.position(entry.client_id) {
            self.entries[position] = entry;
        } else {
            let key = |entry: &Entry| (entry.written_at_ms, entry.client_id);
            let place = self.entries.partition_point(|other| key(other) < key(&entry));
            self.entries.insert(place, entry);
        }
        Heard::Changed
    }

    /// Another tab changed what lies on the shelf.
    pub fn heard(&mut self, client_id: ClientMessageId, shelved: StoredEntry, now: Now) -> Heard {
        let until_ms = now.elapsed_ms.saturating_add(SHARING_MS);
        match shelved {
            StoredEntry::Kept(entry) if entry.client_id == client_id => self.adopt(*entry, until_ms, now),
            StoredEntry::Kept(_) => Heard::Nothing,
            StoredEntry::Discarded => self.given_up(client_id),
            StoredEntry::Gone => {
                self.leave(client_id, until_ms, now);
                Heard::Nothing
            }
        }
    }

    /// What is in flight can reach the server all the same; the answer will say so.
    fn given_up(&mut self, client_id: ClientMessageId) -> Heard {
        if self.in_flight() != Some(client_id) && self.discard(client_id) { Heard::Discarded } else { Heard::Nothing }
    }

    /// The other tab was told that it is stored, and this one will be told, too. Should it not be, asking the server again is
    /// harmless; by then nobody has to be asked any more.
    fn leave(&mut self, client_id: ClientMessageId, until_ms: u64, now: Now) {
        if let Some(position) = self.position(client_id) {
            let entry = &mut self.entries[position];
            entry.not_before_ms = entry.not_before_ms.max(until_ms);
            (entry.failed, entry.asks) = (None, false);
            entry.meant(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::ErrorCode;

    fn entry(written_at_ms: u64) -> Entry {
        Entry::new(ClientMessageId::random(), format!("at {written_at_ms}"), Default::default(), written_at_ms)
    }

    fn texts(outbox: &Outbox) -> Vec<&str> {
        outbox.entries().iter().map(|entry| entry.content.as_str()).collect()
    }

    fn kept(entry: &Entry) -> StoredEntry {
        let json = serde_json::to_string(entry).expect("serialises");
        StoredEntry::read(Some(&json)).expect("reads")
    }

    #[test]
    fn what_lies_on_the_shelf_reads_back() {
        let entry = entry(1);
        assert_eq!(kept(&entry), StoredEntry::Kept(Box::new(entry)));
        assert_eq!(StoredEntry::read(Some(StoredEntry::discarded())), Some(StoredEntry::Discarded));
        assert_eq!((StoredEntry::read(None), StoredEntry::read(Some("{"))), (Some(StoredEntry::Gone), None));
    }

    #[test]
    fn messages_of_all_tabs_stand_in_the_order_of_writing() {
        let mut outbox = Outbox::default();
        for at in [30, 10, 20] {
            outbox.adopt(entry(at), 0, Now::both(0));
        }
        assert_eq!(texts(&outbox), ["at 10", "at 20", "at 30"]);
    }

    #[test]
    fn what_another_tab_writes_is_left_to_it_for_a_while_and_holds_back_what_follows() {
        let (theirs, mut outbox) = (entry(10), Outbox::default());
        assert_eq!(outbox.heard(theirs.client_id, kept(&theirs), Now::both(100)), Heard::Changed);
        outbox.push(ClientMessageId::random(), "mine".to_owned(), Default::default(), Now::both(20)).expect("not full");
        assert_eq!(outbox.next_to_send(99 + SHARING_MS), None);
        assert_eq!(outbox.next_to_send(100 + SHARING_MS).map(|entry| entry.client_id), Some(theirs.client_id));
        assert!(outbox.acked(theirs.client_id));
        assert_eq!(outbox.next_to_send(100).map(|entry| entry.content.as_str()), Some("mine"));
    }

    #[test]
    fn what_another_tab_gave_up_is_gone_here_unless_it_is_on_its_way() {
        let (one, two, mut outbox) = (entry(10), entry(20), Outbox::default());
        for entry in [&one, &two] {
            outbox.adopt(entry.clone(), 0, Now::both(0));
        }
        outbox.mark_sending(one.client_id, 0);
        assert_eq!(outbox.heard(one.client_id, StoredEntry::Discarded, Now::both(0)), Heard::Nothing);
        assert_eq!(outbox.heard(two.client_id, StoredEntry::Discarded, Now::both(0)), Heard::Discarded);
        assert_eq!(texts(&outbox), ["at 10"]);
    }

    #[test]
    fn what_was_stored_through_another_tab_is_not_sent_before_that_had_time_to_be_told() {
        let (one, mut outbox) = (entry(10), Outbox::default());
        outbox.adopt(one.clone(), 0, Now::both(0));
        assert_eq!(outbox.heard(one.client_id, StoredEntry::Gone, Now::both(100)), Heard::Nothing);
        assert_eq!((outbox.next_to_send(99 + SHARING_MS), outbox.entries().len()), (None, 1));
    }

    #[test]
    fn a_retry_in_another_tab_ends_the_failure_here() {
        let (mut one, mut outbox) = (entry(10), Outbox::default());
        one.failed = Some(ErrorCode::Forbidden);
        outbox.adopt(one.clone(), 0, Now::both(0));
        assert_eq!(outbox.next_to_send(u64::MAX), None);
        one.failed = None;
        assert_eq!(outbox.heard(one.client_id, kept(&one), Now::both(0)), Heard::Changed);
        assert!(outbox.next_to_send(SHARING_MS).is_some());
    }
}
