//! What a page is told, and what follows from it.

use super::{Belief, Page, RELOAD_MS, Shelf, Wish};
use crate::{
    api::Page as History,
    ids::{ClientId, Seq},
    log_event::Change,
    now::Now,
    protocol::{ClientFrame, ServerFrame},
    simulation::mutant::Mutant,
    timeline::Applied,
};

impl Page {
    /// A frame of the living connection.
    pub(in crate::simulation) fn told(&mut self, frame: &ServerFrame, shelf: &mut Shelf, now: Now) {
        self.heard_at = self.clock(now);
        match frame {
            ServerFrame::Subscribed { .. } => {
                (self.subscribed, self.asked_from) = (true, None);
                self.backoff.reset();
            }
            ServerFrame::Ping { heads } => {
                self.say(ClientFrame::Pong);
                if heads.iter().any(|head| self.timeline.behind(head.head)) {
                    self.subscribe();
                }
                return;
            }
            ServerFrame::Pong => return,
            ServerFrame::Error(problem) => {
                if let Some(client_id) = problem.client_id {
                    self.outbox.refused(client_id, problem.code, problem.retry_after_ms, self.clock(now));
                }
            }
            _ => {}
        }
        self.apply(frame, shelf);
        self.pump(now);
    }

    fn apply(&mut self, frame: &ServerFrame, shelf: &mut Shelf) {
        let renumbered = (self.mutant == Some(Mutant::AppliesWhateverComes)).then(|| self.renumber(frame));
        match self.timeline.apply(renumbered.as_ref().unwrap_or(frame)) {
            Applied::Applied => self.believe(frame),
            Applied::Held => {
                let asked = self.asked_from == Some(self.timeline.cursor());
                if !asked && self.mutant != Some(Mutant::IgnoresHoles) {
                    self.subscribe();
                }
            }
            Applied::Reset => self.reset(),
            Applied::Duplicate | Applied::AwaitingPage | Applied::Ignored => {}
        }
        match frame {
            ServerFrame::Ack(ack) => {
                self.believed.push((ack.seq, Belief::Acknowledged(ack.client_id)));
                self.stored(ack.client_id, shelf);
            }
            _ => {
                let own = frame.message().filter(|message| message.sender_id == self.me);
                own.and_then(|message| message.client_id)
                    .into_iter()
                    .for_each(|client_id| self.stored(client_id, shelf));
            }
        }
    }

    fn believe(&mut self, frame: &ServerFrame) {
        if let Some(message) = frame.message() {
            self.believed.push((message.seq, Belief::Told(message.id)));
        }
    }

    /// A planted mistake: whatever comes is made the next.
    fn renumber(&self, frame: &ServerFrame) -> ServerFrame {
        let (mut frame, next) = (frame.clone(), self.timeline.cursor().next());
        if let ServerFrame::Event(event) = &mut frame {
            event.seq = next;
            if let Change::Message(message) = &mut event.change {
                message.seq = next;
            }
        }
        frame
    }

    fn reset(&mut self) {
        if self.mutant != Some(Mutant::IgnoresResets) {
            self.ask_newest();
        }
    }

    pub(super) fn ask_newest(&mut self) {
        self.reload_at = None;
        if !self.loading {
            self.loading = true;
            self.wishes.push(Wish::Load { before: None });
        }
    }

    /// The reader scrolls up.
    pub(in crate::simulation) fn scroll(&mut self) {
        let before = self.timeline.gap_before().or(self.timeline.older_before());
        self.wishes.extend(before.map(|before| Wish::Load { before: Some(before) }));
    }

    /// A page of history is here, or is not to be had now.
    pub(in crate::simulation) fn history(
        &mut self,
        before: Option<Seq>,
        page: Option<History>,
        shelf: &mut Shelf,
        now: Now,
    ) {
        self.loading &= before.is_some();
        match (before, page) {
            (Some(before), Some(page)) => {
                self.timeline.insert_older(before, page);
            }
            (None, Some(page)) => {
                self.timeline.reset_to(page);
                if self.timeline.missing().is_some() {
                    self.subscribe();
                }
            }
            (None, None) => self.reload_at = Some(self.clock(now) + RELOAD_MS),
            (Some(_), None) => {}
        }
        let unsent: Vec<ClientId> = self.outbox.entries().iter().map(|entry| entry.client_id).collect();
        for client_id in unsent.into_iter().filter(|client_id| self.timeline.is_stored(*client_id)).collect::<Vec<_>>()
        {
            self.stored(client_id, shelf);
        }
        self.pump(now);
    }
}
