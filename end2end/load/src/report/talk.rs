//! The result of a conversation.

use std::fmt::Write as _;

use serde::Serialize;

use super::Latencies;
use crate::checker::Fault;

/// Figures of a conversation.
#[derive(Debug, Serialize)]
pub(crate) struct Talk {
    pub(crate) groups: u32,
    /// In each group.
    pub(crate) members: u32,
    /// Messages a second that were asked for.
    pub(crate) rate: u32,
    /// How long was measured.
    pub(crate) seconds: u32,
    pub(crate) warm_up: u32,
    /// Length of a message.
    pub(crate) bytes: u32,
    /// Messages in the schedule, warm-up included; so are the next four.
    pub(crate) scheduled: usize,
    pub(crate) sent: usize,
    pub(crate) acked: usize,
    /// Messages that arrived at other members.
    pub(crate) delivered: usize,
    /// Messages that had to.
    pub(crate) expected: usize,
    /// From the due time until this program had written the frame: its own share of what follows.
    pub(crate) lag: Latencies,
    /// Until the sender had the acknowledgement.
    pub(crate) ack: Latencies,
    /// Until another member had the message.
    pub(crate) delivery: Latencies,
    /// Messages that arrived at a socket, the sender's own included, for each second of processor time that the server used.
    pub(crate) deliveries_per_cpu_second: Option<f64>,
    /// Cores that the server kept busy, where its process is known.
    pub(crate) server_cpu: Option<f64>,
    /// Its resident memory in bytes at the end.
    pub(crate) server_rss: Option<u64>,
    #[serde(skip)]
    pub(crate) faults: Vec<Fault>,
}

impl Talk {
    pub(super) fn table(&self) -> String {
        let Self { groups, members, rate, seconds, warm_up, bytes, .. } = self;
        let mut table = format!(
            "{groups} groups of {members}, {rate} messages of {bytes} bytes a second for {seconds} s after {warm_up} s of warm-up\n"
        );
        let Self { scheduled, sent, acked, delivered, expected, .. } = self;
        let _ =
            writeln!(table, "due {scheduled}, sent {sent}, acknowledged {acked}, delivered {delivered} of {expected}");
        Latencies::head(&mut table, "the due time");
        self.delivery.line(&mut table, "delivered to another member");
        self.ack.line(&mut table, "acknowledged to the sender");
        self.lag.line(&mut table, "written (this program's share)");
        if let (Some(cpu), Some(rss)) = (self.server_cpu, self.server_rss) {
            let _ = writeln!(table, "server: {:.0} % of a core, {} MiB resident", cpu * 100.0, rss / (1024 * 1024));
        }
        if let Some(each) = self.deliveries_per_cpu_second {
            let _ =
                writeln!(table, "{each:.0} deliveries, the sender's own included, for a second of its processor time");
        }
        table.push_str(super::verdict(&self.faults));
        table
    }
}
