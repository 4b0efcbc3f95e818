//! A frame on its way to several sockets, and its encodings: each is made once, by the first socket that needs it.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use tertulia::{ids::UserId, log_event::LogEvent, protocol::ServerFrame};

/// How many encodings of one frame there may be: whoever writes to sockets numbers them.
pub const ENCODINGS: usize = 3;

/// About how many bytes a frame takes beside the text that people wrote, written as JSON.
pub(super) const FRAME_BYTES: usize = 256;

/// A frame for all who receive a group, or for one of them.
#[derive(Debug)]
pub struct Broadcast {
    frame: ServerFrame,
    encodings: [OnceLock<Bytes>; ENCODINGS],
}

impl Broadcast {
    pub(super) fn new(frame: ServerFrame) -> Arc<Self> {
        Arc::new(Self { frame, encodings: Default::default() })
    }

    /// What is told. Nothing in it is hidden from whoever it is delivered to.
    pub const fn frame(&self) -> &ServerFrame {
        &self.frame
    }

    /// The encoding of this number; whoever asks for it first makes it.
    ///
    /// # Panics
    /// Where the number is not below [`ENCODINGS`]
    pub fn encoding(&self, number: usize, encode: impl FnOnce(&ServerFrame) -> Bytes) -> Bytes {
        self.encodings[number].get_or_init(|| encode(&self.frame)).clone()
    }
}

/// The same frame, however far its encodings are.
impl PartialEq for Broadcast {
    fn eq(&self, other: &Self) -> bool {
        self.frame == other.frame
    }
}

impl Eq for Broadcast {}

/// A durable change for its author's own sockets, and for everybody else: only the author learns what its client called a message.
pub(super) struct Told {
    event: LogEvent,
    author: OnceLock<Arc<Broadcast>>,
    common: OnceLock<Arc<Broadcast>>,
}

impl Told {
    /// A message in the event carries its client id.
    pub(super) fn new(event: LogEvent) -> Self {
        let (author, common) = Default::default();
        Self { event, author, common }
    }

    /// What one reader is told.
    pub(super) fn to(&self, reader: UserId) -> Arc<Broadcast> {
        let is_author = self.event.message().is_some_and(|message| message.sender_id == reader);
        let kept = if is_author { &self.author } else { &self.common };
        let make = || Broadcast::new(ServerFrame::Event(self.event.clone().for_reader(reader)));
        Arc::clone(kept.get_or_init(make))
    }
}

/// About how many bytes a frame takes: what may wait for a socket is counted with it. (An encoding with HTML is larger, and the same for all sockets.)
pub(super) fn weight(frame: &ServerFrame) -> usize {
    FRAME_BYTES + frame.event().and_then(|event| event.change.text()).map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use tertulia::{
        api::Message,
        clock::Timestamp,
        ids::{ClientMessageId, GroupId, MessageId, Seq},
    };

    use super::*;

    fn message(author: UserId) -> LogEvent {
        let (id, at) = (MessageId::random(), Timestamp::from_millis(0));
        let message = Message {
            client_id: Some(ClientMessageId::random()),
            ..Message::new(Seq(7), id, author, "Ana".to_owned(), Some("hola".to_owned()), at)
        };
        LogEvent::of_message(GroupId::from(uuid::Uuid::nil()), message)
    }

    #[test]
    fn only_the_author_learns_what_the_client_called_a_message_and_all_others_share_one_frame() {
        let [ana, luis, eva] = [1, 2, 3].map(|n| UserId::from(uuid::Uuid::from_u128(n)));
        let told = Told::new(message(ana));
        let client_id = |reader| told.to(reader).frame().message().expect("a message").client_id;
        assert!(client_id(ana).is_some());
        assert!(client_id(luis).is_none());
        assert!(Arc::ptr_eq(&told.to(luis), &told.to(eva)));
    }

    #[test]
    fn an_encoding_is_made_once() {
        let told = Broadcast::new(ServerFrame::Pong);
        assert_eq!(told.encoding(0, |_| Bytes::from_static(b"a")), "a");
        assert_eq!(told.encoding(1, |_| Bytes::from_static(b"b")), "b");
        assert_eq!(told.encoding(0, |_| Bytes::from_static(b"c")), "a");
    }
}
