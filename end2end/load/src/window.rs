//! The part of a run that is measured: what was counted in it and what it cost both programs.

use std::time::{Duration, Instant};

use common::Result;

use crate::process::{self, Reading};

/// A moment of a run.
#[derive(Clone, Copy, Debug)]
struct Mark<C> {
    at: Instant,
    counts: C,
    /// The server, if its process is known.
    server: Option<Reading>,
    /// This program.
    own: Reading,
}

/// From one moment to a later one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window<C> {
    from: Mark<C>,
    to: Mark<C>,
}

impl<C: Copy> Mark<C> {
    fn now(pid: Option<u32>, counts: C) -> Result<Self> {
        let (server, own) = (pid.map(process::read).transpose()?, process::read(std::process::id())?);
        Ok(Self { at: Instant::now(), counts, server, own })
    }
}

impl<C: Copy> Window<C> {
    /// Waits for both moments and looks at each.
    pub(crate) async fn watch(pid: Option<u32>, from: Instant, to: Instant, count: impl Fn() -> C) -> Result<Self> {
        tokio::time::sleep_until(from.into()).await;
        let from = Mark::now(pid, count())?;
        tokio::time::sleep_until(to.into()).await;
        Ok(Self { from, to: Mark::now(pid, count())? })
    }

    /// What was counted until it began, and until it ended.
    pub(crate) const fn counts(&self) -> (C, C) {
        (self.from.counts, self.to.counts)
    }

    /// So many in it, by the second.
    pub(crate) fn per_second(&self, many: u64) -> f64 {
        many as f64 / self.seconds()
    }

    /// So many in it, by the second of processor time that the server used meanwhile; nothing if it is not known or none.
    pub(crate) fn per_cpu_second(&self, many: u64) -> Option<f64> {
        self.server_cpu().filter(|cpu| !cpu.is_zero()).map(|cpu| many as f64 / cpu.as_secs_f64())
    }

    /// Cores that the server kept busy, where its process is known.
    pub(crate) fn server_cores(&self) -> Option<f64> {
        self.server_cpu().map(|cpu| cpu.as_secs_f64() / self.seconds())
    }

    /// Cores that this program kept busy: near 1, what is measured is this program.
    pub(crate) fn own_cores(&self) -> f64 {
        self.to.own.cpu.saturating_sub(self.from.own.cpu).as_secs_f64() / self.seconds()
    }

    /// The server's resident memory in bytes at the end.
    pub(crate) fn server_rss(&self) -> Option<u64> {
        self.to.server.map(|reading| reading.rss)
    }

    fn server_cpu(&self) -> Option<Duration> {
        Some(self.to.server?.cpu.saturating_sub(self.from.server?.cpu))
    }

    fn seconds(&self) -> f64 {
        (self.to.at - self.from.at).as_secs_f64()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Two seconds in which the server used one of processor time and this program half of one.
    pub(crate) fn window<C: Copy>(from: C, to: C) -> Window<C> {
        let reading = |milliseconds| Reading { rss: 7, pss: 0, cpu: Duration::from_millis(milliseconds) };
        let start = Instant::now();
        let mark = |at, counts, server, own| Mark { at, counts, server: Some(reading(server)), own: reading(own) };
        Window { from: mark(start, from, 500, 0), to: mark(start + Duration::from_secs(2), to, 1_500, 500) }
    }

    #[test]
    fn what_was_counted_is_divided_by_time_and_by_processor_time() {
        let window = window(3, 13);
        assert_eq!(window.counts(), (3, 13));
        assert_eq!((window.per_second(10), window.per_cpu_second(10)), (5.0, Some(10.0)));
        assert_eq!((window.server_cores(), window.own_cores(), window.server_rss()), (Some(0.5), 0.25, Some(7)));
    }

    #[test]
    fn a_server_that_is_not_known_or_did_nothing_has_no_figure() {
        let mut window = window((), ());
        window.to.server = window.from.server;
        assert_eq!((window.per_cpu_second(10), window.server_cores()), (None, Some(0.0)));
        window.from.server = None;
        assert_eq!((window.per_cpu_second(10), window.server_cores()), (None, None));
    }

    #[tokio::test]
    async fn it_lasts_from_one_moment_to_the_other() {
        let now = Instant::now();
        let (from, to) = (now + Duration::from_millis(20), now + Duration::from_millis(60));
        let window = Window::watch(None, from, to, || now.elapsed()).await.expect("this process can be read");
        let (first, last) = window.counts();
        assert!(first >= Duration::from_millis(20) && last >= Duration::from_millis(60), "{window:?}");
        assert_eq!(window.server_cores(), None);
    }
}
