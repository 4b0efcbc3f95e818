//! Messages that are stored together, and those who wait for it.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::Send;
use crate::{
    api::Message,
    clock::Timestamp,
    engine::{
        error::{Error, Result},
        messages::Sent,
        store::{SendItem, SendOutcome, SentBatch, marked},
    },
    ids::MessageId,
};

/// Who waits for an item.
struct Waiting {
    name: Arc<str>,
    reply: oneshot::Sender<Result<Sent>>,
}

/// What is about to be stored.
pub(super) struct Batch {
    items: Vec<SendItem>,
    waiting: Vec<Waiting>,
}

/// What was stored, and what to answer.
pub(super) struct Settled {
    answers: Vec<(Result<Sent>, oneshot::Sender<Result<Sent>>)>,
}

impl Batch {
    pub(super) fn new(sends: Vec<Send>) -> Self {
        let split = |send: Send| {
            let Send { author, client_id, content, reply_to, reply } = send;
            let item = SendItem { author: author.user_id, client_id, id: MessageId::random(), content, reply_to };
            (item, Waiting { name: author.name, reply })
        };
        let (items, waiting) = sends.into_iter().map(split).unzip();
        Self { items, waiting }
    }

    pub(super) fn items(&self) -> &[SendItem] {
        &self.items
    }

    /// Turns the store's answers, which stand where their items stand, into what the senders are told.
    pub(super) fn settle(self, SentBatch { outcomes, marks }: SentBatch, at: Timestamp) -> Settled {
        let told = |((item, waiting), outcome): ((SendItem, Waiting), SendOutcome)| {
            let name = marked(&waiting.name, marks.get(&item.author).copied());
            let answer = match outcome {
                SendOutcome::Stored(seq) => Ok(Sent { message: stored(item, name, seq, at), duplicate: false }),
                SendOutcome::Duplicate(mut first) => {
                    first.sender.clone_from(&name);
                    first.sender_name = name;
                    Ok(Sent { message: *first, duplicate: true })
                }
                SendOutcome::NotAMember => Err(Error::NotFound),
                SendOutcome::NothingToAnswer => Err(Error::Invalid("reply_to is not a message of this group")),
            };
            (answer, waiting.reply)
        };
        Settled { answers: self.items.into_iter().zip(self.waiting).zip(outcomes).map(told).collect() }
    }

    /// Nothing was stored, as far as is known: all are told so.
    pub(super) fn fail(self, error: &Error) {
        for waiting in self.waiting {
            drop(waiting.reply.send(Err(error.clone())));
        }
    }
}

fn stored(item: SendItem, name: String, seq: crate::ids::Seq, at: Timestamp) -> Message {
    Message {
        seq,
        id: item.id,
        sender_id: item.author,
        sender: name.clone(),
        sender_name: name,
        content: Some(item.content.into_string()),
        timestamp: at,
        reply_to: item.reply_to,
        client_id: Some(item.client_id),
        edited_at: None,
        deleted: false,
    }
}

impl Settled {
    /// What was newly stored, in the order of the log.
    pub(super) fn stored(&self) -> impl Iterator<Item = &Message> {
        self.answers
            .iter()
            .filter_map(|(answer, _)| answer.as_ref().ok().filter(|sent| !sent.duplicate).map(|s| &s.message))
    }

    /// Answers everybody.
    pub(super) fn answer(self) {
        for (answer, reply) in self.answers {
            drop(reply.send(answer));
        }
    }
}
