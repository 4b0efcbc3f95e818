//! What a device saw and did, as it happened: the only thing, with the database, that the checker believes. It is written down
//! before the client has had its say.

use tertulia::{
    api::{Message, Page, PageQuery, Reaction},
    group::Role,
    ids::{ClientMessageId, GroupId, MessageId, Seq, UserId},
    log_event::LogEvent,
    problem::ErrorCode,
    protocol::{Refusal, ServerFrame},
};

/// Something that happened to a device.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// A socket was opened, or tried to be: what follows comes from it, and nothing from the one before it.
    Opened,
    /// A conversation was opened anew: whatever was known of it is forgotten, and the newest page may be begun with.
    Began { group: GroupId },
    /// It was asked for everything of a group after a seq; on a one-group address by the address itself.
    Subscribing { group: GroupId, after: Seq },
    /// A frame came.
    Heard(ServerFrame),
    /// Something came that is no frame of the protocol.
    Strange(String),
    /// A page came.
    Page { group: GroupId, asked: PageQuery, page: Page },
    /// A message was written. Where a client has it, it is sent until it is answered; else it is sent once, whatever becomes of it.
    Wrote { group: GroupId, client_id: ClientMessageId, content: String, is_kept: bool },
    /// A message was acknowledged by HTTP; on the socket an `ack` does.
    Acknowledged { group: GroupId, client_id: ClientMessageId, seq: Seq, id: MessageId, duplicate: bool },
    /// A message was refused for good.
    Refused { client_id: ClientMessageId, code: ErrorCode },
    /// Another text for a message is about to be sent.
    Revising { content: String },
    /// A message's new text was acknowledged.
    Revised { group: GroupId, seq: Seq, content: String },
    /// A message's deletion was acknowledged.
    Deleted { group: GroupId, seq: Seq },
    /// Another role for a member was acknowledged.
    Promoted { group: GroupId, user: UserId, role: Role },
}

impl Entry {
    /// The durable change of a group that was told with it.
    pub(crate) fn event_in(&self, group: GroupId) -> Option<&LogEvent> {
        let Self::Heard(frame) = self else { return None };
        frame.event().filter(|event| event.group_id == group)
    }
}

/// Everything that one device saw and did.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    /// For people: `person 3, device 1`.
    pub(crate) name: String,
    /// Whose it is.
    pub(crate) user: UserId,
    /// Whether it may see anything at all.
    pub(crate) outsider: bool,
    /// Sockets that opened.
    pub(crate) sockets: usize,
    /// In the order in which it happened.
    pub(crate) entries: Vec<Entry>,
    /// The conversation that it ends with: the messages of each group that its page would show, the oldest first.
    pub(crate) lists: Vec<(GroupId, Vec<FinalMessage>)>,
    /// What it wrote and got no answer to.
    pub(crate) unsent: Vec<ClientMessageId>,
}

/// A message as somebody sees it in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FinalMessage {
    pub(crate) seq: Seq,
    pub(crate) id: MessageId,
    pub(crate) sender: UserId,
    /// None when it was deleted.
    pub(crate) content: Option<String>,
    /// What stands with it beside its text, but for whose eyes see it.
    pub(crate) marks: FinalMarks,
}

/// What stands with a message beside its text in the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FinalMarks {
    pub(crate) reactions: Vec<(String, u32, Vec<String>)>,
    pub(crate) question: bool,
    pub(crate) answer: Option<Seq>,
    pub(crate) answers: Vec<Seq>,
    pub(crate) pinned: bool,
}

impl FinalMarks {
    pub(crate) fn reactions(all: &[Reaction]) -> Vec<(String, u32, Vec<String>)> {
        all.iter().map(|one| (one.emoji.clone(), one.count, one.names.clone())).collect()
    }
}

impl Trace {
    /// Of a device that has seen nothing yet.
    pub(crate) fn new(name: String, user: UserId, outsider: bool) -> Self {
        let (entries, lists, unsent) = (Vec::new(), Vec::new(), Vec::new());
        Self { name, user, outsider, sockets: 0, entries, lists, unsent }
    }

    /// Writes a frame down, unless it says nothing about a log.
    pub(crate) fn heard(&mut self, frame: &ServerFrame) {
        match frame {
            ServerFrame::Ping { .. }
            | ServerFrame::Pong
            | ServerFrame::Typing { .. }
            | ServerFrame::Read { .. }
            | ServerFrame::UserJoined { .. }
            | ServerFrame::UserLeft { .. } => return,
            ServerFrame::Error(Refusal { client_id: Some(client_id), code, .. }) if !code.is_temporary() => {
                self.entries.push(Entry::Refused { client_id: *client_id, code: *code });
            }
            _ => {}
        }
        self.entries.push(Entry::Heard(frame.clone()));
    }
}

impl From<&Message> for FinalMessage {
    fn from(message: &Message) -> Self {
        let content = message.content.clone().filter(|_| !message.deleted);
        let marks = FinalMarks {
            reactions: FinalMarks::reactions(&message.reactions),
            question: message.question,
            answer: message.answer_seq,
            answers: message.answers.clone(),
            pinned: message.pinned,
        };
        Self { seq: message.seq, id: message.id, sender: message.sender_id, content, marks }
    }
}
