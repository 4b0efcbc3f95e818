//! Messages that are stored: changing them, reading pages of them, and how far somebody has read.

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store,
    groups::{seq, stored},
    message_row::MessageRow,
    names::{Names, NamesRow},
    vars,
};
use crate::{
    api::{Message, Page, PageQuery},
    clock::Timestamp,
    engine::error::{Error, Result},
    ids::{GroupId, Seq, UserId},
    message::Content,
};

/// How changing or deleting a message went.
#[derive(Clone, Debug)]
pub(in crate::engine) enum Revision {
    /// It is done, at this place in the log; the message as it is now.
    Done(Seq, Box<Message>),
    /// It was so before; the message, unless it was deleted.
    Unchanged(Option<Box<Message>>),
}

#[derive(SurrealValue)]
struct RevisionRow {
    status: String,
    seq: Option<i64>,
    message: Option<MessageRow>,
}

#[derive(SurrealValue)]
struct PageRow {
    head: i64,
    epoch: Uuid,
    messages: Vec<MessageRow>,
    names: NamesRow,
    has_more: bool,
    has_newer: bool,
}

impl Store {
    /// Changes (`content`) or deletes (none) the message at a seq.
    pub(in crate::engine) async fn revise(
        &self,
        group: GroupId,
        actor: UserId,
        message: Seq,
        content: Option<&Content>,
        now: Timestamp,
    ) -> Result<Revision> {
        let vars = vars! {
            "g": group.as_uuid(), "u": actor.as_uuid(), "seq": stored(message),
            "content": content.map(|c| c.as_str().to_owned()), "now": now.as_millis(),
        };
        let row: RevisionRow = self.write("RETURN fn::revise($g, $u, $seq, $content, $now)", vars).await?;
        match (row.status.as_str(), row.seq, row.message) {
            ("done", Some(at), Some(message)) => {
                self.orders.touch(group, now);
                Ok(Revision::Done(seq(at), self.named(group, message, actor).await?))
            }
            ("unchanged", _, Some(message)) => Ok(Revision::Unchanged(Some(self.named(group, message, actor).await?))),
            ("unchanged", ..) => Ok(Revision::Unchanged(None)),
            ("not_found", ..) => Err(Error::NotFound),
            ("forbidden", ..) => Err(Error::Forbidden),
            ("deleted", ..) => Err(Error::Conflict("the message was deleted")),
            _ => Err(Error::Internal),
        }
    }

    /// A message as `reader` sees it.
    async fn named(&self, group: GroupId, message: MessageRow, reader: UserId) -> Result<Box<Message>> {
        let sender = self.name(group, message.author.into()).await?;
        Ok(Box::new(message.into_message(sender, reader)))
    }

    /// A page for one of the members.
    pub(in crate::engine) async fn page(
        &self,
        group: GroupId,
        reader: UserId,
        query: PageQuery,
        limit: u32,
    ) -> Result<Page> {
        let (side, at) = match query {
            PageQuery::Newest => ("newest", Seq::ZERO),
            PageQuery::Before(at) => ("before", at),
            PageQuery::After(at) => ("after", at),
            PageQuery::Around(at) => ("around", at),
        };
        let vars = vars! {
            "g": group.as_uuid(), "u": reader.as_uuid(), "side": side.to_owned(), "seq": stored(at), "limit": i64::from(limit),
        };
        let found: Option<PageRow> = self.read("RETURN fn::page($g, $u, $side, $seq, $limit)", vars).await?;
        let row = found.ok_or(Error::NotFound)?;
        let names = Names::new(&row.names);
        let message = |m: MessageRow| {
            let sender = names.of(m.author.into());
            m.into_message(sender, reader)
        };
        Ok(Page {
            messages: row.messages.into_iter().map(message).collect(),
            head: seq(row.head),
            epoch: row.epoch.into(),
            has_more: row.has_more,
            has_newer: row.has_newer,
        })
    }

    /// Moves a reading position forward. The position now, and whether it moved.
    pub(in crate::engine) async fn mark_read(&self, group: GroupId, user: UserId, to: Seq) -> Result<(Seq, bool)> {
        #[derive(SurrealValue)]
        struct ReadRow {
            seq: i64,
            moved: bool,
        }
        let vars = vars! { "g": group.as_uuid(), "u": user.as_uuid(), "seq": stored(to) };
        let row: Option<ReadRow> = self.write("RETURN fn::read($g, $u, $seq)", vars).await?;
        row.map(|row| (seq(row.seq), row.moved)).ok_or(Error::NotFound)
    }

    /// The name of a person as it is shown in a group.
    pub(in crate::engine) async fn name(&self, group: GroupId, user: UserId) -> Result<String> {
        let vars = vars! { "g": group.as_uuid(), "u": user.as_uuid() };
        let rows: NamesRow = self.read("RETURN fn::names($g, [$u])", vars).await?;
        Ok(Names::new(&rows).of(user))
    }
}
