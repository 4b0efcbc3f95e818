//! How long to wait before the next attempt to connect.
//!
//! 0.5 s · 2ⁿ with full jitter, at most 20 s: the delay is drawn evenly from all of 0 to the ceiling, so that
//! the clients of a restarted server spread out instead of coming back in waves. Centrifugo adds its 0.5 s to every delay;
//! here a floor of [`FLOOR_MS`] is enough to keep a bad draw from knocking without pause.

/// Ceiling of the first delay, in milliseconds.
pub const BASE_MS: u64 = 500;
/// Highest ceiling, in milliseconds.
pub const MAX_MS: u64 = 20_000;
/// Shortest delay, in milliseconds: at most ten attempts a second, whatever the draw.
pub const FLOOR_MS: u64 = 100;

/// Counts failed attempts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    attempts: u32,
}

impl Backoff {
    /// How long to wait after one more failure, in milliseconds. `random` is drawn evenly from 0 (included) to 1.
    pub fn next_delay_ms(&mut self, random: f64) -> u64 {
        let ceiling = ceiling_ms(self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        // The cast saturates, and makes 0 of what is no number.
        let drawn = (random.clamp(0.0, 1.0) * ceiling as f64) as u64;
        drawn.max(FLOOR_MS)
    }

    /// The connection stands: the next failure begins anew.
    pub const fn reset(&mut self) {
        self.attempts = 0;
    }
}

/// The longest delay after `attempts` earlier failures, in milliseconds.
pub const fn ceiling_ms(attempts: u32) -> u64 {
    // 2^6 half seconds are above the maximum already; more would only overflow.
    let exponent = if attempts < 6 { attempts } else { 6 };
    let ceiling = BASE_MS << exponent;
    if ceiling < MAX_MS { ceiling } else { MAX_MS }
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
            assert_eq!(Backoff::default().next_delay_ms(random), FLOOR_MS);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_delay_lies_between_the_floor_and_the_ceiling_and_uses_all_of_it(
            failures in 0..100_u32,
            random in 0.0..1.0_f64,
        ) {
            let mut backoff = Backoff { attempts: failures };
            let ceiling = 20_000.0_f64.min(500.0 * 2.0_f64.powf(f64::from(failures)));
            let delay = backoff.next_delay_ms(random);
            prop_assert!((FLOOR_MS..=MAX_MS).contains(&delay));
            prop_assert!(delay == FLOOR_MS || (random * ceiling - delay as f64).abs() <= 1.0);
        }

        #[test]
        fn no_number_of_failures_overflows(attempts in (u32::MAX - 3)..=u32::MAX) {
            prop_assert_eq!(Backoff { attempts }.next_delay_ms(1.0), MAX_MS);
        }
    }
}
