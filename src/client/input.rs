//! Everything that can happen to a client.

use crate::{
    api::Page,
    clock::Timestamp,
    ids::{ClientMessageId, Seq},
    message::Content,
    outbox::{SendOptions, sharing::StoredEntry},
    problem::ErrorCode,
    protocol::ServerFrame,
};

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// It may begin, with what an earlier client of this person's left: messages that were not sent, as text, and changes of stored ones.
    Started {
        /// In no order.
        queued: Vec<String>,
        /// By the message's seq.
        revisions: Vec<(Seq, String)>,
    },
    /// What lies on the shelf now: somebody put messages there before this client was there to take them.
    StorageRead(Vec<String>),
    /// The person did something.
    User(UserAction),
    /// The surroundings changed.
    Browser(BrowserEvent),
    /// The socket of this attempt could not be made.
    Refused(u32),
    /// The socket of this attempt said something.
    Socket(u32, SocketEvent),
    /// A page of history that was asked for, with what `before` or `after`, is here.
    Page(Wanted, Option<Seq>, Result<Page, ErrorCode>),
    /// The answer to a change of the message at this seq, with what text, is here; it says when the text was changed.
    Revised(Seq, Option<String>, Result<Option<Timestamp>, ErrorCode>),
    /// Another client of the same person's on this device put something on the shelf, or took it off.
    StorageChanged(ClientMessageId, StoredEntry),
    /// The person saw everything up to this message.
    Saw(Seq),
    /// The end of the log came into view, or went out of it.
    AtEnd(bool),
}

/// What a person does to a conversation.
#[derive(Debug)]
pub enum UserAction {
    /// Wrote a message, and what it is called from now on.
    Sent(ClientMessageId, Content, SendOptions),
    /// Reacts to the message at this seq, or takes that back.
    Tapped(Seq, String),
    /// Pins the message at this seq, or does so no more.
    Pinned(Seq, bool),
    /// Marks the second message as the answer of the question at this seq, or takes that back.
    Answered(Seq, Seq, bool),
    /// Wants a refused message sent again.
    Retried(ClientMessageId),
    /// Gives a refused message up.
    Discarded(ClientMessageId),
    /// Has another text for a refused message, which goes out under the second name.
    Rewrote(ClientMessageId, ClientMessageId, Content),
    /// Has another text for the stored message at this seq, or deletes it.
    Revised(Seq, Option<Content>),
    /// Wants a refused change made again.
    RetriedRevision(Seq),
    /// Gives a refused change up.
    DiscardedRevision(Seq),
    /// Is writing.
    Typed,
    /// Came to where more messages would be.
    Wants(Wanted),
    /// Wants to see the end of the log.
    WantsEnd,
}

/// What the device says.
#[derive(Clone, Copy, Debug)]
pub enum BrowserEvent {
    /// Time passes: every half second or so.
    Tick,
    /// There is a network again.
    Online,
    /// There is none.
    Offline,
    /// It came to the front, or back to life.
    Visible,
    /// It went to the back.
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
