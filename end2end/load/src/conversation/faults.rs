//! What was promised and did not hold, from what everybody noted.

use super::{member::Observations, plan::Plan};
use crate::checker::{self, Fault};

/// Compares the members of each group with each other, and with what was acknowledged. The records are in the order of
/// the groups.
pub(crate) fn faults(plan: &Plan, observed: &[Observations]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = observed.iter().flat_map(|seen| seen.faults.iter().cloned()).collect();
    for group in observed.chunk_by(|one, next| one.group == next.group) {
        let logs: Vec<_> = group.iter().map(|seen| &seen.log).collect();
        faults.extend(checker::agree(&logs));
        let acked = group.iter().flat_map(|seen| &seen.acked);
        faults.extend(acked.filter_map(|(moment, seq)| logs[0].holds(moment.message, *seq).err()));
    }
    // What a member never sent because its socket had ended is lost work as well.
    let mut handed = vec![false; plan.len()];
    for moment in observed.iter().flat_map(|seen| &seen.sent) {
        handed[moment.message as usize] = true;
    }
    let unsent = (0_u32..).zip(handed).filter(|(_, handed)| !handed);
    faults.extend(unsent.map(|(message, _)| Fault::Unsent(message)));
    faults
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tertulia::ids::Seq;

    use super::*;
    use crate::{checker::Log, conversation::Moment, schedule::Due};

    fn plan(messages: u64) -> Plan {
        Plan::of_schedule((0..messages).map(|at| Due { at: Duration::from_secs(at), member: 0 }).collect(), 2, 20)
    }

    /// A member of group 0 who saw these messages, from seq 1 on.
    fn reader(messages: &[u32]) -> Observations {
        let mut log = Log::new(Seq(0));
        for (seq, message) in (1..).zip(messages) {
            log.take(Seq(seq), Some(*message)).expect("the next seq");
        }
        Observations { group: 0, log, sent: vec![], acked: vec![], arrived: vec![], faults: vec![] }
    }

    /// The same, who also sent these messages and was told that they stand at these seqs.
    fn sender(messages: &[u32], acked: &[(u32, u64)]) -> Observations {
        let moment = |message| Moment { message, after: Duration::from_millis(3) };
        let mut seen = reader(messages);
        seen.sent = acked.iter().map(|(message, _)| moment(*message)).collect();
        seen.acked = acked.iter().map(|(message, seq)| (moment(*message), Seq(*seq))).collect();
        seen
    }

    #[test]
    fn a_conversation_that_everybody_saw_has_no_faults() {
        assert_eq!(faults(&plan(2), &[sender(&[0, 1], &[(0, 1), (1, 2)]), reader(&[0, 1])]), []);
    }

    #[test]
    fn an_acknowledged_message_that_nobody_saw_is_lost_once() {
        let lost = Fault::Lost { message: 1, seq: Seq(2) };
        assert_eq!(faults(&plan(2), &[sender(&[0], &[(0, 1), (1, 2)]), reader(&[0])]), [lost]);
    }

    #[test]
    fn a_message_that_was_never_sent_is_missed() {
        assert_eq!(faults(&plan(2), &[sender(&[0], &[(0, 1)]), reader(&[0])]), [Fault::Unsent(1)]);
    }
}
