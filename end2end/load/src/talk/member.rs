//! One person at one socket: sends when called, and notes what comes.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tertulia::{
    ids::{ClientId, Seq},
    log_event::{Change, LogEvent},
    protocol::{ClientFrame, SendMessage, ServerFrame},
};
use tokio::sync::mpsc::UnboundedReceiver;

use super::plan::Plan;
use crate::{
    checker::{Fault, Log},
    socket::Socket,
};

/// A message and how long after its due time something happened to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) message: u32,
    pub(super) after: Duration,
}

/// What a member saw.
#[derive(Debug)]
pub(super) struct Record {
    /// Which group, by number.
    pub(super) group: usize,
    pub(super) log: Log,
    /// When the messages that it sent were handed to the system.
    pub(super) sent: Vec<Moment>,
    /// When they were acknowledged, and at which seq.
    pub(super) acked: Vec<(Moment, Seq)>,
    /// When messages of others arrived.
    pub(super) arrived: Vec<Moment>,
    pub(super) faults: Vec<Fault>,
}

/// A socket and its person.
pub(super) struct Member {
    socket: Socket,
    called: UnboundedReceiver<u32>,
    plan: Arc<Plan>,
    waiting: HashMap<ClientId, u32>,
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
        record.faults.extend(waiting.into_values().map(Fault::Unanswered));
        record
    }

    async fn live(&mut self) -> Result<(), String> {
        loop {
            tokio::select! {
                call = self.called.recv() => match call {
                    Some(message) => self.send(message).await?,
                    None => return Ok(()),
                },
                heard = self.socket.hear() => self.note(heard?),
            }
        }
    }

    async fn send(&mut self, message: u32) -> Result<(), String> {
        let client_id = ClientId::random();
        self.waiting.insert(client_id, message);
        let (client_id, content) = (Some(client_id), self.plan.text(message));
        let frame = SendMessage { group_id: None, client_id, content, reply_to: None, sender_id: None };
        self.socket.say(&ClientFrame::SendMessage(frame)).await?;
        self.record.sent.push(self.moment(message, Instant::now()));
        Ok(())
    }

    fn moment(&self, message: u32, now: Instant) -> Moment {
        Moment { message, after: self.plan.late(message, now) }
    }

    fn note(&mut self, frame: ServerFrame) {
        let now = Instant::now();
        let position = frame.log_position();
        let fault = match frame {
            ServerFrame::Event(LogEvent { change: Change::Message(message), .. }) => {
                let number = message.content.as_deref().and_then(Plan::number);
                if let Some(number) = number {
                    self.plan.count_arrival();
                    if message.client_id.is_none() {
                        self.record.arrived.push(self.moment(number, now));
                    }
                }
                self.record.log.take(message.seq, number).err()
            }
            ServerFrame::Ack(ack) => self.waiting.remove(&ack.client_id).and_then(|message| {
                self.plan.count_answer(true);
                self.record.acked.push((self.moment(message, now), ack.seq));
                ack.duplicate.then_some(Fault::Repeat(message))
            }),
            ServerFrame::Error(problem) => {
                let message = problem.client_id.and_then(|id| self.waiting.remove(&id));
                self.plan.count_answer(false);
                let reason = format!("{}: {}", problem.code.as_str(), problem.message);
                Some(Fault::Refused { message: message.unwrap_or(u32::MAX), reason })
            }
            _ => position.and_then(|(_, seq)| self.record.log.take(seq, None).err()),
        };
        self.record.faults.extend(fault);
    }
}
