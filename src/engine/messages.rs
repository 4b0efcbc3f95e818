//! Messages: send, edit, delete, pages and the reading position.

use super::{Engine, Error, Identity, error::Result};
use crate::{
    api::{Message, NewMessage, Page, PageQuery},
    ids::{GroupId, Seq},
};

/// A stored message, and whether it already was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message as first stored.
    pub message: Message,
    /// Whether this send was a repeat.
    pub duplicate: bool,
}

impl Engine {
    /// Stores a message, then tells everybody. The write goes on even if this future is dropped.
    ///
    /// # Errors
    /// [`Error::Content`], [`Error::SenderMismatch`], [`Error::NotFound`] (also when the caller is not a member),
    /// [`Error::Invalid`] when `reply_to` is no message, [`Error::RateLimited`], [`Error::Unavailable`]
    pub async fn send(&self, who: &Identity, group: GroupId, new: NewMessage) -> Result<Sent> {
        let _ = (who, group, new);
        Err(Error::Unavailable)
    }

    /// Changes the text of the caller's own message.
    ///
    /// # Errors
    /// [`Error::Content`], [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] for a deleted message
    pub async fn edit(&self, who: &Identity, group: GroupId, seq: Seq, content: &str) -> Result<Message> {
        let _ = (who, group, seq, content);
        Err(Error::Unavailable)
    }

    /// Deletes the caller's own message, or anybody's if the caller is a moderator or the owner. Deleting again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`]
    pub async fn delete(&self, who: &Identity, group: GroupId, seq: Seq) -> Result<()> {
        let _ = (who, group, seq);
        Err(Error::Unavailable)
    }

    /// A page of messages, oldest first. `limit` is 1 to 100.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Invalid`]
    pub async fn page(&self, who: &Identity, group: GroupId, query: PageQuery, limit: u32) -> Result<Page> {
        let _ = (who, group, query, limit);
        Err(Error::Unavailable)
    }

    /// Moves the caller's reading position forward, and tells the person's other sockets.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn mark_read(&self, who: &Identity, group: GroupId, seq: Seq) -> Result<()> {
        let _ = (who, group, seq);
        Err(Error::Unavailable)
    }
}
