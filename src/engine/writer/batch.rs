//! Messages that are stored together. Two sends of one message (the same author and client id) share one item, so that the
//! transaction sees each message once.

use std::collections::HashMap;

use tokio::sync::oneshot;

use super::Send;
use crate::{
    api::Message,
    clock::Timestamp,
    engine::{
        error::{Error, Result},
        messages::Sent,
        store::{SendItem, SendOutcome},
    },
    ids::MessageId,
};

/// Who waits for an item: the first sent it, any others sent it again.
struct Waiting {
    name: std::sync::Arc<str>,
    replies: Vec<oneshot::Sender<Result<Sent>>>,
}

/// What is about to be stored.
pub(super) struct Batch {
    items: Vec<SendItem>,
    waiting: Vec<Waiting>,
}

/// What was stored, and what to answer.
pub(super) struct Settled {
    answers: Vec<(Result<Sent>, Waiting)>,
}

impl Batch {
    pub(super) fn new(sends: Vec<Send>) -> Self {
        let mut batch = Self { items: Vec::with_capacity(sends.len()), waiting: Vec::with_capacity(sends.len()) };
        let mut places = HashMap::new();
        for send in sends {
            let place = *places.entry((send.author.user_id, send.client_id)).or_insert(batch.items.len());
            if place == batch.items.len() {
                batch.waiting.push(Waiting { name: send.author.name.clone(), replies: Vec::with_capacity(1) });
                batch.items.push(SendItem {
                    author: send.author.user_id,
                    client_id: send.client_id,
                    id: MessageId::random(),
                    content: send.content,
                    reply_to: send.reply_to,
                });
            }
            batch.waiting[place].replies.push(send.reply);
        }
        batch
    }

    pub(super) fn items(&self) -> &[SendItem] {
        &self.items
    }

    /// Turns the store's answers, which stand where their items stand, into what the senders are told.
    pub(super) fn settle(self, outcomes: Vec<SendOutcome>, at: Timestamp) -> Settled {
        let told = |((item, waiting), outcome): ((SendItem, Waiting), SendOutcome)| {
            let answer = match outcome {
                SendOutcome::Stored(seq) => {
                    Ok(Sent { message: stored(item, &waiting.name, seq, at), duplicate: false })
                }
                SendOutcome::Duplicate(mut first) => {
                    first.sender = waiting.name.to_string();
                    first.sender_name = waiting.name.to_string();
                    Ok(Sent { message: *first, duplicate: true })
                }
                SendOutcome::NotAMember => Err(Error::NotFound),
                SendOutcome::NothingToAnswer => Err(Error::Invalid("reply_to is not a message of this group")),
            };
            (answer, waiting)
        };
        Settled { answers: self.items.into_iter().zip(self.waiting).zip(outcomes).map(told).collect() }
    }

    /// Nothing was stored, as far as is known: all are told so.
    pub(super) fn fail(self, error: &Error) {
        for reply in self.waiting.into_iter().flat_map(|waiting| waiting.replies) {
            drop(reply.send(Err(error.clone())));
        }
    }
}

fn stored(item: SendItem, name: &str, seq: crate::ids::Seq, at: Timestamp) -> Message {
    Message {
        seq,
        id: item.id,
        sender_id: item.author,
        sender: name.to_owned(),
        sender_name: name.to_owned(),
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

    /// Answers everybody. Whoever sent a message again within the batch is told that it is a repeat.
    pub(super) fn answer(self) {
        for (answer, waiting) in self.answers {
            for (index, reply) in waiting.replies.into_iter().enumerate() {
                let answer = answer.clone().map(|sent| Sent { duplicate: sent.duplicate || index > 0, ..sent });
                drop(reply.send(answer));
            }
        }
    }
}
