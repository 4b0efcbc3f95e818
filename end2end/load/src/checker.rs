//! Whether the promise held: every reader of a group saw the same log, without a gap, and every acknowledged message is in it
//! once, at the place that the acknowledgement named.

use std::collections::HashSet;

use tertulia::ids::Seq;

/// Something that was promised and did not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("a gap: seq {due} was due and {came} came")]
    Gap { due: Seq, came: Seq },
    #[error("seq {0} came again or too late")]
    Again(Seq),
    #[error("message {message} is in the log twice, the second time at seq {seq}")]
    Doubled { message: u32, seq: Seq },
    #[error("two members of a group saw different things at seq {0}")]
    Differs(Seq),
    #[error("a member missed the last {missing} changes up to seq {head}")]
    Tail { missing: usize, head: Seq },
    #[error("message {message} was acknowledged at seq {seq} and never came there")]
    Lost { message: u32, seq: Seq },
    #[error("message {0} was acknowledged as a repeat, and it was sent once")]
    Repeat(u32),
    #[error("message {0} was not answered")]
    Unanswered(u32),
    #[error("message {0} was never sent: the socket had ended")]
    Unsent(u32),
    #[error("message {message} was refused: {reason}")]
    Refused { message: u32, reason: String },
    #[error("a socket ended: {0}")]
    Ended(String),
}

/// What one reader saw of a group's log, from its head at the time of subscribing on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Log {
    /// The last seq before the first entry.
    base: Seq,
    /// One for each seq after the base: the message's number in the schedule, or none for any other change.
    entries: Vec<Option<u32>>,
    messages: HashSet<u32>,
}

impl Log {
    pub(crate) fn new(base: Seq) -> Self {
        Self { base, entries: Vec::new(), messages: HashSet::new() }
    }

    /// The newest seq.
    fn head(&self) -> Seq {
        Seq(self.base.0 + self.entries.len() as u64)
    }

    /// Appends a change, which must be the next. After a gap it goes on from there, so that one loss is one fault.
    pub(crate) fn take(&mut self, seq: Seq, message: Option<u32>) -> Result<(), Fault> {
        let due = self.head().next();
        if seq < due {
            return Err(Fault::Again(seq));
        }
        let gap = usize::try_from(seq.0 - due.0).unwrap_or(usize::MAX).min(MISSING_MAX);
        self.entries.extend(std::iter::repeat_n(None, gap));
        self.entries.push(message);
        match message {
            Some(message) if !self.messages.insert(message) => Err(Fault::Doubled { message, seq }),
            _ if gap > 0 => Err(Fault::Gap { due, came: seq }),
            _ => Ok(()),
        }
    }

    /// Whether an acknowledged message stands where the acknowledgement says.
    pub(crate) fn holds(&self, message: u32, seq: Seq) -> Result<(), Fault> {
        let place = seq.0.checked_sub(self.base.0 + 1).and_then(|place| usize::try_from(place).ok());
        let found = place.and_then(|place| self.entries.get(place).copied().flatten());
        if found == Some(message) { Ok(()) } else { Err(Fault::Lost { message, seq }) }
    }
}

/// A gap that is filled with placeholders; a seq that jumps further is wrong in any case.
const MISSING_MAX: usize = 100_000;

/// Whether all members of a group saw the same: each is compared with the one who saw most.
pub(crate) fn agree(logs: &[&Log]) -> Vec<Fault> {
    let Some(most) = logs.iter().max_by_key(|log| log.head()) else { return Vec::new() };
    logs.iter().flat_map(|log| compare(log, most)).collect()
}

fn compare(log: &Log, most: &Log) -> Vec<Fault> {
    let from = log.base.max(most.base);
    let tail = |log: &Log| {
        let skip = usize::try_from(from.0 - log.base.0).unwrap_or(usize::MAX);
        log.entries.iter().copied().skip(skip).collect::<Vec<_>>()
    };
    let (mine, theirs) = (tail(log), tail(most));
    let mut faults = Vec::new();
    if let Some(place) = mine.iter().zip(&theirs).position(|(mine, theirs)| mine != theirs) {
        faults.push(Fault::Differs(Seq(from.0 + 1 + place as u64)));
    }
    if mine.len() < theirs.len() {
        faults.push(Fault::Tail { missing: theirs.len() - mine.len(), head: most.head() });
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(base: u64, entries: &[(u64, u32)]) -> Log {
        let mut log = Log::new(Seq(base));
        for (seq, message) in entries {
            log.take(Seq(*seq), Some(*message)).expect("the next seq");
        }
        log
    }

    #[test]
    fn the_next_seq_is_taken_and_nothing_else() {
        let mut log = log(10, &[(11, 0), (12, 1)]);
        assert_eq!(log.take(Seq(12), Some(2)), Err(Fault::Again(Seq(12))));
        assert_eq!(log.take(Seq(15), Some(3)), Err(Fault::Gap { due: Seq(13), came: Seq(15) }));
        assert_eq!(log.take(Seq(16), None), Ok(()), "one loss is one fault");
    }

    #[test]
    fn a_message_under_two_seqs_is_found() {
        let mut log = log(0, &[(1, 7)]);
        assert_eq!(log.take(Seq(2), Some(7)), Err(Fault::Doubled { message: 7, seq: Seq(2) }));
    }

    #[test]
    fn an_absurd_seq_takes_no_absurd_memory() {
        let mut log = log(0, &[]);
        assert!(log.take(Seq(u64::MAX), None).is_err());
        assert!(log.entries.len() <= MISSING_MAX + 1);
    }

    #[test]
    fn an_acknowledged_message_must_stand_where_it_was_said() {
        let log = log(10, &[(11, 5), (12, 6)]);
        assert_eq!(log.holds(6, Seq(12)), Ok(()));
        for (message, seq) in [(6, 11), (7, 13), (5, 10), (5, 0)] {
            assert_eq!(log.holds(message, Seq(seq)), Err(Fault::Lost { message, seq: Seq(seq) }));
        }
    }

    #[test]
    fn members_who_saw_the_same_agree_wherever_they_came_in() {
        let (early, late) = (log(0, &[(1, 0), (2, 1), (3, 2)]), log(1, &[(2, 1), (3, 2)]));
        assert_eq!(agree(&[&early, &late, &late]), []);
        assert_eq!(agree(&[]), []);
    }

    #[test]
    fn another_order_or_a_lost_tail_is_found() {
        let (one, two) = (log(0, &[(1, 0), (2, 1), (3, 2)]), log(0, &[(1, 1), (2, 0)]));
        assert_eq!(agree(&[&one, &two]), [Fault::Differs(Seq(1)), Fault::Tail { missing: 1, head: Seq(3) }]);
    }
}
