//! How much the server manages when nobody waits for a rate: whoever has an acknowledgement sends the next message (a closed
//! loop), so that in each group the same number of messages is always under way.

use std::{sync::Arc, time::Duration};

use common::Result;

use crate::{
    args::SaturateArgs,
    conversation::{self, Conversation, Counts, Observations, Plan},
    report::{Latencies, Saturate},
    window::Window,
};

/// Runs the whole conversation.
pub(crate) async fn run(args: &SaturateArgs) -> Result<Saturate> {
    let plan = Plan::of_answers(args.members, args.bytes);
    let conversation = Conversation::gather(&args.target, args.groups, args.members, plan).await?;
    let plan = Arc::clone(&conversation.plan);
    let [warm_up, length] = [args.warm_up, args.seconds].map(|number| Duration::from_secs(u64::from(number)));
    eprintln!("{} messages under way in each group for {} s …", args.outstanding, (warm_up + length).as_secs());
    let from = plan.begin() + warm_up;
    for member in senders(args) {
        if let Some(message) = plan.next() {
            // Who has no socket any more says so in the end.
            let _ = conversation.calls[member].send(message);
        }
    }
    let window = Window::watch(args.target.pid, from, from + length, || plan.counts()).await?;
    plan.end();
    let observed = conversation.disperse().await?;
    Ok(figures(args, &plan, &observed, &window))
}

/// Who sends the first messages, and from then on one for each acknowledgement: each group's members in turn, some of them
/// more than once where more messages are under way than there are members.
fn senders(args: &SaturateArgs) -> impl Iterator<Item = usize> {
    let SaturateArgs { groups, members, outstanding, .. } = *args;
    (0..outstanding).flat_map(move |turn| (0..groups).map(move |group| (group * members + turn % members) as usize))
}

/// Counts, compares and measures. What went before the window and after it is compared but not measured.
fn figures(args: &SaturateArgs, plan: &Plan, observed: &[Observations], window: &Window<Counts>) -> Saturate {
    let (from, to) = window.counts();
    let (messages, deliveries) = (to.stored - from.stored, to.arrived - from.arrived);
    // Messages are numbered in the order in which they are sent.
    let sent_inside = from.numbered..to.numbered;
    let acked = observed.iter().flat_map(|seen| &seen.acked).map(|(moment, _)| moment);
    let ack = Latencies::of(acked.filter(|moment| sent_inside.contains(&moment.message)).map(|moment| moment.after));
    Saturate {
        groups: args.groups,
        members: args.members,
        outstanding: args.outstanding,
        seconds: args.seconds,
        warm_up: args.warm_up,
        bytes: args.bytes,
        messages,
        deliveries,
        messages_per_second: window.per_second(messages),
        deliveries_per_second: window.per_second(deliveries),
        deliveries_per_cpu_second: window.per_cpu_second(deliveries),
        ack,
        server_cpu: window.server_cores(),
        server_rss: window.server_rss(),
        own_cpu: window.own_cores(),
        faults: conversation::faults(plan, observed),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use tertulia::ids::Seq;

    use super::*;
    use crate::{
        args::{Cli, Command},
        checker::Log,
        conversation::Moment,
        window::tests::window,
    };

    fn args(line: &str) -> SaturateArgs {
        match Cli::try_parse_from(line.split(' ')).expect("valid").command {
            Command::Saturate(args) => args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_group_has_as_many_messages_under_way() {
        let members: Vec<_> = senders(&args("load saturate --groups 2 --members 3 --outstanding 4")).collect();
        assert_eq!(members, [0, 3, 1, 4, 2, 5, 0, 3]);
    }

    #[test]
    fn only_what_came_inside_the_window_is_measured() {
        let args = args("load saturate --groups 1 --members 2");
        let plan = Plan::of_answers(2, 20);
        let mut log = Log::new(Seq(0));
        let mut acked = Vec::new();
        for (seq, milliseconds) in (1..).zip([90, 3, 90]) {
            let message = plan.next().expect("not over");
            log.take(Seq(seq), Some(message)).expect("the next seq");
            acked.push((Moment { message, after: Duration::from_millis(milliseconds) }, Seq(seq)));
        }
        let sent = acked.iter().map(|(moment, _)| *moment).collect();
        let silent =
            Observations { group: 0, log: log.clone(), sent: vec![], acked: vec![], arrived: vec![], faults: vec![] };
        let observed = [Observations { group: 0, log, sent, acked, arrived: vec![], faults: vec![] }, silent];
        let counts = |numbered, stored, arrived| Counts { numbered, stored, arrived };
        let figures = figures(&args, &plan, &observed, &window(counts(1, 1, 2), counts(2, 2, 4)));
        assert_eq!((figures.messages, figures.deliveries, figures.deliveries_per_second), (1, 2, 1.0));
        assert_eq!((figures.deliveries_per_cpu_second, figures.ack.count), (Some(2.0), 1));
        assert!((figures.ack.max - 3.0).abs() < 0.01 && figures.faults.is_empty(), "{figures:?}");
    }
}
