//! People in groups send at a steady rate, and everybody's socket notes what comes and when.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use common::{Result, RunError};

use crate::{
    args::TalkArgs,
    conversation::{self, Call, Conversation, Counts, Moment, Observations, Plan},
    report::{Latencies, Talk},
    schedule::schedule,
    window::Window,
};

/// Runs the whole conversation.
pub(crate) async fn run(args: &TalkArgs) -> Result<Talk> {
    let (warm_up, length) = (seconds(args.warm_up), seconds(args.warm_up + args.seconds));
    let dues = schedule(args.rate, length, (args.groups * args.members) as usize, args.seed);
    let plan = Plan::of_schedule(dues, args.members, args.bytes);
    let conversation = Conversation::gather(&args.target, args.groups, args.members, plan).await?;
    let plan = Arc::clone(&conversation.plan);
    eprintln!("{} messages in {} s …", plan.len(), length.as_secs());
    let (from, to) = (plan.begin() + warm_up, plan.begin() + length);
    let pacer = tokio::task::spawn_blocking({
        let (plan, calls) = (Arc::clone(&plan), conversation.calls.clone());
        move || pace(&plan, &calls)
    });
    let window = Window::watch(args.target.pid, from, to, || plan.counts()).await?;
    pacer.await.map_err(|error| RunError::Asked(error.to_string()))?;
    let observed = conversation.disperse().await?;
    Ok(figures(args, &plan, &observed, &window))
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(u64::from(number))
}

/// Hands every message to its member when it is due, on a thread of its own: the runtime's timers only know milliseconds.
/// A member whose socket has ended takes none, which shows in the end.
fn pace(plan: &Plan, calls: &[Call]) {
    let begin = plan.begin();
    for (message, due) in (0_u32..).map_while(|message| plan.due(message).map(|due| (message, due))) {
        thread::sleep((begin + due.at).saturating_duration_since(Instant::now()));
        let _ = calls[due.member].send(message);
    }
}

/// Counts, compares and measures. What was due during the warm-up is compared but not measured.
fn figures(args: &TalkArgs, plan: &Plan, observed: &[Observations], window: &Window<Counts>) -> Talk {
    let warm_up = seconds(args.warm_up);
    let measured = |moment: &&Moment| plan.due(moment.message).is_some_and(|due| due.at >= warm_up);
    let latencies =
        |moments: &mut dyn Iterator<Item = &Moment>| Latencies::of(moments.filter(measured).map(|moment| moment.after));
    let acked = observed.iter().map(|seen| seen.acked.len()).sum::<usize>();
    let (from, to) = window.counts();
    Talk {
        groups: args.groups,
        members: args.members,
        rate: args.rate,
        seconds: args.seconds,
        warm_up: args.warm_up,
        bytes: args.bytes,
        scheduled: plan.len(),
        sent: observed.iter().map(|seen| seen.sent.len()).sum(),
        acked,
        delivered: observed.iter().map(|seen| seen.arrived.len()).sum(),
        expected: acked * (args.members as usize - 1),
        lag: latencies(&mut observed.iter().flat_map(|seen| &seen.sent)),
        ack: latencies(&mut observed.iter().flat_map(|seen| seen.acked.iter().map(|(moment, _)| moment))),
        delivery: latencies(&mut observed.iter().flat_map(|seen| &seen.arrived)),
        deliveries_per_cpu_second: window.per_cpu_second(to.arrived - from.arrived),
        server_cpu: window.server_cores(),
        server_rss: window.server_rss(),
        faults: conversation::faults(plan, observed),
    }
}
