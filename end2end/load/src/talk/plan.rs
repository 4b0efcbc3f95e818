//! What all members share: when each message is due, and how much has come so far.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::sync::mpsc::UnboundedSender;

use crate::schedule::Due;

/// The conversation to be held.
#[derive(Debug)]
pub(super) struct Plan {
    dues: Vec<Due>,
    start: OnceLock<Instant>,
    /// Sockets that receive each message.
    readers: u64,
    filler: String,
    answered: AtomicU64,
    stored: AtomicU64,
    arrived: AtomicU64,
}

impl Plan {
    pub(super) fn new(dues: Vec<Due>, readers: u32, bytes: u32) -> Self {
        let (start, answered, stored, arrived) = Default::default();
        let filler =
            "the derivative of a sum is the sum of the derivatives; ".chars().cycle().take(bytes as usize).collect();
        Self { dues, start, readers: u64::from(readers), filler, answered, stored, arrived }
    }

    /// How many messages.
    pub(super) fn len(&self) -> usize {
        self.dues.len()
    }

    /// The moment from which the schedule counts; fixed at the first call.
    pub(super) fn begin(&self) -> Instant {
        *self.start.get_or_init(Instant::now)
    }

    /// Hands every message to its member when it is due, on a thread of its own: the runtime's timers only know milliseconds.
    /// A member whose socket has ended takes none, which shows in the end.
    pub(super) fn pace(&self, calls: Vec<UnboundedSender<u32>>) -> Vec<UnboundedSender<u32>> {
        let begin = self.begin();
        for (message, due) in (0_u32..).zip(&self.dues) {
            thread::sleep((begin + due.at).saturating_duration_since(Instant::now()));
            let _ = calls[due.member].send(message);
        }
        calls
    }

    /// When a message is due, from the start, and by whom.
    pub(super) fn due(&self, message: u32) -> Option<Due> {
        self.dues.get(message as usize).copied()
    }

    /// How long after its due time a message is at this moment.
    pub(super) fn late(&self, message: u32, now: Instant) -> Duration {
        self.due(message).map_or(Duration::ZERO, |due| now.saturating_duration_since(self.begin() + due.at))
    }

    /// A message's text begins with its number, so that every reader can tell when it was due.
    pub(super) fn text(&self, message: u32) -> String {
        let number = message.to_string();
        let rest = self.filler.get(number.len() + 1..).unwrap_or_default();
        format!("{number} {rest}")
    }

    /// The number that a text begins with.
    pub(super) fn number(text: &str) -> Option<u32> {
        text.split(' ').next()?.parse().ok()
    }

    /// A message was acknowledged or refused.
    pub(super) fn count_answer(&self, stored: bool) {
        self.answered.fetch_add(1, Ordering::Relaxed);
        self.stored.fetch_add(u64::from(stored), Ordering::Relaxed);
    }

    /// A message came to one of its readers.
    pub(super) fn count_arrival(&self) {
        self.arrived.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether every message was answered, and those that were stored came to everybody.
    pub(super) fn is_complete(&self) -> bool {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        read(&self.answered) >= self.dues.len() as u64 && read(&self.arrived) >= read(&self.stored) * self.readers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan::new(vec![Due { at: Duration::ZERO, member: 0 }], 2, 20)
    }

    #[test]
    fn a_text_has_the_length_asked_for_and_tells_its_number() {
        for message in [0, 7, 12_345] {
            let text = plan().text(message);
            assert_eq!((text.len(), Plan::number(&text)), (20, Some(message)), "{text}");
        }
        assert_eq!(Plan::number("hola"), None);
    }

    #[test]
    fn it_is_complete_when_all_is_answered_and_everybody_has_it() {
        let plan = plan();
        plan.count_arrival();
        plan.count_answer(true);
        assert!(!plan.is_complete(), "one of two readers lacks it");
        plan.count_arrival();
        assert!(plan.is_complete());
    }
}
