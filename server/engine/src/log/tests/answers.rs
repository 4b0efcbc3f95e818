//! Pages, replays and what stands at a place.

use archive::StoredChange;
use tertulia::{
    api::{Message, Page, PageQuery},
    clock::Timestamp,
    ids::{Epoch, Seq, UserId},
    log_event::{Change, LogEvent},
    markup,
};

use super::{PEOPLE, PageAnswer, REPLAY_MAX, Scene};
use crate::store::{Names, StoredMessage, seq, stored};

const LIMITS: [u32; 3] = [1, 7, 100];

/// The messages of a page as numbers, and whether there is more.
struct Wanted {
    lo: i64,
    hi: i64,
    has_more: bool,
    has_newer: bool,
}

impl Scene {
    fn reader(&self) -> UserId {
        (*self.model.members.keys().next_back().expect("somebody is in")).into()
    }

    fn shown(&self, row: &StoredMessage) -> Message {
        row.clone().told(&Names::default(), Some(self.reader()), self.model.answered_by(row))
    }

    pub(super) fn check_pages(&self) {
        for limit in LIMITS {
            self.check_page(PageQuery::Newest, limit);
            for place in self.places() {
                for query in [PageQuery::Before(place), PageQuery::After(place), PageQuery::Around(place)] {
                    self.check_page(query, limit);
                }
            }
        }
    }

    fn check_page(&self, query: PageQuery, limit: u32) {
        let wanted = self.wanted(query, limit);
        let mut answer = self.log.page(self.reader(), query, limit, None).expect("is a member");
        if let PageAnswer::NumberAt(place) = answer {
            assert!((1..self.first() - 1).contains(&stored(place)), "{place} is known, for {query:?}");
            let number = self.model.messages_up_to(stored(place));
            answer = self.log.page(self.reader(), query, limit, Some(number)).expect("is a member");
        }
        let (page, is_whole) = match answer {
            PageAnswer::Page(page) => (page, true),
            PageAnswer::Messages(window, page) => {
                assert_eq!((window.lo, window.hi), (wanted.lo, wanted.hi), "{query:?} {limit}");
                assert!(wanted.lo <= wanted.hi && wanted.lo <= self.before(), "all of {query:?} {limit} is there");
                (page, false)
            }
            PageAnswer::NumberAt(place) => panic!("the number at {place} was given"),
        };
        let in_it = self.model.messages.iter().filter(|row| (wanted.lo..=wanted.hi).contains(&row.number));
        let messages = if is_whole { in_it.map(|row| self.shown(row)).collect() } else { Vec::new() };
        let Wanted { has_more, has_newer, .. } = wanted;
        let (head, epoch) = (seq(self.model.head()), self.log.epoch());
        assert_eq!(page, Page { messages, head, epoch, has_more, has_newer }, "{query:?} {limit}");
    }

    /// What a page holds, looked for among all messages.
    fn wanted(&self, query: PageQuery, limit: u32) -> Wanted {
        let all = i64::try_from(self.model.messages.len()).expect("few");
        let (limit, up_to) = (i64::from(limit), |place: Seq| self.model.messages_up_to(stored(place)));
        let (lo, hi) = match query {
            PageQuery::Newest => (all - limit + 1, all),
            PageQuery::Before(place) => (up_to(place.previous()) - limit + 1, up_to(place.previous())),
            PageQuery::After(place) => (up_to(place) + 1, up_to(place) + limit),
            PageQuery::Around(place) => {
                let hi = all.min(limit.max(up_to(place) + limit / 2));
                (hi - limit + 1, hi)
            }
        };
        let (lo, hi) = (lo.max(1), hi.min(all));
        let has_more = if matches!(query, PageQuery::After(_)) { hi < all } else { lo > 1 };
        Wanted { lo, hi, has_more, has_newer: hi < all }
    }

    pub(super) fn check_replays(&self) {
        let (head, reader) = (self.log.head(), self.reader());
        for after in self.places() {
            let known = stored(after) >= self.first() - 1;
            let told = after <= head && head.0 - after.0 <= REPLAY_MAX;
            for (epoch, fits) in [(None, true), (Some(self.log.epoch()), true), (Some(Epoch::random()), false)] {
                let replayed = self.log.replay(reader, Some(after), epoch, REPLAY_MAX).expect("is a member");
                let wanted = (told && fits && known).then(|| self.told_after(after, reader));
                assert_eq!((replayed.head, replayed.events), (head, wanted), "after {after}");
                assert_eq!(replayed.missing, (told && fits && !known).then_some(after));
            }
            let wanted = known.then(|| self.told_after(after, reader).len());
            assert_eq!(self.log.events_after(after, None).map(|events| events.len()), wanted, "after {after}");
        }
        let live = self.log.replay(reader, None, None, REPLAY_MAX).expect("is a member");
        assert_eq!((live.events, live.missing), (Some(vec![]), None));
    }

    fn told_after(&self, after: Seq, reader: UserId) -> Vec<LogEvent> {
        let later = self.model.events.iter().filter(|event| event.seq > stored(after));
        let told = later.map(|event| {
            let change = self.told(event.user.into(), event.change().expect("makes sense"), reader);
            let (group_id, at) = (event.grp.into(), Timestamp::from_millis(event.at));
            LogEvent { group_id, seq: seq(event.seq), at, change }.for_reader(reader)
        });
        told.collect()
    }

    fn told(&self, user_id: UserId, change: StoredChange, reader: UserId) -> Change {
        let row = |number: i64| &self.model.messages[number as usize - 1];
        let name = user_id.to_string();
        match change {
            StoredChange::Message { number } => {
                let row = row(number);
                Change::Message(Box::new(row.clone().told(
                    &Names::default(),
                    Some(reader),
                    self.model.answered_by(row),
                )))
            }
            StoredChange::Edited { number } => {
                let (message_seq, content) = (seq(row(number).seq), row(number).content.clone());
                let (excerpt, mentions) = (content.as_deref().map(markup::excerpt), row(number).mentions());
                Change::Edited {
                    message_seq,
                    content,
                    html: None,
                    excerpt,
                    mentions,
                    everyone: false,
                    editor_id: user_id,
                }
            }
            StoredChange::Deleted { number } => {
                Change::Deleted { message_seq: seq(row(number).seq), editor_id: user_id }
            }
            StoredChange::Added => Change::Added { user_id, name },
            StoredChange::Removed => Change::Removed { user_id, name },
            StoredChange::RoleChanged { role, actor } => Change::RoleChanged { user_id, name, role, actor_id: actor },
            StoredChange::GroupChanged(news) => Change::GroupChanged { news },
            StoredChange::Reaction { number, emoji, on } => {
                let (count, names) = row(number).reacted(&emoji, &Names::default());
                Change::Reaction { message_seq: seq(row(number).seq), user_id, name, emoji, on, count, names }
            }
            other => panic!("nobody does {other:?}"),
        }
    }

    /// Which messages stand there, which is said of every place that is known.
    pub(super) fn check_places(&self) {
        for place in self.places() {
            let there = self.model.messages.iter().find(|message| message.seq == stored(place));
            let found = self.log.message_at(place);
            assert!(found.is_none() || found == there, "{place}");
            assert!(stored(place) < self.first() || found == there, "{place}");
        }
    }

    /// What authors' clients called messages: all of those in memory are found, as they are now, and no others.
    pub(super) fn check_messages(&self) {
        for message in &self.model.messages {
            let found = self.log.sent(message.author.into(), message.client_id.into());
            assert!(found.is_some() || message.number <= self.before(), "message {}", message.number);
            if let Some(found) = found {
                assert_eq!(self.shown(found), self.shown(message));
            }
            let other = PEOPLE.iter().find(|other| **other != message.author).expect("others");
            assert!(self.log.sent((*other).into(), message.client_id.into()).is_none());
        }
    }
}
