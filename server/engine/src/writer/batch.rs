//! Messages that are stored together, and those who wait for it.

use std::sync::Arc;

use archive::MessageState;
use tertulia::{clock::Timestamp, ids::Seq};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::Send;
use crate::{
    committer::Part,
    error::{Error, Result},
    log::Log,
    logs::SharedLog,
    messages::Sent,
    store::{NewMessageRows, NextPlace, StoredMessage, WithQuoted, set_mentions, stored},
};

/// What became of messages that were sent, as far as the log in memory tells it.
#[derive(Default)]
pub(super) struct Batch {
    /// To be stored, in this order, and who waits for it.
    new: Vec<(NewMessageRows, Send)>,
    /// Sent a second time with one that is to be stored.
    repeats: Vec<Send>,
    /// The answered messages that are not in memory.
    answered: Vec<StoredMessage>,
    /// What can be said at once.
    answers: Vec<(Result<Sent>, oneshot::Sender<Result<Sent>>)>,
}

impl Batch {
    /// Checks each message against the log. `answered` are those of the answered messages that are not in memory.
    pub(super) fn new(log: &Log, sends: Vec<Send>, answered: Vec<StoredMessage>) -> Self {
        let (mut batch, mut next) = (Self { answered, ..Self::default() }, log.next_place(Timestamp::now()));
        for send in sends {
            batch.add(log, send, &mut next);
        }
        batch
    }

    fn add(&mut self, log: &Log, send: Send, next: &mut NextPlace) {
        let author = send.author.user_id;
        if !log.is_member(author) {
            return self.answers.push((Err(Error::NotFound), send.reply));
        }
        if let Some(row) = log.sent(author, send.client_id) {
            let message = log.told(row, author);
            return self.answers.push((Ok(Sent { message, duplicate: true }), send.reply));
        }
        if self.new.iter().any(|(_, other)| other.client_id == send.client_id && other.author.user_id == author) {
            return self.repeats.push(send);
        }
        let answers = |at: Seq| {
            let new = self.new.iter().map(|(new, _)| new.message.seq);
            new.chain(self.answered.iter().map(|row| row.seq)).any(|place| place == stored(at))
        };
        if send.reply_to.is_some_and(|at| !answers(at) && log.message_at(at).is_none()) {
            let error = Error::Invalid("reply_to is not a message of this group");
            return self.answers.push((Err(error), send.reply));
        }
        let content = send.content.as_str().to_owned();
        let mut state = MessageState { question: send.question, ..Default::default() };
        set_mentions(&mut state, log.mentions(&content, author));
        let rows = next.message(author, send.client_id, content, send.reply_to).with_state(state);
        self.new.push((rows, send));
    }

    /// The messages that are to be stored are: takes them into the log.
    pub(super) fn take_in(&self, log: &mut Log) {
        for (new, _) in &self.new {
            let answered = self.answered.iter().find(|row| Some(row.seq) == new.message.reply_to);
            let rows: Vec<StoredMessage> = [&new.message].into_iter().chain(answered).cloned().collect();
            log.apply(&new.event, &rows);
        }
    }

    pub(super) fn part(&self) -> Part {
        self.new.iter().map(|(rows, _)| rows.clone()).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// What each author's client calls the messages that are to be stored.
    pub(super) fn names(&self) -> Vec<(Uuid, Uuid)> {
        self.new.iter().map(|(rows, _)| (rows.message.author, rows.message.client_id)).collect()
    }

    /// Answers what can be said already.
    pub(super) fn answer(&mut self) {
        for (answer, reply) in self.answers.drain(..) {
            drop(reply.send(answer));
        }
    }

    /// Everything is stored: answers everybody.
    pub(super) fn succeed(mut self, log: &Arc<SharedLog>) {
        {
            let log = log.read();
            for (rows, send) in self.new {
                let author = send.author.user_id;
                let message = log.told(&rows.message, author);
                for repeat in self.repeats.extract_if(.., |repeat| is_same(repeat, &send)) {
                    self.answers.push((Ok(Sent { message: message.clone(), duplicate: true }), repeat.reply));
                }
                self.answers.push((Ok(Sent { message, duplicate: false }), send.reply));
            }
        }
        for (answer, reply) in self.answers {
            drop(reply.send(answer));
        }
    }

    /// Nothing was stored, for another program appended, or some of them were stored long ago: `known`. Answers those; the others are to be tried
    /// again.
    pub(super) fn sort_out(self, log: &Log, known: &WithQuoted) -> Vec<Send> {
        let waiting = self.new.into_iter().map(|(_, send)| send).chain(self.repeats);
        waiting.filter_map(|send| answer_known(log, known, send)).collect()
    }

    /// Nothing was stored, as far as is known: all are told so.
    pub(super) fn fail(self, error: &Error) {
        let waiting = self.new.into_iter().map(|(_, send)| send).chain(self.repeats);
        for send in waiting {
            drop(send.reply.send(Err(error.clone())));
        }
    }
}

fn answer_known(log: &Log, known: &WithQuoted, send: Send) -> Option<Send> {
    let author = send.author.user_id;
    let is_it = |row: &&StoredMessage| row.client_id == send.client_id.as_uuid() && row.author == author.as_uuid();
    let Some(row) = known.messages.iter().find(is_it) else { return Some(send) };
    // Whoever is a member no more is told nothing: the next try says so.
    if !log.is_member(author) {
        return Some(send);
    }
    let message = known.told_one(row, author);
    drop(send.reply.send(Ok(Sent { message, duplicate: true })));
    None
}

fn is_same(one: &Send, other: &Send) -> bool {
    one.client_id == other.client_id && one.author.user_id == other.author.user_id
}
