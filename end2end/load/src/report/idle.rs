//! The result of sockets that only stayed.

use std::fmt::Write as _;

use serde::Serialize;

use crate::process::Reading;

/// A reading of the server's memory.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// When it was taken.
    pub(crate) when: &'static str,
    /// Sockets open then.
    pub(crate) sockets: u32,
    /// In bytes.
    pub(crate) rss: u64,
    /// In bytes.
    pub(crate) pss: u64,
}

/// Figures of idle sockets.
#[derive(Debug, Serialize)]
pub(crate) struct Idle {
    pub(crate) sockets: u32,
    /// Distinct people behind them.
    pub(crate) people: u32,
    pub(crate) groups: u32,
    pub(crate) rows: Vec<Row>,
    /// From before the first to after all have settled, in bytes of resident memory.
    pub(crate) bytes_per_socket: i64,
    /// The same from the first half to all: memory that the server had free before the first socket hides nothing here.
    pub(crate) bytes_per_socket_second_half: i64,
    /// How long the processor time was measured.
    pub(crate) seconds: u32,
    /// Cores kept busy without sockets.
    pub(crate) cpu_before: f64,
    /// Cores kept busy with all of them.
    pub(crate) cpu_idle: f64,
    #[serde(skip)]
    pub(crate) faults: Vec<String>,
}

impl Row {
    pub(crate) const fn new(when: &'static str, sockets: u32, reading: Reading) -> Self {
        Self { when, sockets, rss: reading.rss, pss: reading.pss }
    }

    /// What each further socket took between two readings.
    pub(crate) fn per_socket(&self, later: &Self) -> i64 {
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        (signed(later.rss) - signed(self.rss)) / i64::from(later.sockets.abs_diff(self.sockets).max(1))
    }
}

impl Idle {
    pub(super) fn table(&self) -> String {
        let mut table = format!("{} sockets of {} people in {} groups\n", self.sockets, self.people, self.groups);
        table.push_str("server's memory in KiB      | sockets |     RSS |     PSS\n");
        for Row { when, sockets, rss, pss } in &self.rows {
            let _ = writeln!(table, "{when:<27} | {sockets:>7} | {:>7} | {:>7}", rss / 1024, pss / 1024);
        }
        let _ = writeln!(
            table,
            "a socket: {} bytes ({} in the second half)",
            self.bytes_per_socket, self.bytes_per_socket_second_half
        );
        let each = (self.cpu_idle - self.cpu_before).max(0.0) / f64::from(self.sockets) * 1e6;
        let _ = write!(
            table,
            "processor over {} s: {:.2} % of a core ({:.2} % without sockets), {each:.1} µs a second and socket",
            self.seconds,
            self.cpu_idle * 100.0,
            self.cpu_before * 100.0,
        );
        table
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_socket_costs_the_difference_divided_by_their_number() {
        let row = |sockets, rss| Row::new("", sockets, Reading { rss, pss: 0, cpu: Duration::ZERO });
        assert_eq!(row(100, 5_000).per_socket(&row(300, 25_000)), 100);
        assert_eq!(row(0, 5_000).per_socket(&row(10, 4_000)), -100);
        assert_eq!(row(10, 5_000).per_socket(&row(10, 5_000)), 0);
    }
}
