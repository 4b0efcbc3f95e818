//! Who sends when, decided before the first message is sent. The schedule never waits for an answer (an open loop): a server
//! that stalls finds the messages waiting, and the wait counts, because every latency is measured from the moment at which
//! the message was due.

use std::time::Duration;

use tertulia::random::Random;

/// One message to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// When, from the start.
    pub(crate) at: Duration,
    /// By which of all members.
    pub(crate) member: usize,
}

/// Messages at `rate` a second on average, at random moments (a Poisson process: people do not take turns, and bursts are what
/// queues are for) from random members.
pub(crate) fn schedule(rate: u32, length: Duration, members: usize, seed: u64) -> Vec<Due> {
    let mut random = Random::new(seed);
    let mut at = 0.0;
    let mut all = Vec::new();
    loop {
        at += random.pause() / f64::from(rate);
        let due = Duration::from_secs_f64(at);
        if due >= length {
            return all;
        }
        all.push(Due { at: due, member: random.below(members) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn the_rate_is_kept_on_average_and_time_only_goes_forward() {
        let all = schedule(200, MINUTE, 1000, 1);
        assert!((11_500..12_500).contains(&all.len()), "{}", all.len());
        assert!(all.is_sorted_by_key(|due| due.at));
        assert!(all.last().is_some_and(|due| due.at < MINUTE));
    }

    #[test]
    fn pauses_vary_as_those_of_independent_people_do() {
        let all = schedule(100, MINUTE, 10, 7);
        let pauses: Vec<f64> = all.windows(2).map(|pair| (pair[1].at - pair[0].at).as_secs_f64()).collect();
        let long = pauses.iter().filter(|pause| **pause > 0.02).count() as f64 / pauses.len() as f64;
        assert!((long - (-2.0_f64).exp()).abs() < 0.02, "e^-2 of the pauses are longer than twice the mean: {long}");
    }

    #[test]
    fn everybody_gets_a_turn_and_a_seed_names_the_run() {
        let all = schedule(200, MINUTE, 50, 3);
        let mut turns = [0; 50];
        all.iter().for_each(|due| turns[due.member] += 1);
        assert!(turns.iter().all(|turns| (150..350).contains(turns)), "{turns:?}");
        assert_eq!(all, schedule(200, MINUTE, 50, 3));
        assert_ne!(all, schedule(200, MINUTE, 50, 4));
    }
}
