//! What happens to the log: commit, then tell, then answer.

use super::{Event, World};
use crate::{
    clock::Timestamp,
    ids::{ClientMessageId, Seq},
    problem::ErrorCode,
    protocol::{Ack, Refusal, ServerFrame},
    simulation::{
        front::Command,
        log::{Append, Outcome, for_reader, message},
        mutant::Mutant,
        network::SocketId,
    },
    timeline::model::{id, new_message},
};

impl World {
    /// Hands something to a front's writer.
    pub(in crate::simulation) fn submit(&mut self, front: usize, command: Command) {
        if self.fronts[front].up {
            self.fronts[front].waiting.push(command);
            self.write_batch(front);
        }
    }

    /// One transaction at a time, with all that waits.
    fn write_batch(&mut self, front: usize) {
        if self.fronts[front].writing || self.fronts[front].waiting.is_empty() {
            return;
        }
        let batch = std::mem::take(&mut self.fronts[front].waiting);
        self.fronts[front].writing = true;
        match self.mutant {
            Some(Mutant::AcknowledgesTooEarly) => self.acknowledge_too_early(&batch),
            Some(Mutant::TellsTooEarly) => self.tell_too_early(front, &batch),
            _ => {}
        }
        let (at, start) = (self.now + self.latency(), self.fronts[front].start);
        self.under_way += 1;
        self.plan(at, Event::Committed { front, start, batch });
    }

    /// The disk has answered, or would have: a front that crashed meanwhile may have committed, and nobody knows.
    pub(super) fn committed(&mut self, front: usize, start: u32, batch: Vec<Command>) {
        self.under_way -= 1;
        let crashed = self.fronts[front].start != start;
        let refused = self.now < self.refuses_until;
        if (crashed || refused) && self.random.percent(50) {
            self.append(&batch);
        } else if !crashed && !refused {
            let outcomes = self.append(&batch);
            for outcome in &outcomes {
                if let Outcome::Stored(seq) = outcome {
                    self.tell(front, *seq);
                    self.pass_on(front, *seq);
                }
            }
            self.acknowledge(&batch, &outcomes);
        }
        if !crashed {
            self.fronts[front].writing = false;
            if refused {
                self.refuse(&batch);
            }
            self.write_batch(front);
        }
    }

    fn append(&mut self, batch: &[Command]) -> Vec<Outcome> {
        // The wall clock jumps as it likes.
        let at = Timestamp::from_millis(self.random.between(0, 7_200_000).cast_signed());
        let twice = self.mutant == Some(Mutant::StoresRepeats);
        let outcomes: Vec<Outcome> = batch.iter().map(|command| self.log.append(&command.what, at, twice)).collect();
        self.summary.repeats +=
            outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Duplicate(_))).count() as u64;
        outcomes
    }

    fn acknowledge(&mut self, batch: &[Command], outcomes: &[Outcome]) {
        for (command, outcome) in batch.iter().zip(outcomes) {
            let Some((socket, client_id)) = command.asker else { continue };
            if let Outcome::Stored(seq) | Outcome::Duplicate(seq) = outcome {
                self.answer(socket, ServerFrame::Ack(ack(client_id, *seq)));
            }
        }
    }

    fn refuse(&mut self, batch: &[Command]) {
        for (socket, client_id) in batch.iter().filter_map(|command| command.asker) {
            let (code, message) = (ErrorCode::Unavailable, String::new());
            let client_id = Some(client_id);
            let problem = Refusal { code, message, group_id: None, client_id, retry_after_ms: None };
            self.answer(socket, ServerFrame::Error(problem));
        }
    }

    fn answer(&mut self, socket: SocketId, frame: ServerFrame) {
        if self.session(socket).is_some() {
            self.go_down(socket, Event::Told { socket, frame });
            self.at_rest(socket);
        }
    }

    /// Tells the other fronts; one that hears of it late, in another order or never finds a hole.
    fn pass_on(&mut self, from: usize, seq: Seq) {
        for front in (0..self.fronts.len()).filter(|front| *front != from) {
            if !(self.is_storm() && self.random.percent(5)) {
                let (at, start) = (self.now + self.latency(), self.fronts[front].start);
                self.plan(at, Event::Heard { front, start, seq });
            }
        }
    }

    pub(super) fn heard(&mut self, front: usize, start: u32, seq: Seq) {
        if self.fronts[front].start == start && self.fronts[front].up {
            self.tell(front, seq);
        }
    }

    fn tell(&mut self, front: usize, seq: Seq) {
        if let Some(frame) = self.log.frame(seq).cloned() {
            self.fronts[front].told = self.fronts[front].told.max(seq);
            self.put(front, seq, &frame);
        }
    }

    fn put(&mut self, front: usize, seq: Seq, frame: &ServerFrame) {
        let mut full = Vec::new();
        let mut drains = Vec::new();
        for (socket, session) in &mut self.fronts[front].sessions {
            let fits = session.put(seq, &for_reader(frame.clone(), session.reader));
            if fits { drains.push(*socket) } else { full.push(*socket) }
        }
        for socket in drains {
            self.plan(self.now, Event::Drain { socket });
        }
        for socket in full {
            self.close(socket);
        }
    }

    /// A planted mistake.
    fn acknowledge_too_early(&mut self, batch: &[Command]) {
        let mut seq = self.log.head();
        for command in batch {
            seq = seq.next();
            if let Some((socket, client_id)) = command.asker {
                self.go_down(socket, Event::Told { socket, frame: ServerFrame::Ack(ack(client_id, seq)) });
            }
        }
    }

    /// A planted mistake.
    fn tell_too_early(&mut self, front: usize, batch: &[Command]) {
        let mut seq = self.log.head();
        for command in batch {
            seq = seq.next();
            if let Append::Message { author, client_id, content } = &command.what {
                let frame = new_message(message(seq, *author, *client_id, content, Timestamp::default()));
                self.put(front, seq, &frame);
            }
        }
    }
}

fn ack(client_id: ClientMessageId, seq: Seq) -> Ack {
    let timestamp = Timestamp::default();
    Ack { group_id: id(1), client_id, id: id(1_000_000 + seq.0), seq, timestamp, duplicate: false }
}
