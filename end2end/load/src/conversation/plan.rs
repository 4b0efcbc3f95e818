//! What all members share: which messages there are to send, and how much has come so far.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Instant,
};

use crate::{schedule::Due, text::Text};

/// The conversation to be held.
#[derive(Debug)]
pub(crate) struct Plan {
    pace: Pace,
    start: OnceLock<Instant>,
    /// Sockets that receive each message.
    readers: u64,
    text: Text,
    answered: AtomicU64,
    stored: AtomicU64,
    arrived: AtomicU64,
}

/// What decides when the next message is sent.
#[derive(Debug)]
enum Pace {
    /// An open loop: the time.
    Schedule(Vec<Due>),
    /// A closed loop: the answer to one before.
    Answers { issued: AtomicU32, over: AtomicBool },
}

/// How much has come until a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Messages numbered so far; with a schedule, all of it.
    pub(crate) numbered: u32,
    /// Messages whose acknowledgement came to the sender.
    pub(crate) stored: u64,
    /// Messages that came to a socket, one for each socket of the group, the sender's own included.
    pub(crate) arrived: u64,
}

impl Plan {
    /// Messages that are due at moments known before.
    pub(crate) fn of_schedule(dues: Vec<Due>, readers: u32, bytes: u32) -> Self {
        Self::new(Pace::Schedule(dues), readers, bytes)
    }

    /// Messages each of which is sent when one before it was acknowledged.
    pub(crate) fn of_answers(readers: u32, bytes: u32) -> Self {
        let (issued, over) = Default::default();
        Self::new(Pace::Answers { issued, over }, readers, bytes)
    }

    fn new(pace: Pace, readers: u32, bytes: u32) -> Self {
        let (start, answered, stored, arrived) = Default::default();
        Self { pace, start, readers: u64::from(readers), text: Text::new(bytes), answered, stored, arrived }
    }

    /// How many messages; of a closed loop, so far.
    pub(crate) fn len(&self) -> usize {
        match &self.pace {
            Pace::Schedule(dues) => dues.len(),
            Pace::Answers { issued, .. } => issued.load(Ordering::Relaxed) as usize,
        }
    }

    /// The moment from which the plan counts; fixed at the first call.
    pub(crate) fn begin(&self) -> Instant {
        *self.start.get_or_init(Instant::now)
    }

    /// When a message is due, from the start, and by whom; nothing in a closed loop.
    pub(crate) fn due(&self, message: u32) -> Option<Due> {
        match &self.pace {
            Pace::Schedule(dues) => dues.get(message as usize).copied(),
            Pace::Answers { .. } => None,
        }
    }

    /// The moment when a message is due, from which it is measured; nothing in a closed loop.
    pub(super) fn due_at(&self, message: u32) -> Option<Instant> {
        self.due(message).map(|due| self.begin() + due.at)
    }

    /// The message to send now in place of one that was acknowledged, in a closed loop that is not over.
    pub(crate) fn next(&self) -> Option<u32> {
        match &self.pace {
            Pace::Answers { issued, over } if !over.load(Ordering::Relaxed) => {
                Some(issued.fetch_add(1, Ordering::Relaxed))
            }
            _ => None,
        }
    }

    /// Ends a closed loop: from now on, acknowledgements call for nothing.
    pub(crate) fn end(&self) {
        if let Pace::Answers { over, .. } = &self.pace {
            over.store(true, Ordering::Relaxed);
        }
    }

    /// A message's text, which begins with its number.
    pub(super) fn text(&self, message: u32) -> String {
        self.text.of(message)
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

    /// How much has come so far.
    pub(crate) fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let numbered = u32::try_from(self.len()).unwrap_or(u32::MAX);
        Counts { numbered, stored: read(&self.stored), arrived: read(&self.arrived) }
    }

    /// Whether every message was answered, and those that were stored came to everybody.
    pub(super) fn is_complete(&self) -> bool {
        let Counts { stored, arrived, .. } = self.counts();
        self.answered.load(Ordering::Relaxed) >= self.len() as u64 && arrived >= stored * self.readers
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_complete_when_all_is_answered_and_everybody_has_it() {
        let plan = Plan::of_schedule(vec![Due { at: Duration::ZERO, member: 0 }], 2, 20);
        plan.count_arrival();
        plan.count_answer(true);
        assert!(!plan.is_complete(), "one of two readers lacks it");
        plan.count_arrival();
        assert!(plan.is_complete());
    }

    #[test]
    fn a_schedule_says_when_and_answers_call_for_nothing() {
        let plan = Plan::of_schedule(vec![Due { at: Duration::from_secs(2), member: 0 }], 2, 20);
        assert_eq!(plan.due_at(0), Some(plan.begin() + Duration::from_secs(2)));
        assert_eq!((plan.due_at(1), plan.next()), (None, None));
    }

    #[test]
    fn a_closed_loop_numbers_its_messages_until_it_is_over() {
        let plan = Plan::of_answers(2, 20);
        assert_eq!((plan.next(), plan.next(), plan.due(0)), (Some(0), Some(1), None));
        plan.end();
        assert_eq!((plan.next(), plan.len()), (None, 2));
        assert!(!plan.is_complete(), "two are not answered");
        plan.count_answer(false);
        plan.count_answer(false);
        assert!(plan.is_complete(), "what was refused comes to nobody");
        assert_eq!(plan.counts(), Counts { numbered: 2, stored: 0, arrived: 0 });
    }
}
