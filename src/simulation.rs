//! Clients and servers together, in a time that does not pass by itself: thousands of schedules a second, each from a seed.
//!
//! The clients are the real ones ([`crate::client`]), which the page in the browser drives too; `page` only carries out what they want. The
//! server is a small one that does what `docs/socket.md` promises, in the order in which the engine does it. Another way was to run the
//! engine itself on a paused clock, with a store behind a trait. That would have made every part of the engine generic for a
//! test's sake, and a schedule would cost what an executor costs. What the engine does under faults is tested with the real
//! program, by killing it; here the rules themselves are tested, on as many schedules as one likes.
//!
//! Two servers share one log, which is ahead of the product. It shows what a second one would need: a server must ping with
//! the log's head, for what it has told itself is not all there is.
//!
//! A schedule is a storm of [`world::STORM_MS`] and then calm. In the storm people write, edit and delete, pages are loaded anew and shut,
//! connections break at one end or both and deliver late what was on its way, clients stop reading, the clocks of devices are set forward and back, servers lose everything
//! that is not on the disk (also between commit and answer), and the disk refuses, sometimes after writing all the same. Then:
//!
//! * everything that was written is in the log once, as it was written, and what a person wrote on one page in that order;
//! * nothing was acknowledged or shown that is not in the log (no phantom);
//! * each page shows exactly the log's list, and comes to it by itself;
//! * a new message then reaches everybody at once.
//!
//! The same rules hold a [`mutant::Mutant`] to account: each planted mistake must be found.
//!
//! `TERTULIA_SEED=n` runs that schedule alone, `TERTULIA_SCHEDULES=n` so many. `make simulation` runs many.
//!
//! # Layout
//!
//! * `world`: the clock, the agenda and what happens in it; `faults`: what is done to it.
//! * `page`: a client; `front`: a server; `log`: the disk; `network`: connections.
//! * `checker`: what must be true; `mutant`: mistakes.

mod checker;
mod faults;
mod front;
mod log;
mod mutant;
mod network;
mod page;
mod world;

use std::time::Instant;

pub(crate) use mutant::Mutant;
use world::{Summary, World};

/// Schedules of an ordinary test run, which compiles without optimisation.
const SCHEDULES: u64 = 400;
/// Schedules within which a planted mistake must show.
const FOUND_WITHIN: u64 = 600;

fn run(seed: u64, mutant: Option<Mutant>) -> Result<Summary, String> {
    let mut world = World::new(seed, mutant);
    checker::check(&mut world).map(|()| world.summary)
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

#[test]
fn whatever_happens_every_page_ends_with_the_log_and_every_message_is_there_once() {
    let seeds = match number("TERTULIA_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TERTULIA_SCHEDULES").unwrap_or(SCHEDULES),
    };
    let (started, count) = (Instant::now(), seeds.end - seeds.start);
    let mut sum = Summary::default();
    for seed in seeds {
        match run(seed, None) {
            Ok(summary) => sum.add(summary),
            Err(violation) => panic!("TERTULIA_SEED={seed} repeats it: {violation}"),
        }
    }
    let rate = count as f64 / started.elapsed().as_secs_f64();
    eprintln!("{count} schedules, {rate:.0} a second: {sum:?}");
    if count >= SCHEDULES {
        assert!(sum.happened_everywhere(), "a storm without weather: {sum:?}");
    }
}

#[test]
fn a_seed_repeats_its_schedule() {
    for seed in 0..20 {
        assert_eq!(run(seed, None), run(seed, None), "{seed}");
    }
}

#[test]
fn every_planted_mistake_is_found() {
    for mutant in Mutant::ALL {
        let found = (0..FOUND_WITHIN).find_map(|seed| run(seed, Some(mutant)).err().map(|violation| (seed, violation)));
        let (seed, violation) = found.unwrap_or_else(|| panic!("{mutant:?} was not found"));
        eprintln!("{mutant:?}: schedule {seed}: {violation:.160}");
    }
}
