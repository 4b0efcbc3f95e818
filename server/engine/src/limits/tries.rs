//! Buckets (GCRA) of which a try can be given back: only those that went wrong count.
//!
//! A try is taken before anything is looked at, so that many at once are not more than many after each other.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{Rate, rate::refused};
use crate::error::Result;

/// Tries by key; without a rate there is no end of them.
pub(super) struct Tries<K> {
    rate: Option<Rate>,
    /// When each bucket will be full again.
    full_at: Mutex<HashMap<K, Instant>>,
}

/// A try under way. Unless it went wrong it is given back: an answer that nobody got teaches nobody anything.
#[must_use]
pub(crate) struct Try<'a, K: Hash + Eq> {
    tries: &'a Tries<K>,
    key: K,
    counts: bool,
}

impl<K: Hash + Eq + Clone> Tries<K> {
    pub(super) fn new(rate: Option<Rate>) -> Self {
        Self { rate, full_at: Mutex::default() }
    }

    pub(super) fn take(&self, key: K, now: Instant) -> Result<Try<'_, K>> {
        if let Some(rate) = self.rate {
            let mut full_at = self.lock();
            let until = full_at.get(&key).map_or(now, |at| (*at).max(now)) + rate.interval();
            let most = now + rate.interval() * rate.count.get();
            if until > most {
                return Err(refused(until - most));
            }
            full_at.insert(key.clone(), until);
        }
        Ok(Try { tries: self, key, counts: false })
    }

    pub(super) fn forget_idle(&self, now: Instant) {
        let mut full_at = self.lock();
        full_at.retain(|_, at| *at > now);
        full_at.shrink_to_fit();
    }
}

impl<K: Hash + Eq> Tries<K> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Instant>> {
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }
}

impl<K: Hash + Eq> Try<'_, K> {
    pub(super) fn key(&self) -> &K {
        &self.key
    }

    /// It went wrong.
    pub(crate) fn wrong(mut self) {
        self.counts = true;
    }
}

impl<K: Hash + Eq> Drop for Try<'_, K> {
    fn drop(&mut self) {
        let Some(rate) = self.tries.rate.filter(|_| !self.counts) else { return };
        if let Some(at) = self.tries.lock().get_mut(&self.key)
            && let Some(before) = at.checked_sub(rate.interval())
        {
            *at = before;
        }
    }
}
