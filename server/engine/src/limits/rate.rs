//! So many in so long.

use std::{hash::Hash, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _, clock::DefaultClock};

use super::InvalidLimits;
use crate::error::{Error, Result};

/// So many in so long; unused ones are saved up to `count`, so that bursts pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: NonZeroU32,
    /// In how long.
    pub per: Duration,
}

impl Rate {
    /// How long one of them takes to come back.
    pub(super) fn interval(self) -> Duration {
        self.per / self.count.get()
    }
}

/// None where `count` is nought.
pub(super) const fn of(count: u32, seconds: u64) -> Option<Rate> {
    match NonZeroU32::new(count) {
        Some(count) => Some(Rate { count, per: Duration::from_secs(seconds) }),
        None => None,
    }
}

/// `10/60s`, or `off`.
pub(super) fn parse(value: &str) -> std::result::Result<Option<Rate>, InvalidLimits> {
    if value == "off" {
        return Ok(None);
    }
    let (count, seconds) = value.strip_suffix('s').and_then(|v| v.split_once('/')).ok_or(InvalidLimits)?;
    let count: u32 = count.parse().map_err(|_| InvalidLimits)?;
    let seconds: u64 = seconds.parse().map_err(|_| InvalidLimits)?;
    if seconds == 0 {
        return Err(InvalidLimits);
    }
    of(count, seconds).map(Some).ok_or(InvalidLimits)
}

pub(super) fn spell(rate: Option<Rate>) -> String {
    rate.map_or_else(|| "off".to_owned(), |rate| format!("{}/{}s", rate.count, rate.per.as_secs()))
}

/// Counts one kind of event by key; without a rate it lets everything pass.
pub(super) struct KeyedRateLimiter<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone> KeyedRateLimiter<K> {
    pub(super) fn new(rate: Option<Rate>) -> Self {
        let quota = |rate: Rate| Quota::with_period(rate.interval()).map(|q| q.allow_burst(rate.count));
        Self(rate.and_then(quota).map(RateLimiter::keyed))
    }

    pub(super) fn pass(&self, key: &K) -> Result<()> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(key).map_err(|not_until| refused(not_until.wait_time_from(DefaultClock::default().now())))
    }

    /// Forgets keys whose bucket is full again, so that memory follows the keys in use.
    pub(super) fn forget_idle(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Nobody is told to come back in no time at all.
pub(super) fn refused(wait: Duration) -> Error {
    Error::RateLimited { retry_after: wait.max(Duration::from_millis(1)) }
}
