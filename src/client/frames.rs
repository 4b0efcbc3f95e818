//! What the server says, and what follows from it.

use super::{Client, Output, StorageWrite, ViewEvent, Wanted};
#[cfg(test)]
use crate::simulation::Mutant;
use crate::{
    api::Present,
    ids::{ClientMessageId, UserId},
    log_event::{Change, LogEvent},
    now::Now,
    protocol::{ClientFrame, ServerFrame},
    timeline::Applied,
};

impl Client {
    pub(super) fn frame_arrived(&mut self, frame: &ServerFrame, now: Now) {
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
                self.typing.typing(*user_id, name, now.elapsed_ms);
            }
            ServerFrame::Read { group_id, seq } if *group_id == self.group => self.read_elsewhere(*seq),
            ServerFrame::Ping { heads } => {
                self.say(ClientFrame::Pong);
                let head = heads.iter().find(|head| head.group_id == self.group).map(|head| head.head);
                if head.is_some_and(|head| self.timeline.behind(head)) {
                    self.subscribe();
                }
                return;
            }
            ServerFrame::Pong => return,
            ServerFrame::Error(problem) => {
                if let Some(client_id) = problem.client_id {
                    self.outbox.refused(client_id, problem.code, problem.retry_after_ms, now.elapsed_ms);
                    self.keep(client_id);
                } else {
                    self.refuse_taps();
                }
            }
            _ => {}
        }
        self.changed = true;
        self.apply(frame, now);
        self.pump(now);
    }

    /// Puts somebody among those who are here, in the order of their names.
    fn arrived(&mut self, user_id: UserId, name: &str) {
        self.online.retain(|person| person.user_id != user_id);
        let place = self.online.partition_point(|person| person.name.as_str() <= name);
        self.online.insert(place, Present { user_id, name: name.to_owned() });
    }

    fn apply(&mut self, frame: &ServerFrame, now: Now) {
        let unpins = self.unpins(frame);
        match self.timeline.apply(frame) {
            Applied::Applied => {
                if unpins {
                    self.notify(ViewEvent::Pins(-1));
                }
                self.applied(frame, now);
            }
            Applied::Held => {
                #[cfg(test)]
                if self.errs(Mutant::IgnoresHoles) {
                    return;
                }
                if self.asked_from != Some(self.timeline.cursor()) {
                    self.subscribe();
                }
            }
            #[cfg(test)]
            Applied::Reset if self.errs(Mutant::IgnoresResets) => {}
            Applied::Reset => self.load(Wanted::Newest, now),
            Applied::Duplicate | Applied::AwaitingPage | Applied::Ignored => {}
        }
        match frame {
            ServerFrame::Ack(ack) => self.stored(ack.client_id),
            #[cfg(test)]
            ServerFrame::Live { .. } if self.errs(Mutant::NeverCaughtUp) => {}
            ServerFrame::Live { .. } => {
                self.catching_up = false;
                self.say_taps();
            }
            ServerFrame::Reset { .. } => self.catching_up = false,
            ServerFrame::Event(LogEvent { change: Change::Message(message), .. }) if message.sender_id == self.me => {
                message.client_id.into_iter().for_each(|client_id| self.stored(client_id));
            }
            _ => {}
        }
    }

    /// Whether it deletes a pinned message.
    fn unpins(&self, frame: &ServerFrame) -> bool {
        let Some(Change::Deleted { message_seq, .. }) = frame.event().map(|event| &event.change) else { return false };
        self.timeline.message_at(*message_seq).is_some_and(|row| row.marks.pinned)
    }

    /// Asks for everything after the cursor.
    pub(super) fn subscribe(&mut self) {
        let (after, epoch) = self.timeline.subscribe_from();
        self.asked_from = Some(after);
        self.say(ClientFrame::Subscribe { group_id: Some(self.group), after: Some(after), epoch: Some(epoch) });
    }

    /// What a change means besides its row. Most kinds mean nothing more.
    fn applied(&mut self, frame: &ServerFrame, now: Now) {
        let Some(event) = frame.event() else { return };
        match &event.change {
            Change::Message(message) if message.sender_id != self.me => {
                self.typing.stopped(message.sender_id);
                if !self.catching_up {
                    self.heard_message(&message.sender_name, message.content.as_deref().unwrap_or_default(), now);
                }
            }
            Change::Added { .. } => self.notify(ViewEvent::Members(1)),
            Change::Removed { .. } => self.notify(ViewEvent::Members(-1)),
            Change::Reaction { user_id, .. } if *user_id == self.me => self.settle_taps(),
            Change::Pinned { on, .. } => self.notify(ViewEvent::Pins(if *on { 1 } else { -1 })),
            Change::Edited { message_seq, .. } | Change::Deleted { message_seq, .. } => {
                self.revisions.logged(*message_seq);
            }
            Change::RoleChanged { user_id, role, .. } if *user_id == self.me => self.notify(ViewEvent::Role(*role)),
            _ => {}
        }
    }

    /// The server has it.
    pub(super) fn stored(&mut self, client_id: ClientMessageId) {
        if self.outbox.acked(client_id) {
            self.emit(Output::Store(StorageWrite::Stored(client_id)));
        }
    }
}
