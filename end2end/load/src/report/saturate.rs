//! The result of a conversation in which nobody waited.

use std::fmt::Write as _;

use serde::Serialize;

use super::Latencies;
use crate::checker::Fault;

/// Figures of a conversation in which each acknowledgement called for the next message.
#[derive(Debug, Serialize)]
pub(crate) struct Saturate {
    pub(crate) groups: u32,
    /// In each group.
    pub(crate) members: u32,
    /// Messages under way in each group at any time.
    pub(crate) outstanding: u32,
    /// How long was measured; all that follows is of this time.
    pub(crate) seconds: u32,
    pub(crate) warm_up: u32,
    /// Length of a message.
    pub(crate) bytes: u32,
    /// Messages whose acknowledgement came to the sender.
    pub(crate) messages: u64,
    /// Messages that came to a socket: one for each `new_message` that each member's socket received, the sender's own included.
    pub(crate) deliveries: u64,
    pub(crate) messages_per_second: f64,
    pub(crate) deliveries_per_second: f64,
    /// For each second of processor time that the server used, where its process is known.
    pub(crate) deliveries_per_cpu_second: Option<f64>,
    /// From the sending until the sender had the acknowledgement, of messages that were sent in this time.
    pub(crate) ack: Latencies,
    /// Cores that the server kept busy, where its process is known.
    pub(crate) server_cpu: Option<f64>,
    /// Its resident memory in bytes at the end.
    pub(crate) server_rss: Option<u64>,
    /// Cores that this program kept busy.
    pub(crate) own_cpu: f64,
    #[serde(skip)]
    pub(crate) faults: Vec<Fault>,
}

impl Saturate {
    pub(super) fn table(&self) -> String {
        let Self { groups, members, outstanding, seconds, warm_up, bytes, .. } = self;
        let mut table = format!(
            "{groups} groups of {members}, {outstanding} messages of {bytes} bytes under way in each for {seconds} s after {warm_up} s of warm-up\n"
        );
        let _ = writeln!(
            table,
            "{:.0} messages acknowledged a second, {:.0} deliveries a second (to every member's socket, the sender's own included)",
            self.messages_per_second, self.deliveries_per_second
        );
        Latencies::head(&mut table, "the sending");
        self.ack.line(&mut table, "acknowledged to the sender");
        if let (Some(cpu), Some(rss)) = (self.server_cpu, self.server_rss) {
            let _ = writeln!(table, "server: {:.0} % of a core, {} MiB resident", cpu * 100.0, rss / (1024 * 1024));
        }
        if let Some(each) = self.deliveries_per_cpu_second {
            let _ = writeln!(table, "{each:.0} deliveries for a second of its processor time");
        }
        let _ = writeln!(table, "this program: {:.0} % of a core", self.own_cpu * 100.0);
        table.push_str(super::verdict(&self.faults));
        table
    }
}
