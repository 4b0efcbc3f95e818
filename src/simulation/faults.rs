//! What people and bad luck do.

use super::{
    front::Command,
    log::Append,
    world::{Event, FRONTS, PAGES, STORM_MS, World},
};
use crate::random::Random;

/// Something that is done to the world.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    /// Somebody writes on a page.
    Write {
        page: usize,
    },
    /// Somebody who is not looked at changes something.
    Change {
        front: usize,
        what: Append,
    },
    /// So much happens at once that whoever is away has to start over.
    Burst {
        front: usize,
    },
    /// A connection breaks; the page learns of it at once, later by itself, or never.
    Cut {
        page: usize,
        noticed: bool,
    },
    /// A server loses a change on the way to a page, and does not notice.
    Lose {
        page: usize,
        ms: u64,
    },
    /// A client reads nothing for a while.
    Stall {
        page: usize,
        ms: u64,
    },
    /// A server loses everything that is not on the disk, and comes back.
    Crash {
        front: usize,
        noticed: bool,
        ms: u64,
    },
    Restart {
        front: usize,
    },
    /// The disk refuses to write.
    Refuse {
        ms: u64,
    },
    Reload {
        page: usize,
    },
    /// Somebody's device is told another time.
    SetClock {
        person: usize,
        by_ms: i64,
    },
    Shut {
        page: usize,
        ms: u64,
    },
    Open {
        page: usize,
    },
    Scroll {
        page: usize,
    },
}

/// By how much clocks are set: a summer's end, a day forgotten, a network that tells the time.
const CLOCK_JUMPS_MS: [i64; 6] = [-86_400_000, -3_600_000, -3_000, 3_000, 3_600_000, 86_400_000];

/// A storm.
pub(super) fn draw(random: &mut Random) -> Vec<(u64, Deed)> {
    let count = random.between(15, 60);
    (0..count).map(|_| (random.between(0, STORM_MS), one(random))).collect()
}

fn one(random: &mut Random) -> Deed {
    let (page, front) = (random.below(PAGES.len()), random.below(FRONTS));
    match random.between(0, 100) {
        0..40 => Deed::Write { page },
        40..52 => Deed::Change { front, what: change(random) },
        52..54 => Deed::Lose { page, ms: random.between(100, 2_000) },
        54..57 => Deed::Burst { front },
        57..69 => Deed::Cut { page, noticed: random.percent(70) },
        69..74 => Deed::Stall { page, ms: random.between(100, 8_000) },
        74..81 => Deed::Crash { front, noticed: random.percent(70), ms: random.between(100, 4_000) },
        81..84 => Deed::Refuse { ms: random.between(100, 5_000) },
        84..91 => Deed::Reload { page },
        91..94 => Deed::Shut { page, ms: random.between(10, 6_000) },
        94..97 => Deed::SetClock { person: PAGES[page], by_ms: CLOCK_JUMPS_MS[random.below(CLOCK_JUMPS_MS.len())] },
        _ => Deed::Scroll { page },
    }
}

fn change(random: &mut Random) -> Append {
    match random.between(0, 10) {
        0..6 => Append::Edit { pick: random.draw() },
        6..8 => Append::Delete { pick: random.draw() },
        _ => Append::Join,
    }
}

pub(super) fn happen(world: &mut World, deed: Deed) {
    match deed {
        Deed::Write { page } => world.write(page),
        Deed::Change { front, what } => world.submit(front, Command { what, asker: None }),
        Deed::Burst { front } => {
            for _ in 0..14 {
                world.submit(front, Command { what: Append::Join, asker: None });
            }
        }
        Deed::Cut { page, noticed } => cut(world, page, noticed),
        Deed::Stall { page, ms } => {
            let until = (world.now + ms).min(STORM_MS);
            if let Some(line) = world.pages[page].link.and_then(|socket| world.lines.get_mut(&socket)) {
                line.stalled_until = line.stalled_until.max(until);
            }
        }
        Deed::Lose { page, ms } => {
            let until = (world.now + ms).min(STORM_MS);
            if let Some(session) = world.pages[page].link.and_then(|socket| world.session(socket)) {
                session.loses_until = until;
            }
        }
        Deed::Crash { front, noticed, ms } => crash(world, front, noticed, ms),
        Deed::Restart { front } => world.fronts[front].up = true,
        Deed::Refuse { ms } => world.refuses_until = (world.now + ms).min(STORM_MS),
        Deed::Reload { page } => world.load(page),
        Deed::SetClock { person, by_ms } => {
            world.clocks[person] = world.clocks[person].saturating_add_signed(by_ms);
            world.summary.clock_jumps += 1;
        }
        Deed::Shut { page, ms } => {
            world.shut(page);
            world.plan(world.now + ms, Event::Deed(Deed::Open { page }));
        }
        Deed::Open { page } => {
            if !world.pages[page].open {
                world.load(page);
            }
        }
        Deed::Scroll { page } => {
            world.scroll(page);
        }
    }
}

fn cut(world: &mut World, page: usize, noticed: bool) {
    let Some(socket) = world.pages[page].link else { return };
    let now = world.now;
    if let Some(line) = world.lines.get_mut(&socket) {
        line.cut(now, &mut world.random);
        world.summary.cuts += 1;
    }
    if noticed {
        let (page_learns, front_learns) = (now + world.latency(), now + world.latency());
        world.plan(page_learns, Event::Ended { socket });
        world.plan(front_learns, Event::Vanished { socket });
    }
}

fn crash(world: &mut World, front: usize, noticed: bool, ms: u64) {
    if !world.fronts[front].up {
        return;
    }
    world.summary.crashes += 1;
    let sockets = world.fronts[front].crash();
    for socket in sockets {
        // A killed process is noticed, a machine without power is not.
        if noticed {
            let at = world.now + world.latency();
            world.plan(at, Event::Ended { socket });
        }
    }
    world.plan(world.now + ms, Event::Deed(Deed::Restart { front }));
}
