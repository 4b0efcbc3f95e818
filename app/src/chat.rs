//! What the page knows of a conversation, as signals. What happens writes them (`live`), what is shown reads them (`conversation`), and neither
//! of the two knows the other: the way back is one queue of [`Event`]s.
//!
//! # Layout
//!
//! * [`news`]: what became of the rows, and what is known beside them, in one piece.
//! * [`event`]: everything that can happen, as one queue.

// The server renders what is known and lives in nothing.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

pub mod event;
pub mod news;

use futures::channel::mpsc::UnboundedReceiver;
use leptos::prelude::*;
use tertulia::{
    api::Page,
    client::{Announcement, CloseReason, ConnectionState, Input, UserAction},
    group::Role,
    ids::{GroupId, Seq},
    timeline::Timeline,
};

use crate::{components::PresenceSignals, viewer::Viewer};
use event::{Event, EventSender};
use news::News;

/// A group's conversation, as far as the page knows it. A handle; copies are the same conversation.
#[derive(Clone, Copy, Debug)]
pub struct Chat {
    /// The reader.
    pub me: StoredValue<Viewer>,
    /// Whether the page shows older history rather than what happens now.
    pub is_history: bool,
    /// What is not shown yet.
    pub news: RwSignal<News>,
    /// How the page is connected.
    pub connection: RwSignal<ConnectionState>,
    /// Who is here; the head of the page shows it too.
    pub here: PresenceSignals,
    /// The names of those who are writing.
    pub writing: RwSignal<Vec<String>>,
    /// What the reader may do here; follows the log.
    pub role: RwSignal<Role>,
    /// How many messages are pinned.
    pub pins: RwSignal<u32>,
    /// What a screen reader is told next.
    pub announcement: RwSignal<Option<Announcement>>,
    /// A text that could not be sent, for its author to have back.
    pub handed_back: RwSignal<Option<String>>,
    id: GroupId,
    sender: StoredValue<EventSender>,
    seed: StoredValue<Option<Seed>>,
}

/// What a conversation begins with.
#[derive(Debug)]
pub struct Beginning {
    /// Which group.
    pub id: GroupId,
    /// The reader.
    pub me: Viewer,
    /// What she may do.
    pub role: Role,
    /// Her reading position.
    pub read: Seq,
    /// How many messages of others are beyond it.
    pub unread: u64,
    /// How many messages are pinned.
    pub pins: u32,
    /// The messages where the page was opened.
    pub page: Page,
    /// Whether that is older history.
    pub is_history: bool,
}

/// What whoever brings it to life begins with.
#[derive(Debug)]
pub struct Seed {
    /// What is known.
    pub timeline: Timeline,
    /// The reader's reading position, as it was when the page was made.
    pub read: Seq,
    /// How many messages of others were beyond it.
    pub unread: u64,
    /// What happens.
    pub events: UnboundedReceiver<Event>,
}

impl Chat {
    /// As the page shows it first; the same on the server and in the browser.
    pub fn new(beginning: Beginning, here: PresenceSignals) -> Self {
        let Beginning { id, me, role, read, unread, pins, page, is_history } = beginning;
        let mut timeline = Timeline::from_page(me.id, page);
        let news = News::first(&mut timeline, read);
        let (sender, events) = EventSender::new();
        let connection =
            if is_history { ConnectionState::Closed(CloseReason::History) } else { ConnectionState::Connecting };
        Self {
            me: StoredValue::new(me),
            is_history,
            news: RwSignal::new(news),
            connection: RwSignal::new(connection),
            here,
            writing: RwSignal::new(Vec::new()),
            role: RwSignal::new(role),
            pins: RwSignal::new(pins),
            announcement: RwSignal::new(None),
            handed_back: RwSignal::new(None),
            id,
            sender: StoredValue::new(sender),
            seed: StoredValue::new(Some(Seed { timeline, read, unread, events })),
        }
    }

    /// Which group.
    pub const fn id(self) -> GroupId {
        self.id
    }

    /// Tells what the person did. Without effect after the conversation was left.
    pub fn dispatch(self, action: UserAction) {
        self.tell(Input::User(action));
    }

    /// Tells the conversation's client something. Without effect after the conversation was left.
    pub fn tell(self, input: Input) {
        self.happened(Event::Client(input));
    }

    /// Tells what happened. Without effect after the conversation was left.
    pub fn happened(self, event: Event) {
        self.sender.try_with_value(|sender| sender.post(event));
    }

    /// What is not shown yet; whoever asks shows it.
    pub fn take_news(self) -> Option<News> {
        self.news.try_update_untracked(|news| {
            let known = news.known;
            std::mem::replace(news, News { known, ..News::default() })
        })
    }

    /// Where events go.
    pub fn sender(self) -> Option<EventSender> {
        self.sender.try_get_value()
    }

    /// What whoever brings it to life begins with; given out once.
    pub fn take_seed(self) -> Option<Seed> {
        self.seed.try_update_value(Option::take).flatten()
    }
}
