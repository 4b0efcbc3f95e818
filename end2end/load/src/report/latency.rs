//! Latencies, by percentile.

use std::{fmt::Write as _, time::Duration};

use hdrhistogram::Histogram;
use serde::Serialize;

/// In milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Latencies {
    pub(crate) count: u64,
    pub(crate) p50: f64,
    pub(crate) p90: f64,
    pub(crate) p99: f64,
    pub(crate) p999: f64,
    pub(crate) max: f64,
}

impl Latencies {
    /// Collected in a histogram of microseconds with three digits; what takes longer than an hour counts as an hour.
    pub(crate) fn of(all: impl Iterator<Item = Duration>) -> Self {
        const HOUR: u64 = 3_600_000_000;
        // Only impossible bounds are refused.
        let Ok(mut histogram) = Histogram::<u64>::new_with_bounds(1, HOUR, 3) else { return Self::default() };
        for one in all {
            histogram.saturating_record(u64::try_from(one.as_micros()).unwrap_or(HOUR));
        }
        let at = |quantile| milliseconds(histogram.value_at_quantile(quantile));
        Self {
            count: histogram.len(),
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            p999: at(0.999),
            max: milliseconds(histogram.max()),
        }
    }

    /// The line above [`Self::line`]'s, which says from when is measured.
    pub(crate) fn head(table: &mut String, from: &str) {
        let title = format!("latency in ms from {from}");
        let _ = writeln!(table, "{title:<31} |   p50 |   p90 |   p99 | p99.9 |   max");
    }

    /// One line of a table.
    pub(crate) fn line(&self, table: &mut String, name: &str) {
        let Self { p50, p90, p99, p999, max, .. } = self;
        let _ = writeln!(table, "{name:<31} | {p50:>5.1} | {p90:>5.1} | {p99:>5.1} | {p999:>5.1} | {max:>5.1}");
    }
}

fn milliseconds(micros: u64) -> f64 {
    // An hour of them fits.
    f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_what_was_put_in() {
        let latencies = Latencies::of((1..=1000).map(Duration::from_millis));
        let near = |found: f64, wanted: f64| (found - wanted).abs() <= wanted / 500.0;
        assert!(
            near(latencies.p50, 500.0) && near(latencies.p99, 990.0) && near(latencies.max, 1000.0),
            "{latencies:?}"
        );
        assert_eq!(Latencies::of(std::iter::empty()), Latencies::default());
    }
}
