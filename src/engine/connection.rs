//! One socket's view of the chat: which groups it receives, and the bounded queue from which it is fed.

use bytes::Bytes;

use super::{Engine, Error, Identity, error::Result};
use crate::{
    ids::{Epoch, GroupId, Seq},
    protocol::{CloseCode, Head},
};

/// In which form messages are written for a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The contract's frames.
    Tertulia,
    /// `new_message` in the second earlier system's form; everything else as in the contract.
    StudyGroups,
}

/// What a socket is to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Write this text frame (valid UTF-8).
    Frame(Bytes),
    /// The person is not a member of this group any more; nothing of it follows.
    Removed(GroupId),
    /// Close with this code; nothing follows.
    Close(CloseCode),
}

/// One socket. Dropping it leaves all its groups.
#[derive(Debug)]
pub struct Connection;

impl Engine {
    /// Registers a socket of this person's.
    pub fn connect(&self, who: Identity, dialect: Dialect) -> Connection {
        let _ = (who, dialect);
        Connection
    }
}

impl Connection {
    /// Starts receiving a group and returns the frames to be written now, before anything that [`next`](Self::next) gives:
    /// `subscribed`, then the replay after `after` and `live`, or `reset`. Without `after` it starts at the head.
    /// Subscribing again to the same group starts over.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not a member
    pub async fn subscribe(&mut self, group: GroupId, after: Option<Seq>, epoch: Option<Epoch>) -> Result<Vec<Bytes>> {
        let _ = (group, after, epoch);
        Err(Error::Unavailable)
    }

    /// Stops receiving a group.
    pub fn unsubscribe(&mut self, group: GroupId) {
        let _ = group;
    }

    /// Tells the others that the person is writing. Dropped silently when it comes too often.
    ///
    /// # Errors
    /// [`Error::NotFound`] when this socket is not subscribed to the group
    pub fn typing(&mut self, group: GroupId) -> Result<()> {
        let _ = group;
        Ok(())
    }

    /// The next thing to do; waits until there is one. Cancel safe.
    pub async fn next(&mut self) -> Delivery {
        std::future::pending().await
    }

    /// What is to be done next if it is already there: lets a socket write several frames at once.
    pub fn try_next(&mut self) -> Option<Delivery> {
        None
    }

    /// Resolves when the socket must be closed, however many frames still wait: race a blocked write against it.
    pub fn doomed(&self) -> impl Future<Output = CloseCode> + Send + 'static {
        std::future::pending()
    }

    /// The heads of the subscribed groups, for `ping`.
    pub fn heads(&self) -> Vec<Head> {
        Vec::new()
    }
}
