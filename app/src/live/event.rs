//! Everything that can happen to a conversation, as one queue: nothing acts on it but the [`driver`](super::driver).

use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tertulia::{
    api::Page,
    clock::Timestamp,
    ids::{ClientId, Seq},
    message::Content,
    protocol::ServerFrame,
};

use crate::error::ApiError;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The person did something.
    Did(Deed),
    /// The page's surroundings changed.
    Around(Surrounding),
    /// The socket with this attempt number said something.
    Socket(u32, SocketEvent),
    /// A page of history that was asked for, with what `before` or `after`, is here.
    Page(Wanted, Option<Seq>, Result<Page, ApiError>),
    /// The answer to a change of the message at this seq, with what text, is here; it says when the text was changed.
    Revised(Seq, Option<String>, Result<Option<Timestamp>, ApiError>),
    /// Another tab changed the text under this key of the storage.
    Stored(String, Option<String>),
}

/// What a person does to a conversation.
#[derive(Debug)]
pub enum Deed {
    /// Wrote a message.
    Sent(Content),
    /// Wants a refused message sent again.
    Retried(ClientId),
    /// Gives a refused message up.
    Discarded(ClientId),
    /// Has another text for a refused message, which goes out with it.
    Rewrote(ClientId, Content),
    /// Has another text for the stored message at this seq, or deletes it.
    Revised(Seq, Option<Content>),
    /// Wants a refused change made again.
    RetriedRevision(Seq),
    /// Gives a refused change up.
    DiscardedRevision(Seq),
    /// Can write through the page from now on; what was written before lies on the shelf.
    CameAlive,
    /// Is writing.
    Typed,
    /// Came near the top, or pressed the button there.
    WantsOlder,
    /// Came to where messages are missing.
    WantsGap,
    /// Wants to see the end of the log.
    WantsEnd,
    /// Came to the end of the log, or left it.
    Scrolled,
}

/// What the browser says.
#[derive(Clone, Copy, Debug)]
pub enum Surrounding {
    /// Time passes.
    Tick,
    /// There is a network again.
    Online,
    /// There is none.
    Offline,
    /// The page came to the front, or out of the browser's cache.
    Visible,
    /// The page went to the back.
    Hidden,
}

/// What a socket says.
#[derive(Debug)]
pub enum SocketEvent {
    /// A frame.
    Frame(Box<ServerFrame>),
    /// Something illegible, which is a sign of life nevertheless.
    Noise,
    /// It is gone; the close code where there was one.
    Closed(Option<u16>),
}

/// Why a page of history was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Older messages at the top.
    Older,
    /// What is missing in the gap, from below.
    Gap,
    /// The same from above.
    Newer,
    /// The newest page, after a reset.
    Newest,
    /// What was loaded before a reset, once more: it may have changed meanwhile.
    Stale,
}

/// Where events are put. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailbox(UnboundedSender<Event>);

impl Mailbox {
    /// A mailbox, and the end that the driver reads.
    pub fn new() -> (Self, UnboundedReceiver<Event>) {
        let (sender, receiver) = mpsc::unbounded();
        (Self(sender), receiver)
    }

    /// Puts an event in. Without effect once the conversation was left.
    pub fn post(&self, event: Event) {
        let _ = self.0.unbounded_send(event);
    }
}
