//! What the parts of a conversation on the screen share. All of it is a handle; copies are the same screen.

use leptos::{html, prelude::*};
use tertulia::{
    api::Reply,
    client::{Unseen, UserAction},
    ids::{GroupId, Seq},
};

use super::{
    ConversationData, Refused,
    pane::{self, Open},
    rows::{Rows, SegmentList, Target},
};
use crate::{
    api::as_person,
    calendar::Calendar,
    chat::{
        Beginning, Chat,
        event::Event,
        news::{GapSides, News},
    },
    components::PresenceSignals,
    place::Place,
};

/// A group's conversation as the page shows it.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// What is known.
    pub chat: Chat,
    /// The group's name, as it was when the page was made.
    pub name: StoredValue<String>,
    /// Where the page was opened.
    pub place: Place,
    /// The message that the page was opened at, by its address.
    pub target: Option<Target>,
    /// In which calendar times are shown.
    pub calendar: Calendar,
    /// The rows, as they were shown last.
    pub rows: StoredValue<Rows>,
    /// The same as the document has them.
    pub lists: RwSignal<Vec<SegmentList>>,
    /// What to ask for to see older messages; none when there are none.
    pub older_before: RwSignal<Option<Seq>>,
    /// Whether they would be shown here: further up a page of its own shows them.
    pub may_load_older: RwSignal<bool>,
    /// Where messages are missing.
    pub gap: RwSignal<GapSides>,
    /// Whether other messages than the newest are on their way.
    pub is_loading: RwSignal<bool>,
    /// Messages of others that wait out of view.
    pub unseen: RwSignal<Unseen>,
    /// The newest message that the reader has seen.
    pub seen: StoredValue<Seq>,
    /// Whether the end of the log is in view.
    pub at_end: RwSignal<bool>,
    /// Which message has something open below it: what can be done with it, the editor, a question.
    pub open: RwSignal<Option<Open>>,
    /// What the next message answers, as the address says.
    pub replying: StoredValue<Option<Reply>>,
    /// Why the server refused what was posted last.
    pub refused: StoredValue<Refused>,
    /// The element that scrolls.
    pub scroller: NodeRef<html::Div>,
    /// What the person types into.
    pub textarea: NodeRef<html::Textarea>,
}

impl Screen {
    /// As the page shows it first; the same on the server and in the browser.
    pub fn new(data: ConversationData, here: PresenceSignals) -> Self {
        let ConversationData { me, id, name, role, read, unread, page, place, open, replying, pins, refused, .. } =
            data;
        let is_history = place.is_history();
        let chat = Chat::new(Beginning { id, me, role, read, unread, pins, page, is_history }, here);
        let News { rows, known, .. } = chat.take_news().unwrap_or_default();
        let rows = Rows::new(rows.into_iter().next().unwrap_or_default(), (!is_history).then_some(read));
        let target = if let Place::At(seq) = place { rows.nearest(seq) } else { None };
        let open = open.and_then(|(pane, seq)| pane::at(pane, seq, &rows, role.can_delete_any_message()));
        Self {
            chat,
            calendar: Calendar::new(),
            lists: RwSignal::new(rows.lists()),
            rows: StoredValue::new(rows),
            older_before: RwSignal::new(known.older_before),
            may_load_older: RwSignal::new(known.may_load_older),
            gap: RwSignal::new(known.gap),
            is_loading: RwSignal::new(false),
            unseen: RwSignal::new(Unseen::default()),
            seen: StoredValue::new(read),
            at_end: RwSignal::new(true),
            open: RwSignal::new(open),
            replying: StoredValue::new(replying),
            refused: StoredValue::new(refused.with_editor(open.is_some())),
            scroller: NodeRef::new(),
            textarea: NodeRef::new(),
            place,
            target,
            name: StoredValue::new(name),
        }
    }

    /// Which group.
    pub const fn id(self) -> GroupId {
        self.chat.id()
    }

    /// The address of a server function as this page writes it: it names the reader, so that nobody else sends its forms.
    pub fn address(self, function: &str) -> String {
        self.chat.me.with_value(|me| as_person(me.id, function))
    }

    /// Whether the reader may delete what somebody else wrote.
    pub fn may_delete_any(self) -> bool {
        self.chat.role.get().can_delete_any_message()
    }

    /// Whether nothing is to be seen.
    pub fn is_empty(self) -> bool {
        self.lists.with(Vec::is_empty)
    }

    /// Whether the page shows older history rather than what happens now.
    pub const fn is_history(self) -> bool {
        self.chat.is_history
    }

    /// Tells what the person did. Without effect after the conversation was left.
    pub fn dispatch(self, action: UserAction) {
        self.chat.dispatch(action);
    }

    /// Tells what happened. Without effect after the conversation was left.
    pub fn happened(self, event: Event) {
        self.chat.happened(event);
    }
}
