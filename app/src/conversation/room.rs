//! What the parts of a conversation share: signals to read, deeds to do. All of it is a handle; copies are the same room.

use futures::channel::mpsc::UnboundedReceiver;
use leptos::{html, prelude::*};
use tertulia::{
    client::{CloseReason, ConnectionState, Input, UserAction},
    group::Role,
    ids::{GroupId, Seq},
    timeline::Timeline,
};

use super::{
    Place, Refused, RoomData,
    gap::GapSides,
    lines::{self, Line, Lines},
    pane::Open,
};
use crate::{
    api::as_person,
    calendar::{Calendar, Zone},
    components::PresenceSignals,
    live::event::{Event, EventSender},
    viewer::Viewer,
};

/// A group's conversation as the page shows it.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The group's name, as it was when the page was made.
    pub name: StoredValue<String>,
    /// The reader's reading position, as it was then.
    pub read: Seq,
    /// How many messages of others were beyond it.
    pub unread: u64,
    /// Where the page was opened.
    pub place: Place,
    /// The reader.
    pub me: StoredValue<Viewer>,
    /// In which calendar times are shown.
    pub calendar: Calendar,
    /// The rows.
    pub lines: RwSignal<Vec<Line>>,
    /// What to ask for to see older messages; none when there are none.
    pub older_before: RwSignal<Option<Seq>>,
    /// Where messages are missing.
    pub gap: RwSignal<GapSides>,
    /// Whether other messages than the newest are on their way.
    pub loading_older: RwSignal<bool>,
    /// How the page is connected.
    pub connection: RwSignal<ConnectionState>,
    /// Who is here; the head of the page shows it.
    pub here: PresenceSignals,
    /// The names of those who are writing.
    pub writing: RwSignal<Vec<String>>,
    /// Messages of others that arrived out of view.
    pub unseen: RwSignal<usize>,
    /// Whether the end of the log is in view.
    pub at_end: RwSignal<bool>,
    /// Which message has something open below it: what can be done with it, the editor, a question.
    pub open: RwSignal<Option<Open>>,
    /// Why the server refused what was posted last.
    pub refused: StoredValue<Refused>,
    /// What a screen reader is told next.
    pub announcement: RwSignal<String>,
    /// The element that scrolls.
    pub scroller: NodeRef<html::Div>,
    /// What the person types into.
    pub textarea: NodeRef<html::Textarea>,
    /// What the reader may do here; follows the log.
    pub role: RwSignal<Role>,
    id: GroupId,
    sender: StoredValue<EventSender>,
    seed: StoredValue<Option<Seed>>,
}

/// What the driver begins with.
#[derive(Debug)]
pub struct Seed {
    /// What is known.
    pub timeline: Timeline,
    /// The same as signals.
    pub lines: Lines,
    /// Where the line "new messages" stands.
    pub divider: Option<Seq>,
    /// What happens.
    pub events: UnboundedReceiver<Event>,
}

impl Room {
    /// The room as the page shows it first; the same on the server and in the browser.
    pub fn new(data: RoomData, here: PresenceSignals) -> Self {
        let RoomData { me, id, name, role, read, unread, page, place, open, refused, .. } = data;
        let is_history = place.is_history();
        let timeline = Timeline::from_page(me.id, page);
        let divider = lines::divider(&timeline, read).filter(|_| !is_history);
        let open = open.and_then(|(pane, seq)| pane.at(seq, &timeline, role.can_delete_any_message()));
        let lines = Lines::of(&timeline, divider, Zone::Utc);
        let (sender, events) = EventSender::new();
        let connection =
            if is_history { ConnectionState::Closed(CloseReason::History) } else { ConnectionState::Connecting };
        Self {
            calendar: Calendar::new(),
            lines: RwSignal::new(lines.all().to_vec()),
            older_before: RwSignal::new(timeline.older_before()),
            gap: RwSignal::new(GapSides::of(&timeline)),
            loading_older: RwSignal::new(false),
            connection: RwSignal::new(connection),
            here,
            writing: RwSignal::new(Vec::new()),
            unseen: RwSignal::new(0),
            at_end: RwSignal::new(true),
            open: RwSignal::new(open),
            refused: StoredValue::new(refused.with_editor(open.is_some())),
            announcement: RwSignal::new(String::new()),
            scroller: NodeRef::new(),
            textarea: NodeRef::new(),
            sender: StoredValue::new(sender),
            seed: StoredValue::new(Some(Seed { timeline, lines, divider, events })),
            place,
            id,
            role: RwSignal::new(role),
            read,
            unread,
            name: StoredValue::new(name),
            me: StoredValue::new(me),
        }
    }

    /// Which group.
    pub const fn id(self) -> GroupId {
        self.id
    }

    /// The address of a server function as this page writes it: it names the reader, so that nobody else sends its forms.
    pub fn address(self, function: &str) -> String {
        self.me.with_value(|me| as_person(me.id, function))
    }

    /// Whether the reader may delete what somebody else wrote.
    pub fn may_delete_any(self) -> bool {
        self.role.get().can_delete_any_message()
    }

    /// Whether the page shows older history rather than what happens now.
    pub fn is_history(self) -> bool {
        self.connection.get_untracked() == ConnectionState::Closed(CloseReason::History)
    }

    /// Tells the driver what the person did. Without effect after the conversation was left.
    pub fn dispatch(self, action: UserAction) {
        self.sender.try_with_value(|sender| sender.post(Event::Client(Input::User(action))));
    }

    /// Tells the driver what happened to the view. Without effect after the conversation was left.
    pub fn happened(self, event: Event) {
        self.sender.try_with_value(|sender| sender.post(event));
    }

    /// Where the driver's own events go.
    pub fn sender(self) -> Option<EventSender> {
        self.sender.try_get_value()
    }

    /// What the driver begins with; given out once.
    pub fn take_seed(self) -> Option<Seed> {
        self.seed.try_update_value(Option::take).flatten()
    }
}
