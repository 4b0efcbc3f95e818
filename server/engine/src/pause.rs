//! Waiting before another attempt.

use std::time::Duration;

use tertulia::backoff::Backoff;

/// After a conflict with another transaction, or with another program that took the place in a log: both need their turn.
pub(crate) const CONFLICT: Backoff = Backoff::new(1, 1, 64);
/// After the store gave no answer.
pub(crate) const NO_ANSWER: Backoff = Backoff::new(50, 100, 5_000);

/// Waits for as long as one more failure costs.
pub(crate) async fn pause(backoff: &mut Backoff) {
    tokio::time::sleep(Duration::from_millis(backoff.next_delay_ms(rand::random()))).await;
}
