//! The result of reading one page again and again.

use std::fmt::Write as _;

use serde::Serialize;

use super::Latencies;

/// Figures of the newest page of a group.
#[derive(Debug, Serialize)]
pub(crate) struct Pages {
    /// In the group.
    pub(crate) messages: u32,
    /// Length of a message.
    pub(crate) bytes: u32,
    pub(crate) connections: u32,
    /// How long was measured; all that follows is of this time.
    pub(crate) seconds: u32,
    pub(crate) warm_up: u32,
    pub(crate) requests: u64,
    pub(crate) requests_per_second: f64,
    /// From the request until this program had the whole body.
    pub(crate) answer: Latencies,
    /// Processor time of the server in milliseconds, where its process is known.
    pub(crate) cpu_per_request: Option<f64>,
    /// Cores that the server kept busy.
    pub(crate) server_cpu: Option<f64>,
    /// Cores that this program kept busy.
    pub(crate) own_cpu: f64,
    #[serde(skip)]
    pub(crate) faults: Vec<String>,
}

impl Pages {
    pub(super) fn table(&self) -> String {
        let Self { messages, bytes, connections, seconds, warm_up, .. } = self;
        let mut table = format!(
            "the newest page of {messages} messages of {bytes} bytes, {connections} connection(s) for {seconds} s after {warm_up} s of warm-up\n"
        );
        let _ = writeln!(table, "{:.0} requests a second", self.requests_per_second);
        Latencies::head(&mut table, "the request");
        self.answer.line(&mut table, "the whole page is here");
        if let (Some(cpu), Some(each)) = (self.server_cpu, self.cpu_per_request) {
            let _ = writeln!(table, "server: {:.0} % of a core, {each:.2} ms of it for a request", cpu * 100.0);
        }
        let _ = writeln!(table, "this program: {:.0} % of a core", self.own_cpu * 100.0);
        table.push_str(if self.faults.is_empty() { "every page held the newest messages" } else { "BROKEN PROMISES" });
        table
    }
}
