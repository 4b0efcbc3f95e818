//! Chance that a seed repeats.

/// SplitMix64: the same seed, the same run. Nothing secret hangs on it.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another sequence, for number `number` of those who share a seed: none of them moves when another one draws.
    pub fn fork(seed: u64, number: u64) -> Self {
        let mut parent = Self(seed ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
        Self(parent.draw())
    }

    /// The next 64 bits.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 ≤ x < 1, from the 53 bits that a float holds.
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub const fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// 0 ≤ n < `bound`; the bias of a remainder is far below what a run could show.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.draw() % bound.max(1) as u64).unwrap_or_default()
    }

    /// A pause of a Poisson process: people do not take turns, and bursts are what queues are for. In units of the mean.
    pub fn pause(&mut self) -> f64 {
        // 1 - x, because the logarithm of 0 is not a pause.
        -(1.0 - self.unit()).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_its_forks_differ() {
        let draws = |mut random: Random| [random.draw(), random.draw(), random.draw()];
        assert_eq!(draws(Random::new(7)), draws(Random::new(7)));
        assert_eq!(draws(Random::fork(7, 3)), draws(Random::fork(7, 3)));
        assert_ne!(draws(Random::fork(7, 3)), draws(Random::fork(7, 4)));
        assert_ne!(draws(Random::fork(7, 3)), draws(Random::fork(8, 3)));
    }

    #[test]
    fn every_number_below_the_bound_comes() {
        let mut random = Random::new(1);
        let mut seen = [0; 7];
        (0..7_000).for_each(|_| seen[random.below(7)] += 1);
        assert!(seen.iter().all(|count| (800..1_200).contains(count)), "{seen:?}");
    }
}
