//! The newest events of a log, and the messages that they are about, as they are now.

use std::collections::{HashMap, VecDeque};

use archive::{EventRecord, StoredChange};
use tertulia::{
    clock::Timestamp,
    ids::{GroupId, Seq, UserId},
    log_event::{Change, LogEvent},
    markup,
    protocol::REPLAY_MAX,
};
use uuid::Uuid;

use crate::store::{Names, StoredMessage, seq, stored};

/// Events that are kept: what is replayed at once fits, and so do several pages.
const EVENTS_MAX: usize = REPLAY_MAX as usize + 12;
/// About what an event and a message without its text take, in bytes.
const EVENT_BYTES: usize = size_of::<Entry>();
const MESSAGE_BYTES: usize = size_of::<Held>() + 32;

/// Events without a gap, up to the end of the log.
pub(super) struct Window {
    /// The place of the first event.
    first: i64,
    /// How many messages stand before it.
    before: i64,
    events: VecDeque<Entry>,
    /// By number: all that the events are about, so that those from `before` on are here without a gap; and those that these answer.
    messages: HashMap<i64, Held>,
    /// Bytes of their texts.
    text_bytes: usize,
}

struct Entry {
    at: i64,
    user: Uuid,
    messages: i64,
    /// None: of a kind that this version does not know.
    change: Option<StoredChange>,
    /// Other messages that it holds: those that changed with it, and the one that its message answers.
    others: Vec<i64>,
}

struct Held {
    row: StoredMessage,
    /// How many of the events hold it.
    events: u32,
}

impl Window {
    /// An empty one behind a place, up to which there are so many messages.
    pub(super) fn after(seq: i64, messages: i64) -> Self {
        Self { first: seq + 1, before: messages, events: VecDeque::new(), messages: HashMap::new(), text_bytes: 0 }
    }

    /// Adds an event; `rows` are the messages that it is about, and the one that its message answers, as they are now, as far as they are not here.
    /// Where it does not follow, something is missing in the log: the window begins anew with it.
    pub(super) fn push(&mut self, event: &EventRecord, change: Option<StoredChange>, rows: &[StoredMessage]) {
        if event.seq != self.next() {
            let before = event.messages - i64::from(is_message(change.as_ref()));
            *self = Self::after(event.seq - 1, before);
        }
        // An event about a message that is not there tells nothing.
        let change = change.filter(|change| change.message().is_none_or(|number| self.hold(number, rows)));
        let mut others = Vec::new();
        if change.is_some() {
            let answered = change.as_ref().and_then(|change| self.answered(change, rows));
            let named = event.others.iter().flatten().copied().chain(answered);
            others.extend(named.filter(|number| self.hold(*number, rows)));
        }
        self.events.push_back(Entry { at: event.at, user: event.user, messages: event.messages, change, others });
        if self.events.len() > EVENTS_MAX {
            self.drop_first();
        }
    }

    /// The number of the message that the one of this event answers.
    fn answered(&self, change: &StoredChange, rows: &[StoredMessage]) -> Option<i64> {
        let StoredChange::Message { number } = change else { return None };
        let place = self.message(*number)?.reply_to?;
        let given = rows.iter().find(|row| row.seq == place);
        given.or_else(|| self.message_at(place)).map(|row| row.number)
    }

    /// The message at a place, if it is here.
    pub(super) fn message_at(&self, place: i64) -> Option<&StoredMessage> {
        match self.entry(place) {
            Some(Entry { change: Some(StoredChange::Message { number }), .. }) => self.message(*number),
            Some(_) => None,
            None => self.messages.values().map(|held| &held.row).find(|row| row.seq == place),
        }
    }

    /// The message that this one answers, if it is here.
    pub(super) fn answered_by(&self, row: &StoredMessage) -> Option<&StoredMessage> {
        self.message_at(row.reply_to?)
    }

    /// Keeps a message for one event more. False where it is neither given nor here.
    fn hold(&mut self, number: i64, rows: &[StoredMessage]) -> bool {
        match (self.messages.get_mut(&number), rows.iter().find(|row| row.number == number)) {
            (Some(held), message) => {
                held.events += 1;
                if let Some(row) = message {
                    self.text_bytes = self.text_bytes - held.row.bytes() + row.bytes();
                    held.row.clone_from(row);
                }
            }
            (None, Some(row)) => {
                self.text_bytes += row.bytes();
                self.messages.insert(number, Held { row: row.clone(), events: 1 });
            }
            (None, None) => return false,
        }
        true
    }

    fn drop_first(&mut self) {
        let Some(event) = self.events.pop_front() else { return };
        (self.first, self.before) = (self.first + 1, event.messages);
        let number = event.change.as_ref().and_then(StoredChange::message);
        for number in number.into_iter().chain(event.others) {
            self.release(number);
        }
    }

    fn release(&mut self, number: i64) {
        if let Some(held) = self.messages.get_mut(&number) {
            held.events -= 1;
            if held.events == 0 {
                self.text_bytes -= held.row.bytes();
                self.messages.remove(&number);
            }
        }
    }

    /// The place after the last event.
    fn next(&self) -> i64 {
        self.first + i64::try_from(self.events.len()).unwrap_or(i64::MAX)
    }

    fn entry(&self, seq: i64) -> Option<&Entry> {
        self.events.get(usize::try_from(seq.checked_sub(self.first)?).ok()?)
    }

    /// How many messages stand up to a place; none where that is not known here.
    pub(super) fn number_at(&self, seq: i64) -> Option<i64> {
        match seq {
            ..1 => Some(0),
            seq if seq == self.first - 1 => Some(self.before),
            seq => self.entry(seq).map(|entry| entry.messages),
        }
    }

    /// Whether all messages with a greater number are here.
    pub(super) const fn has_all_after(&self, number: i64) -> bool {
        number >= self.before
    }

    pub(super) fn message(&self, number: i64) -> Option<&StoredMessage> {
        self.messages.get(&number).map(|held| &held.row)
    }

    pub(super) fn sent(&self, author: Uuid, client_id: Uuid) -> Option<&StoredMessage> {
        let mut rows = self.messages.values().map(|held| &held.row);
        rows.find(|row| row.client_id == client_id && row.author == author)
    }

    pub(super) fn bytes(&self) -> usize {
        self.events.len() * EVENT_BYTES + self.messages.len() * MESSAGE_BYTES + self.text_bytes
    }

    /// What was appended after a place, as it is told; none where not all of it is here. Messages carry their client ids.
    pub(super) fn events_after(
        &self,
        after: Seq,
        group: GroupId,
        names: &Names,
        reader: Option<UserId>,
    ) -> Option<Vec<LogEvent>> {
        let after = stored(after);
        if after < self.first - 1 {
            return None;
        }
        let told = |place: i64| {
            let entry = self.entry(place)?;
            let change = self.told(entry, names, reader);
            Some(LogEvent { group_id: group, seq: seq(place), at: Timestamp::from_millis(entry.at), change })
        };
        // Anybody may say any number: one past the greatest must not begin at the least.
        Some((after.saturating_add(1)..self.next()).filter_map(told).collect())
    }

    fn told(&self, entry: &Entry, names: &Names, reader: Option<UserId>) -> Change {
        let user_id = UserId::from(entry.user);
        let about = |number: &i64| self.message(*number);
        match &entry.change {
            Some(StoredChange::Message { number }) => about(number).map_or(Change::Unknown, |row| {
                Change::Message(Box::new(row.clone().told(names, reader, self.answered_by(row))))
            }),
            Some(StoredChange::Edited { number }) => about(number).map_or(Change::Unknown, |row| Change::Edited {
                message_seq: seq(row.seq),
                content: row.content.clone(),
                html: None,
                excerpt: row.content.as_deref().map(markup::excerpt),
                mentions: row.mentions(),
                everyone: row.means_everyone(),
                editor_id: user_id,
            }),
            Some(StoredChange::Deleted { number }) => about(number)
                .map_or(Change::Unknown, |row| Change::Deleted { message_seq: seq(row.seq), editor_id: user_id }),
            Some(StoredChange::Added) => Change::Added { user_id, name: names.of(user_id) },
            Some(StoredChange::Removed) => Change::Removed { user_id, name: names.of(user_id) },
            Some(StoredChange::RoleChanged { role, actor }) => {
                Change::RoleChanged { user_id, name: names.of(user_id), role: *role, actor_id: *actor }
            }
            Some(StoredChange::GroupChanged(news)) => Change::GroupChanged { news: news.clone() },
            Some(StoredChange::Reaction { number, emoji, on }) => about(number).map_or(Change::Unknown, |row| {
                let (count, first) = row.reacted(emoji, names);
                let (message_seq, name, emoji) = (seq(row.seq), names.of(user_id), emoji.clone());
                Change::Reaction { message_seq, user_id, name, emoji, on: *on, count, names: first }
            }),
            Some(change @ (StoredChange::Pinned { number } | StoredChange::Unpinned { number })) => {
                let on = matches!(change, StoredChange::Pinned { .. });
                about(number).map_or(Change::Unknown, |row| Change::Pinned { message_seq: seq(row.seq), user_id, on })
            }
            Some(change @ (StoredChange::Answered { number, answer } | StoredChange::Reopened { number, answer })) => {
                let (on, answer_seq) = (matches!(change, StoredChange::Answered { .. }), seq(*answer));
                about(number).map_or(Change::Unknown, |row| Change::Answered {
                    message_seq: seq(row.seq),
                    answer_seq,
                    user_id,
                    on,
                })
            }
            None => Change::Unknown,
        }
    }
}

const fn is_message(change: Option<&StoredChange>) -> bool {
    matches!(change, Some(StoredChange::Message { .. }))
}
