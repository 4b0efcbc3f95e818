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
    protocol::{Ack, ClientFrame, Refusal, SendMessage, ServerFrame},
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
pub(crate) struct Observations {
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
    seen: Observations,
}

impl Member {
    pub(super) fn new(group: usize, socket: Socket, called: UnboundedReceiver<u32>, plan: Arc<Plan>) -> Self {
        let (sent, acked, arrived, faults) = Default::default();
        let seen = Observations { group, log: Log::new(socket.head), sent, acked, arrived, faults };
        Self { socket, called, plan, waiting: HashMap::new(), seen }
    }

    /// Until nobody can call any more, or the socket ends.
    pub(super) async fn run(mut self) -> Observations {
        let ended = self.live().await;
        let Self { socket, waiting, mut seen, .. } = self;
        match ended {
            Ok(()) => socket.part().await,
            Err(ending) => seen.faults.push(Fault::Ended(ending)),
        }
        seen.faults.extend(waiting.into_values().map(|(message, _)| Fault::Unanswered(message)));
        seen
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
        let frame =
            SendMessage { group_id: None, client_id, content, reply_to: None, sender_id: None, question: false };
        self.socket.say(&ClientFrame::SendMessage(frame)).await?;
        self.seen.sent.push(Moment { message, after: from.elapsed() });
        Ok(())
    }

    /// Takes what came; the message to send because of it.
    fn note(&mut self, frame: ServerFrame) -> Option<u32> {
        let position = frame.log_position();
        let fault = match frame {
            ServerFrame::Event(LogEvent { change: Change::Message(message), .. }) => self.note_message(&message),
            ServerFrame::Ack(ack) => return self.note_ack(&ack),
            ServerFrame::Error(problem) => Some(self.note_refusal(&problem)),
            _ => position.and_then(|(_, seq)| self.seen.log.take(seq, None).err()),
        };
        self.seen.faults.extend(fault);
        None
    }

    fn note_message(&mut self, message: &Message) -> Option<Fault> {
        let number = message.content.as_deref().and_then(Text::number);
        if let Some(number) = number {
            self.plan.count_arrival();
            // One's own come with the name that one gave them.
            let due = self.plan.due_at(number).filter(|_| message.client_id.is_none());
            self.seen.arrived.extend(due.map(|due| Moment { message: number, after: due.elapsed() }));
        }
        self.seen.log.take(message.seq, number).err()
    }

    fn note_ack(&mut self, ack: &Ack) -> Option<u32> {
        let (message, from) = self.waiting.remove(&ack.client_id)?;
        self.plan.count_answer(true);
        self.seen.acked.push((Moment { message, after: from.elapsed() }, ack.seq));
        self.seen.faults.extend(ack.duplicate.then_some(Fault::Repeat(message)));
        self.plan.next()
    }

    /// Whoever was refused sends no more in a closed loop: the run is broken anyway.
    fn note_refusal(&mut self, problem: &Refusal) -> Fault {
        let waiting = problem.client_id.and_then(|id| self.waiting.remove(&id));
        self.plan.count_answer(false);
        let reason = format!("{}: {}", problem.code.as_str(), problem.message);
        Fault::Refused { message: waiting.map_or(u32::MAX, |(message, _)| message), reason }
    }
}
