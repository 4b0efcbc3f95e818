//! From what everybody noted to figures and faults.

use std::time::Duration;

use super::{
    member::{Moment, Record},
    plan::Plan,
};
use crate::{
    args::TalkArgs,
    checker::{self, Fault},
    process::Reading,
    report::{Latencies, Talk},
};

/// Counts, compares and measures. What was due during the warm-up is compared but not measured.
pub(super) fn judge(
    args: &TalkArgs,
    plan: &Plan,
    records: &[Record],
    warm_up: Duration,
    cpu: Option<(Reading, Reading)>,
) -> Talk {
    let measured = |moment: &&Moment| plan.due(moment.message).is_some_and(|due| due.at >= warm_up);
    let latencies =
        |moments: &mut dyn Iterator<Item = &Moment>| Latencies::of(moments.filter(measured).map(|moment| moment.after));
    let acked = records.iter().map(|record| record.acked.len()).sum::<usize>();
    Talk {
        groups: args.groups,
        members: args.members,
        rate: args.rate,
        seconds: args.seconds,
        warm_up: args.warm_up,
        bytes: args.bytes,
        scheduled: plan.len(),
        sent: records.iter().map(|record| record.sent.len()).sum(),
        acked,
        delivered: records.iter().map(|record| record.arrived.len()).sum(),
        expected: acked * (args.members as usize - 1),
        lag: latencies(&mut records.iter().flat_map(|record| &record.sent)),
        ack: latencies(&mut records.iter().flat_map(|record| record.acked.iter().map(|(moment, _)| moment))),
        delivery: latencies(&mut records.iter().flat_map(|record| &record.arrived)),
        server_cpu: cpu.map(|(from, to)| (to.cpu - from.cpu).as_secs_f64() / f64::from(args.seconds)),
        server_rss: cpu.map(|(_, to)| to.rss),
        faults: faults(plan, records),
    }
}

fn faults(plan: &Plan, records: &[Record]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = records.iter().flat_map(|record| record.faults.iter().cloned()).collect();
    for group in records.chunk_by(|one, next| one.group == next.group) {
        let logs: Vec<_> = group.iter().map(|record| &record.log).collect();
        faults.extend(checker::agree(&logs));
        let acked = group.iter().flat_map(|record| &record.acked);
        faults.extend(acked.filter_map(|(moment, seq)| logs[0].holds(moment.message, *seq).err()));
    }
    // What a member never sent because its socket had ended is lost work as well.
    let mut handed = vec![false; plan.len()];
    for moment in records.iter().flat_map(|record| &record.sent) {
        handed[moment.message as usize] = true;
    }
    let unsent = (0_u32..).zip(handed).filter(|(_, handed)| !handed);
    faults.extend(unsent.map(|(message, _)| Fault::Unsent(message)));
    faults
}
