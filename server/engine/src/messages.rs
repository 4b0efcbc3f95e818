//! Messages: send, edit, delete, pages and the reading position.

use tertulia::{
    api::{Message, NewMessage, PAGE_MAX, Page, PageQuery},
    ids::{ClientMessageId, GroupId, Seq},
    message::Content,
    protocol::ServerFrame,
};

use super::{
    Engine, Error, Identity,
    act::Deed,
    error::Result,
    log::Reading,
    page_size,
    room::ConnectionId,
    writer::{Command, Send},
};

/// A stored message, and whether it already was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message as it is now; as first stored, unless it was changed since.
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
        if new.sender_id.is_some_and(|named| named != who.user_id.to_string()) {
            return Err(Error::SenderMismatch);
        }
        let content = Content::parse(&new.content)?;
        self.gates().message(who.user_id, group)?;
        let client_id = new.client_id.unwrap_or_else(ClientMessageId::random);
        let (author, reply_to, question) = (who.clone(), new.reply_to, new.question);
        self.append(group, |reply| Command::Send(Send { author, client_id, content, reply_to, question, reply })).await
    }

    /// Changes the text of the caller's own message. To the same text it is no change: nothing is stored, nobody is told.
    ///
    /// # Errors
    /// [`Error::Content`], [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] for a deleted message
    pub async fn edit(&self, who: &Identity, group: GroupId, seq: Seq, content: &str) -> Result<Message> {
        let content = Content::parse(content)?;
        self.gates().message(who.user_id, group)?;
        self.act(who, group, seq, Deed::Edit(content)).await?.ok_or(Error::Internal)
    }

    /// Deletes the caller's own message, or anybody's if the caller is a moderator or the owner. Deleting again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`]
    pub async fn delete(&self, who: &Identity, group: GroupId, seq: Seq) -> Result<()> {
        self.gates().message(who.user_id, group)?;
        self.act(who, group, seq, Deed::Delete).await.map(drop)
    }

    /// A page of messages, oldest first: fewer where their texts would be more than a page may hold. `limit` is 1 to 100.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Invalid`]
    pub async fn page(&self, who: &Identity, group: GroupId, query: PageQuery, limit: u32) -> Result<Page> {
        if !(1..=PAGE_MAX).contains(&limit) {
            return Err(Error::Invalid("limit must be 1 to 100"));
        }
        let mut page = self.logs().page(group, who.user_id, query, limit).await?;
        page_size::fit(&mut page, query, self.limits().page_bytes);
        Ok(page)
    }

    /// Moves the caller's reading position forward, and tells the person's sockets that receive the group; not the one that
    /// says so. It is stored within seconds: a crash may take it back as far.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`]
    pub async fn mark_read(&self, who: &Identity, group: GroupId, seq: Seq, from: Option<ConnectionId>) -> Result<()> {
        let user = who.user_id;
        let reading = self.logs().get(group).await?.write().read(user, seq)?;
        let (seq, moved) = match reading {
            Reading::Stays(at) => (at, false),
            Reading::Moved(at) => (at, true),
            Reading::Ask(..) => self.append(group, |reply| Command::Read { user, to: seq, reply }).await?,
        };
        if let (true, Some(room)) = (moved, self.live().existing_room(group)) {
            room.send_to_person(user, from, ServerFrame::Read { group_id: group, seq });
        }
        Ok(())
    }
}
