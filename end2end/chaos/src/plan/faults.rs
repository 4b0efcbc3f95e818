//! The faults and their moments.

use std::time::Duration;

use tertulia::random::Random;

/// Something with its moment, from the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due<T> {
    pub(crate) at: Duration,
    /// Which of those who can be hit: the remainder decides.
    pub(crate) pick: usize,
    pub(crate) fault: T,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// In good order, as far as TCP can tell.
    Fin,
    /// With a reset.
    Rst,
}

/// One of the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// The direction of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the client.
    Up,
    /// From the server.
    Down,
}

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConnectionFault {
    /// It ends.
    Cut(How),
    /// Nothing passes for a while, in either direction; then everything does.
    Stall(Duration),
    /// One end believes that it still stands: what it sends goes nowhere, and nothing comes.
    HalfOpen(Side),
    /// So few bytes pass for a while.
    Slow { bytes_per_second: u32, time: Duration },
    /// So many bytes more pass in one direction, which ends in the middle of a frame, and then it is cut.
    Truncate { way: Way, bytes: usize, how: How },
}

/// What happens to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServerFault {
    /// SIGKILL.
    Kill,
    /// For so long nothing that it says reaches a client, while it goes on taking messages; then SIGKILL. So messages are
    /// stored whose acknowledgement nobody gets.
    KillUnheard(Duration),
    /// SIGKILL so soon after the start before it, in the middle of its recovery.
    KillTwice(Duration),
    /// SIGTERM.
    Stop,
    /// For so long its files may not grow by more than so many bytes (EFBIG, as ENOSPC on a full disk).
    DiskFull { time: Duration, room: u64 },
}

/// Faults of connections at random moments, `mean` apart on average.
pub(crate) fn connection_faults(seed: u64, length: Duration, mean: Duration) -> Vec<Due<ConnectionFault>> {
    draw(Random::fork(seed, CONNECTIONS), length, mean, connection_fault)
}

/// Faults of the server at random moments, `mean` apart on average and never closer than half of that: between two of them
/// something must be stored. At least one, which kills.
pub(crate) fn server_faults(seed: u64, length: Duration, mean: Duration, disk: bool) -> Vec<Due<ServerFault>> {
    let mut random = Random::fork(seed, SERVER);
    let (mut at, mut all) = (Duration::ZERO, Vec::new());
    loop {
        at += mean.mul_f64(0.5 + random.fraction());
        if at >= length {
            break;
        }
        let pick = random.below(usize::MAX);
        let fault = server_fault(&mut random);
        // Drawn all the same, so that the rest of the schedule does not depend on the switch.
        let fault = if disk || !matches!(fault, ServerFault::DiskFull { .. }) { fault } else { ServerFault::Kill };
        all.push(Due { at, pick, fault });
    }
    if !all.iter().any(|due| due.fault.kills()) {
        all.push(Due { at: length.mul_f64(0.9), pick: 0, fault: ServerFault::Kill });
    }
    all
}

impl ServerFault {
    /// Whether it ends with SIGKILL in any case.
    pub(crate) const fn kills(self) -> bool {
        matches!(self, Self::Kill | Self::KillUnheard(_) | Self::KillTwice(_))
    }
}

/// Numbers of the two sequences among those of the seed; the devices' are small.
const CONNECTIONS: u64 = 1 << 32;
const SERVER: u64 = (1 << 32) + 1;

fn draw<T>(mut random: Random, length: Duration, mean: Duration, fault: fn(&mut Random) -> T) -> Vec<Due<T>> {
    let (mut at, mut all) = (Duration::ZERO, Vec::new());
    loop {
        at += mean.mul_f64(random.pause());
        if at >= length {
            return all;
        }
        let pick = random.below(usize::MAX);
        all.push(Due { at, pick, fault: fault(&mut random) });
    }
}

fn connection_fault(random: &mut Random) -> ConnectionFault {
    match random.below(10) {
        0..3 => ConnectionFault::Cut(how(random)),
        3..5 => ConnectionFault::Stall(between(random, 200, 7_000)),
        5..7 => ConnectionFault::HalfOpen(if random.below(2) == 0 { Side::Client } else { Side::Server }),
        7 => ConnectionFault::Slow {
            bytes_per_second: 200 + u32::try_from(random.below(4_000)).unwrap_or_default(),
            time: between(random, 500, 5_000),
        },
        _ => ConnectionFault::Truncate {
            way: if random.below(3) == 0 { Way::Up } else { Way::Down },
            bytes: 1 + random.below(400),
            how: how(random),
        },
    }
}

fn server_fault(random: &mut Random) -> ServerFault {
    match random.below(20) {
        0..8 => ServerFault::Kill,
        8..15 => ServerFault::KillUnheard(between(random, 20, 600)),
        15..17 => ServerFault::KillTwice(between(random, 20, 900)),
        17 => ServerFault::Stop,
        _ => ServerFault::DiskFull { time: between(random, 300, 2_500), room: random.below(6_000) as u64 },
    }
}

fn how(random: &mut Random) -> How {
    if random.below(2) == 0 { How::Fin } else { How::Rst }
}

fn between(random: &mut Random, least: u64, most: u64) -> Duration {
    Duration::from_millis(random.between(least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_seed_names_the_faults_and_another_one_others() {
        assert_eq!(connection_faults(7, HOUR, SECOND), connection_faults(7, HOUR, SECOND));
        assert_ne!(connection_faults(7, HOUR, SECOND), connection_faults(8, HOUR, SECOND));
        assert_eq!(server_faults(7, HOUR, SECOND, true), server_faults(7, HOUR, SECOND, true));
        assert_ne!(server_faults(7, HOUR, SECOND, true), server_faults(8, HOUR, SECOND, true));
    }

    #[test]
    fn a_shorter_run_is_the_beginning_of_a_longer_one() {
        let (short, long) = (connection_faults(7, HOUR / 2, SECOND), connection_faults(7, HOUR, SECOND));
        assert_eq!(short, long[..short.len()]);
    }

    #[test]
    fn an_hour_has_every_kind_of_fault_about_as_often_as_asked() {
        let all = connection_faults(3, HOUR, SECOND);
        assert!((3_300..3_900).contains(&all.len()), "{}", all.len());
        let some = |wanted: fn(&ConnectionFault) -> bool| all.iter().filter(|due| wanted(&due.fault)).count();
        for (what, count) in [
            ("cut", some(|fault| matches!(fault, ConnectionFault::Cut(How::Rst)))),
            ("stall", some(|fault| matches!(fault, ConnectionFault::Stall(_)))),
            ("half-open", some(|fault| matches!(fault, ConnectionFault::HalfOpen(Side::Server)))),
            ("slow", some(|fault| matches!(fault, ConnectionFault::Slow { .. }))),
            ("truncate", some(|fault| matches!(fault, ConnectionFault::Truncate { way: Way::Up, .. }))),
        ] {
            assert!(count > 100, "{what}: {count}");
        }
        let servers = server_faults(3, HOUR, 6 * SECOND, true);
        assert!((540..660).contains(&servers.len()), "{}", servers.len());
        assert!(servers.iter().any(|due| due.fault == ServerFault::Stop));
        assert!(servers.iter().any(|due| matches!(due.fault, ServerFault::DiskFull { .. })));
    }

    #[test]
    fn even_the_shortest_run_kills_once() {
        for seed in 0..50 {
            assert!(server_faults(seed, 2 * SECOND, SECOND * 60, true).iter().any(|due| due.fault.kills()));
        }
    }
}
