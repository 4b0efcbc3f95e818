//! One person at one socket: sends when called, or when the plan says so at an acknowledgement, and notes what comes.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tertulia::{
    api::Message,
    ids::{ClientMessageId, Seq},
    log_event::{Change, LogEvent},
    protocol::{Ack, ClientFrame, Problem, SendMessage, ServerFrame},
};
use tokio::sync::mpsc::UnboundedReceiver;

use super::plan::Plan;
use crate::{
    checker::{Fault, Log},
    socket::Socket,
    text::Text,
};

/// A message and how long after its due time, or without one after its sending, something happened to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) message: u32,
    pub(crate) after: Duration,
}

/// What a member saw.
#[derive(Debug)]
pub(crate) struct Record {
    /// Which group, by number.
    pub(crate) group: usize,
    pub(crate) log: Log,
    /// When the messages that it sent were handed to the system.
    pub(crate) sent: Vec<Moment>,
    /// When they were acknowledged, and at which seq.
    pub(crate) acked: Vec<(Moment, Seq)>,
    /// When messages of others arrived that were due at a moment.
    pub(crate) arrived: Vec<Moment>,
    pub(crate) faults: Vec<Fault>,
}

/// A socket and its person.
pub(super) struct Member {
    socket: Socket,
    called: UnboundedReceiver<u32>,
    plan: Arc<Plan>,
    /// What was not answered yet, and from when it is measured.
    waiting: HashMap<ClientMessageId, (u32, Instant)>,
    record: Record,
}

impl Member {
    pub(super) fn new(group: usize, socket: Socket, called: UnboundedReceiver<u32>, plan: Arc<Plan>) -> Self {
        let (sent, acked, arrived, faults) = Default::default();
        let record = Record { group, log: Log::new(socket.head), sent, acked, arrived, faults };
        Self { socket, called, plan, waiting: HashMap::new(), record }
    }

    /// Until nobody can call any more, or the socket ends.
    pub(super) async fn run(mut self) -> Record {
        let ended = self.live().await;
        let Self { socket, waiting, mut record, .. } = self;
        match ended {
            Ok(()) => socket.part().await,
            Err(ending) => record.faults.push(Fault::Ended(ending)),
        }
        record.faults.extend(waiting.into_values().map(|(message, _)| Fault::Unanswered(message)));
        record
    }

    async fn live(&mut self) -> Result<(), String> {
        loop {
            tokio::select! {
                call = self.called.recv() => match call {
                    Some(message) => self.send(message).await?,
                    None => return Ok(()),
                },
                heard = self.socket.hear() => if let Some(message) = self.note(heard?) {
                    self.send(message).await?;
                },
            }
        }
    }

    async fn send(&mut self, message: u32) -> Result<(), String> {
        let client_id = ClientMessageId::random();
        let from = self.plan.due_at(message).unwrap_or_else(Instant::now);
        self.waiting.insert(client_id, (message, from));
        let (client_id, content) = (Some(client_id), self.plan.text(message));
        let frame = SendMessage { group_id: None, client_id, content, reply_to: None, sender_id: None };
        self.socket.say(&ClientFrame::SendMessage(frame)).await?;
        self.record.sent.push(Moment { message, after: from.elapsed() });
        Ok(())
    }

    /// Takes what came; the message to send because of it.
    fn note(&mut self, frame: ServerFrame) -> Option<u32> {
        let position = frame.log_position();
        let fault = match frame {
            ServerFrame::Event(LogEvent { change: Change::Message(message), .. }) => self.note_message(&message),
            ServerFrame::Ack(ack) => return self.note_ack(&ack),
            ServerFrame::Error(problem) => Some(self.note_refusal(&problem)),
            _ => position.and_then(|(_, seq)| self.record.log.take(seq, None).err()),
        };
        self.record.faults.extend(fault);
        None
    }

    fn note_message(&mut self, message: &Message) -> Option<Fault> {
        let number = message.content.as_deref().and_then(Text::number);
        if let Some(number) = number {
            self.plan.count_arrival();
            // One's own come with the name that one gave them.
            let due = self.plan.due_at(number).filter(|_| message.client_id.is_none());
            self.record.arrived.extend(due.map(|due| Moment { message: number, after: due.elapsed() }));
        }
        self.record.log.take(message.seq, number).err()
    }

    fn note_ack(&mut self, ack: &Ack) -> Option<u32> {
        let (message, from) = self.waiting.remove(&ack.client_id)?;
        self.plan.count_answer(true);
        self.record.acked.push((Moment { message, after: from.elapsed() }, ack.seq));
        self.record.faults.extend(ack.duplicate.then_some(Fault::Repeat(message)));
        self.plan.next()
    }

    /// Whoever was refused sends no more in a closed loop: the run is broken anyway.
    fn note_refusal(&mut self, problem: &Problem) -> Fault {
        let waiting = problem.client_id.and_then(|id| self.waiting.remove(&id));
        self.plan.count_answer(false);
        let reason = format!("{}: {}", problem.code.as_str(), problem.message);
        Fault::Refused { message: waiting.map_or(u32::MAX, |(message, _)| message), reason }
    }
}
