//! Everything that a client can want.

use super::{Announcement, ConnectionState, Wanted};
use crate::{
    group::Role,
    ids::{ClientMessageId, Epoch, Seq},
    protocol::ClientFrame,
};

/// Something that is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Open a socket that is subscribed to the group from `after` on, and mark what it says with `attempt`. The one before is given up.
    Connect {
        /// Counts sockets.
        attempt: u32,
        /// The newest seq that is known.
        after: Seq,
        /// Of which log.
        epoch: Epoch,
    },
    /// Give the socket up.
    HangUp,
    /// Write a frame.
    Say(ClientFrame),
    /// Load a page of history.
    Load {
        /// Why.
        wanted: Wanted,
        /// The messages before this one.
        before: Option<Seq>,
        /// The messages after this one.
        after: Option<Seq>,
    },
    /// Change the text of the message at this seq, or delete it. Over HTTP: unlike the socket it answers each change, and it works while the
    /// socket does not.
    Revise(Seq, Option<String>),
    /// Keep something where it outlives this client.
    Store(StorageWrite),
    /// Tell the person.
    View(ViewEvent),
}

/// What is kept, and what is not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageWrite {
    /// A message that was not sent, as text.
    Queued(ClientMessageId, String),
    /// One that the server has.
    Stored(ClientMessageId),
    /// One that its author gave up; the person's other clients are to learn that.
    GivenUp(ClientMessageId),
    /// A change of a stored message, as text; an empty one is none.
    Revision(Seq, String),
}

/// What the person is told, beyond the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewEvent {
    /// How it is connected.
    Connection(ConnectionState),
    /// Something is to be said aloud.
    Announce(Announcement),
    /// So many more members, or fewer.
    Members(i32),
    /// So many more pinned messages, or fewer.
    Pins(i32),
    /// What the person may do from now on.
    Role(Role),
    /// The end of the log is to be shown, wherever the person is.
    End,
    /// This text could not be taken, for too much waits: its author has it back.
    HandBack(String),
}
