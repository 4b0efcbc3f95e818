//! How many frames a socket may send.

use std::time::{Duration, Instant};

/// Frames a second in the long run: far above what a person does, far below what hurts.
const RATE: f64 = 50.0;
/// Frames that may come at once.
const BURST: f64 = 100.0;
/// Frames over the limit that are answered with an error before the socket is closed.
const TOLERANCE: f64 = 100.0;

/// A token bucket that goes into debt: refused frames count too, so that a flood does not live off the refills.
#[derive(Debug)]
pub(super) struct Bucket {
    level: f64,
    at: Instant,
}

/// What becomes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is read.
    Pass,
    /// It is answered with `rate_limited`.
    Refuse(Duration),
    /// The socket is closed.
    Flood,
}

impl Bucket {
    /// A full one.
    pub(super) fn new(now: Instant) -> Self {
        Self { level: BURST, at: now }
    }

    /// Counts a frame.
    pub(super) fn take(&mut self, now: Instant) -> Verdict {
        let refill = now.saturating_duration_since(self.at).as_secs_f64() * RATE;
        self.at = now;
        self.level = (self.level + refill).min(BURST) - 1.0;
        if self.level >= 0.0 {
            Verdict::Pass
        } else if self.level >= -TOLERANCE {
            Verdict::Refuse(Duration::from_secs_f64(-self.level / RATE))
        } else {
            Verdict::Flood
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_frames_are_refused_then_the_socket_is_closed() {
        let now = Instant::now();
        let mut bucket = Bucket::new(now);
        let verdicts: Vec<_> = (0..201).map(|_| bucket.take(now)).collect();
        assert!(verdicts[..100].iter().all(|v| *v == Verdict::Pass));
        assert_eq!(verdicts[100], Verdict::Refuse(Duration::from_millis(20)));
        assert!(verdicts[100..200].iter().all(|v| matches!(v, Verdict::Refuse(_))));
        assert_eq!(verdicts[200], Verdict::Flood);
    }

    #[test]
    fn fifty_frames_a_second_pass_for_ever() {
        let mut now = Instant::now();
        let mut bucket = Bucket::new(now);
        for _ in 0..10_000 {
            now += Duration::from_millis(20);
            assert_eq!(bucket.take(now), Verdict::Pass);
        }
    }

    #[test]
    fn whoever_waits_as_told_passes_again() {
        let now = Instant::now();
        let mut bucket = Bucket::new(now);
        let wait = (0..150).find_map(|_| match bucket.take(now) {
            Verdict::Refuse(wait) => Some(wait),
            _ => None,
        });
        assert_eq!(bucket.take(now + wait.expect("refused") + Duration::from_millis(20)), Verdict::Pass);
    }
}
