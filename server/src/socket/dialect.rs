//! In which form frames are written for a socket.

use bytes::Bytes;
use engine::{Broadcast, ENCODINGS};
use serde::Serialize;
use tertulia::{
    api::Message,
    clock::Timestamp,
    ids::{Seq, UserId},
    markup,
    protocol::ServerFrame,
};

/// What a socket's client understands. As a number it is that of the encoding in a [`Broadcast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// The frames of docs/socket.md.
    Tertulia,
    /// `new_message` in the second earlier system's form; everything else as there.
    StudyGroups,
    /// The frames of docs/socket.md, with the HTML of what people wrote.
    Html,
}

const _: () = assert!((Dialect::Html as usize) < ENCODINGS, "each dialect has its encoding");

impl Dialect {
    /// A frame for several sockets: written once for all of this dialect.
    pub(super) fn encode_shared(self, broadcast: &Broadcast) -> Bytes {
        broadcast.encoding(self as usize, |frame| self.encode(frame))
    }

    /// A frame as UTF-8.
    pub(super) fn encode(self, frame: &ServerFrame) -> Bytes {
        match self {
            Self::StudyGroups => {
                frame.message().map_or_else(|| to_json(frame), |message| to_json(&StudyGroupMessage::from(message)))
            }
            Self::Html => {
                frame.event().and_then(markup::render_event).map_or_else(|| to_json(frame), |event| to_json(&event))
            }
            Self::Tertulia => to_json(frame),
        }
    }
}

/// Frames hold no maps with non-text keys and no values that could fail, so the error has no cause to happen; an empty text would be skipped by
/// every client.
fn to_json(frame: &impl Serialize) -> Bytes {
    let text =
        serde_json::to_vec(frame).inspect_err(|error| tracing::error!(%error, "a frame could not be written as JSON"));
    text.map(Bytes::from).unwrap_or_default()
}

/// A message in the second earlier system's form.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "message")]
struct StudyGroupMessage<'a> {
    sender_id: UserId,
    sender: &'a str,
    sender_name: &'a str,
    content: &'a str,
    timestamp: Timestamp,
    /// Not in the earlier system, and harmless to its clients: lets a program resume.
    seq: Seq,
}

impl<'a> From<&'a Message> for StudyGroupMessage<'a> {
    fn from(message: &'a Message) -> Self {
        Self {
            sender_id: message.sender_id,
            sender: &message.sender,
            sender_name: &message.sender_name,
            content: message.content.as_deref().unwrap_or_default(),
            timestamp: message.timestamp,
            seq: message.seq,
        }
    }
}
