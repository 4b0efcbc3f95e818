//! What comes over the socket.

use tertulia::{
    ids::{ClientMessageId, GroupId},
    log_event::Change,
    problem::ErrorCode,
    protocol::{Problem, ServerFrame},
    timeline::Applied,
};

use super::{
    Device,
    chat::{Chat, Subscription},
    session::End,
};
use crate::record::Entry;

impl Device {
    /// Takes a frame in.
    pub(super) fn hear(&mut self, frame: ServerFrame) -> Result<(), End> {
        self.note(&frame);
        let (me, look_at) = (self.who.id, self.look_at());
        match &frame {
            ServerFrame::Ping { heads } if heads.iter().any(|head| self.is_behind(head.group_id, head.head)) => {
                return Err(End(None));
            }
            ServerFrame::Error(problem) => return self.refused(problem),
            ServerFrame::Ack(ack) => {
                if let Some(chat) = self.chat(ack.group_id) {
                    chat.done(ack.client_id);
                }
            }
            _ => {}
        }
        let Some(group) = group_of(&frame) else { return Ok(()) };
        let Some(chat) = self.chat(group) else { return Ok(()) };
        match &frame {
            ServerFrame::Live { .. } | ServerFrame::Reset { .. } => chat.subscription = Subscription::Stands,
            ServerFrame::Event(event) => match &event.change {
                Change::Message(message) if message.sender_id == me => {
                    message.client_id.into_iter().for_each(|client_id| chat.done(client_id));
                }
                // In a replay it is history.
                Change::Removed { user_id, .. } if *user_id == me && chat.subscription == Subscription::Stands => {
                    chat.expelled(look_at);
                }
                _ => {}
            },
            _ => {}
        }
        let Some(timeline) = &mut chat.timeline else { return Ok(()) };
        match timeline.apply(&frame) {
            // Something is missing that must not be missing: start over from the cursor.
            Applied::Held => Err(End(None)),
            Applied::Applied | Applied::Duplicate | Applied::Reset | Applied::AwaitingPage | Applied::Ignored => Ok(()),
        }
    }

    pub(super) fn chat(&mut self, group: GroupId) -> Option<&mut Chat> {
        self.chats.iter_mut().find(|chat| chat.place.id == group)
    }

    /// A refusal without a client id answers a subscription, or something else that is not tried again: where that cannot be
    /// told apart the device starts over.
    fn refused(&mut self, problem: &Problem) -> Result<(), End> {
        let (now_ms, look_at) = (self.now_ms(), self.look_at());
        if let Some(client_id) = problem.client_id {
            if !problem.code.is_temporary() {
                self.record.entries.push(Entry::Refused { client_id, code: problem.code });
            }
            for chat in &mut self.chats {
                chat.refused(client_id, problem.code, problem.retry_after_ms, now_ms);
            }
            return Ok(());
        }
        let not_found = problem.code == ErrorCode::NotFound;
        match problem.group_id.and_then(|group| self.chat(group)) {
            Some(chat) if chat.subscription == Subscription::Asked || not_found => {
                if not_found {
                    chat.expelled(look_at);
                }
                Err(End(None))
            }
            _ => Ok(()),
        }
    }
}

impl Chat {
    /// A message was refused: for now, or for good.
    pub(super) fn refused(
        &mut self,
        client_id: ClientMessageId,
        code: ErrorCode,
        retry_after_ms: Option<u64>,
        now_ms: u64,
    ) {
        if code.is_temporary() {
            self.outbox.refused(client_id, code, retry_after_ms.or(Some(300)), now_ms);
        } else {
            self.done(client_id);
            if let Some(timeline) = &mut self.timeline {
                timeline.discard(client_id);
            }
        }
    }
}

/// The group that a frame is about, where it is about the log of one.
fn group_of(frame: &ServerFrame) -> Option<GroupId> {
    match frame {
        ServerFrame::Live { group_id, .. } | ServerFrame::Reset { group_id, .. } => Some(*group_id),
        ServerFrame::Ack(ack) => Some(ack.group_id),
        _ => frame.log_position().map(|(group, _)| group),
    }
}
