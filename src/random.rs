//! Chance that a seed repeats.

/// SplitMix64 (Steele, Lea, Flood 2014): 64 bits of state, and every seed is a good one.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` (included) to `high` (not included).
    #[cfg(test)]
    pub(crate) const fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    /// One of `count`.
    #[cfg(test)]
    pub(crate) fn index(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % (count as u64)).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    #[cfg(test)]
    pub(crate) const fn percent(&mut self, chance: u64) -> bool {
        self.between(0, 100) < chance
    }

    /// Evenly from 0 to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
