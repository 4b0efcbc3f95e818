//! What the server says, and what follows from it.

use tertulia::{
    api::Present,
    group::Role,
    ids::{ClientId, UserId},
    log_event::{Change, LogEvent},
    protocol::{ClientFrame, ServerFrame},
    timeline::Applied,
};

use super::Driver;
use crate::live::{clock::elapsed_ms, event::Wanted};

/// Least time between two reading positions that the server is told, in milliseconds.
const READ_REST_MS: u64 = 1_000;

impl Driver {
    pub(super) fn frame_arrived(&mut self, frame: &ServerFrame) {
        match frame {
            ServerFrame::Subscribed { online, .. } => {
                self.online.clear();
                online.iter().for_each(|person| self.arrived(person.user_id, &person.name));
                self.subscribed();
            }
            ServerFrame::UserJoined { user_id, name, .. } => {
                self.arrived(*user_id, name);
            }
            ServerFrame::UserLeft { user_id, .. } => {
                self.online.retain(|person| person.user_id != *user_id);
                self.typing.stopped(*user_id);
            }
            ServerFrame::Typing { user_id, name, .. } if *user_id != self.me => {
                self.typing.typing(*user_id, name, elapsed_ms());
            }
            ServerFrame::Read { group_id, seq } if *group_id == self.group => {
                self.seen = self.seen.max(*seq);
                self.told_read = self.told_read.max(*seq);
            }
            ServerFrame::Ping { heads } => {
                self.say(&ClientFrame::Pong);
                let head = heads.iter().find(|head| head.group_id == self.group).map(|head| head.head);
                if head.is_some_and(|head| self.timeline.behind(head)) {
                    self.subscribe();
                }
                return;
            }
            ServerFrame::Pong => return,
            ServerFrame::Error(problem) => {
                if let Some(client_id) = problem.client_id {
                    self.outbox.refused(client_id, problem.code, problem.retry_after_ms, elapsed_ms());
                    self.keep(client_id);
                }
            }
            _ => {}
        }
        self.dirty = true;
        self.apply(frame);
        self.pump();
    }

    /// Puts somebody among those who are here, in the order of their names.
    fn arrived(&mut self, user_id: UserId, name: &str) {
        self.online.retain(|person| person.user_id != user_id);
        let place = self.online.partition_point(|person| person.name.as_str() <= name);
        self.online.insert(place, Present { user_id, name: name.to_owned() });
    }

    /// The server listens: from here on messages can go out.
    fn subscribed(&mut self) {
        self.link.subscribed = true;
        self.catching_up = true;
        self.asked_from = None;
        self.backoff.reset();
        self.show_connection(crate::conversation::Connection::Open);
    }

    fn apply(&mut self, frame: &ServerFrame) {
        match self.timeline.apply(frame) {
            Applied::Applied => self.applied(frame),
            Applied::Held => {
                let cursor = self.timeline.cursor();
                if self.asked_from != Some(cursor) {
                    self.subscribe();
                }
            }
            Applied::Reset => self.load(Wanted::Newest),
            Applied::Duplicate | Applied::AwaitingPage | Applied::Ignored => {}
        }
        match frame {
            ServerFrame::Ack(ack) => self.stored(ack.client_id),
            ServerFrame::Live { .. } | ServerFrame::Reset { .. } => self.catching_up = false,
            ServerFrame::Event(LogEvent { change: Change::Message(message), .. }) if message.sender_id == self.me => {
                message.client_id.into_iter().for_each(|client_id| self.stored(client_id));
            }
            _ => {}
        }
    }

    /// Asks for everything after the cursor.
    pub(super) fn subscribe(&mut self) {
        let (after, epoch) = self.timeline.subscribe_from();
        self.asked_from = Some(after);
        self.say(&ClientFrame::Subscribe { group_id: Some(self.group), after: Some(after), epoch: Some(epoch) });
    }

    /// What a change means besides its row.
    fn applied(&mut self, frame: &ServerFrame) {
        let Some(event) = frame.event() else { return };
        match &event.change {
            Change::Message(message) if message.sender_id != self.me => {
                self.typing.stopped(message.sender_id);
                if !self.catching_up {
                    let text = message.content.as_deref().unwrap_or_default();
                    self.heard_message(&message.sender_name, text);
                }
            }
            Change::Message(_) => {}
            Change::Added { .. } => self.count_members(1),
            Change::Removed { .. } => self.count_members(-1),
            Change::Edited { message_seq, .. } | Change::Deleted { message_seq, .. } => {
                self.revisions.logged(*message_seq);
            }
            Change::RoleChanged { user_id, role, .. } if *user_id == self.me => {
                self.show_role(*role);
            }
            // Most kinds mean nothing beyond what the timeline makes of them.
            _ => {}
        }
    }

    /// What the reader may do from now on.
    fn show_role(&self, role: Role) {
        use leptos::prelude::Set;
        self.room.role.try_set(role);
    }

    fn count_members(&self, by: i32) {
        use leptos::prelude::Update;
        self.room.here.member_count.try_update(|count| *count = count.saturating_add_signed(by));
    }

    /// The server has it.
    pub(super) fn stored(&mut self, client_id: ClientId) {
        if self.outbox.acked(client_id) {
            self.shelf.forget_queued(client_id);
        }
    }

    /// The reading position, at once and then at most once in a while.
    pub(super) fn tell_read_if_due(&mut self, now: u64) {
        if now >= self.tell_read_from && self.is_open() {
            self.tell_read();
        }
    }

    /// The reading position, which goes forward only.
    pub(super) fn tell_read(&mut self) {
        let seq = self.seen;
        if seq > self.told_read && self.say(&ClientFrame::Read { group_id: Some(self.group), seq }) {
            self.told_read = seq;
            self.tell_read_from = elapsed_ms().saturating_add(READ_REST_MS);
        }
    }
}
