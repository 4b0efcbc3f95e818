//! How long to wait before the next attempt: whatever tries again asks here.
//!
//! A delay is drawn evenly from all of 0 to a ceiling that doubles with each failure (full jitter), so that those who failed
//! together, the clients of a restarted server say, spread out instead of coming back in waves. Centrifugo adds its base to every
//! delay; here a floor is enough to keep a bad draw from knocking without pause.
//!
//! Our own, because time and chance are arguments here: the crates for it (`backon`, `exponential-backoff`) draw by themselves,
//! which no simulation could repeat, and most of them sleep too.

/// Counts failed attempts, and says how long each costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    floor_ms: u64,
    first_ms: u64,
    most_ms: u64,
    attempts: u32,
}

impl Backoff {
    /// Connecting again: up to 0.5 s · 2ⁿ, at most 20 s, at least 100 ms (ten attempts a second, whatever the draw).
    pub const RECONNECT: Self = Self::new(100, 500, 20_000);

    /// No delay is shorter than the floor; the ceiling is `first_ms` at first and `most_ms` in the end. In milliseconds.
    pub const fn new(floor_ms: u64, first_ms: u64, most_ms: u64) -> Self {
        Self { floor_ms, first_ms, most_ms, attempts: 0 }
    }

    /// How long to wait after one more failure, in milliseconds. `random` is drawn evenly from 0 (included) to 1.
    pub fn next_delay_ms(&mut self, random: f64) -> u64 {
        let ceiling = self.ceiling_ms(self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        // The cast saturates, and makes 0 of what is no number.
        let drawn = (random.clamp(0.0, 1.0) * ceiling as f64) as u64;
        drawn.max(self.floor_ms)
    }

    /// It succeeded: the next failure begins anew.
    pub const fn reset(&mut self) {
        self.attempts = 0;
    }

    /// The longest delay after `attempts` earlier failures, in milliseconds.
    const fn ceiling_ms(&self, attempts: u32) -> u64 {
        // A second doubled so often is eleven days: more would only overflow.
        let exponent = if attempts < 20 { attempts } else { 20 };
        let ceiling = self.first_ms.saturating_mul(1 << exponent);
        if ceiling < self.most_ms { ceiling } else { self.most_ms }
    }
}

impl Default for Backoff {
    /// [`Backoff::RECONNECT`]
    fn default() -> Self {
        Self::RECONNECT
    }
}

/// The longest delay of [`Backoff::RECONNECT`] after `attempts` earlier failures, in milliseconds: what a message waits that the
/// server put off without saying for how long.
pub const fn ceiling_ms(attempts: u32) -> u64 {
    Backoff::RECONNECT.ceiling_ms(attempts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ceiling_doubles_from_half_a_second_to_twenty_seconds() {
        let mut backoff = Backoff::default();
        let delays: Vec<u64> = (0..8).map(|_| backoff.next_delay_ms(1.0)).collect();
        assert_eq!(delays, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
    }

    #[test]
    fn success_begins_anew() {
        let mut backoff = Backoff::default();
        backoff.next_delay_ms(0.5);
        backoff.next_delay_ms(0.5);
        backoff.reset();
        assert_eq!(backoff.next_delay_ms(0.5), 250);
    }

    #[test]
    fn the_worst_draw_does_not_knock_without_pause() {
        for random in [0.0, -1.0, f64::NAN] {
            assert_eq!(Backoff::default().next_delay_ms(random), 100);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_delay_lies_between_the_floor_and_the_ceiling_and_uses_all_of_it(
            failures in 0..100_u32,
            random in 0.0..1.0_f64,
        ) {
            let mut backoff = Backoff { attempts: failures, ..Backoff::RECONNECT };
            let ceiling = 20_000.0_f64.min(500.0 * 2.0_f64.powf(f64::from(failures)));
            let delay = backoff.next_delay_ms(random);
            prop_assert!((100..=20_000).contains(&delay));
            prop_assert!(delay == 100 || (random * ceiling - delay as f64).abs() <= 1.0);
        }

        #[test]
        fn no_number_of_failures_overflows(
            attempts in prop_oneof![0..70_u32, (u32::MAX - 3)..=u32::MAX],
            first_ms in prop_oneof![0..100_u64, u64::MAX - 100..=u64::MAX],
            most_ms in any::<u64>(),
        ) {
            let mut backoff = Backoff { attempts, ..Backoff::new(0, first_ms, most_ms) };
            prop_assert!(backoff.next_delay_ms(1.0) <= most_ms.saturating_add(most_ms / 1_000_000));
        }
    }
}
