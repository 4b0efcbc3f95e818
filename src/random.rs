//! Chance that a seed repeats. Nothing secret hangs on it: ids, codes and keys come from the system.

use fastrand::Rng;

/// The sequence of a seed. Two builds with the same `fastrand` (`Cargo.lock`) draw the same.
#[derive(Clone, Debug)]
pub struct Random(Rng);

impl Random {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// Another sequence, for number `number` of those who share a seed: none of them moves when another one draws.
    pub fn fork(seed: u64, number: u64) -> Self {
        let offset = Self::new(number).draw();
        Self::new(seed ^ offset)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0.u64(..)
    }

    /// Evenly from 0 (included) to 1.
    pub fn fraction(&mut self) -> f64 {
        self.0.f64()
    }

    /// One of `count`, from 0 on; 0 where there is none.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.usize(..count.max(1))
    }

    /// From `low` (included) to `high` (not included); `low` where that is nothing.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.u64(low..high.max(low.saturating_add(1)))
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.between(0, 100) < chance
    }

    /// A pause of a Poisson process: people do not take turns, and bursts are what queues are for. In units of the mean.
    pub fn pause(&mut self) -> f64 {
        // 1 - x, because the logarithm of 0 is not a pause.
        -(1.0 - self.fraction()).ln()
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
        for other in [Random::fork(7, 4), Random::fork(8, 3), Random::fork(3, 7), Random::new(7)] {
            assert_ne!(draws(Random::fork(7, 3)), draws(other));
        }
    }

    /// Otherwise one would follow a few draws behind another.
    #[test]
    fn neighbours_share_nothing_of_their_sequences() {
        let mut seen = std::collections::BTreeSet::new();
        for mut random in (0..50).map(Random::new).chain((0..50).map(|number| Random::fork(7, number))) {
            assert!((0..200).all(|_| seen.insert(random.draw())), "drawn before");
        }
    }

    #[test]
    fn every_number_below_the_bound_comes() {
        let mut random = Random::new(1);
        let mut seen = [0; 7];
        (0..7_000).for_each(|_| seen[random.below(7)] += 1);
        assert!(seen.iter().all(|count| (800..1_200).contains(count)), "{seen:?}");
        assert_eq!(
            (random.below(0), random.between(5, 5), random.between(u64::MAX - 1, u64::MAX)),
            (0, 5, u64::MAX - 1)
        );
    }

    #[test]
    fn a_chance_is_as_great_as_it_says() {
        let mut random = Random::new(2);
        assert!((0..1_000).all(|_| !random.percent(0) && random.percent(100)));
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&random.fraction())));
        let mean = (0..10_000).map(|_| random.pause()).sum::<f64>() / 10_000.0;
        assert!((0.95..1.05).contains(&mean), "{mean}");
    }
}
