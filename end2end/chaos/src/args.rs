//! The command line. Every number has an upper bound, so that a slip of the finger does not take the machine down.

use std::path::PathBuf;

use clap::{Parser, ValueEnum, value_parser};

/// Kills a Tertulia of its own and breaks its connections while people write, and checks that every promise was kept.
#[derive(Clone, Debug, Parser)]
#[command(name = "chaos", version)]
pub(crate) struct Args {
    /// The server's program.
    #[arg(long)]
    pub(crate) binary: PathBuf,
    /// Repeats the schedule of an earlier run; without it a new one is drawn and printed.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// How long faults and people go on, in seconds; what comes after (settling, reading back) is not counted.
    #[arg(long, default_value_t = 60, value_parser = value_parser!(u32).range(1..=86_400))]
    pub(crate) seconds: u32,
    /// The same in minutes; wins.
    #[arg(long, value_parser = value_parser!(u32).range(1..=1_440))]
    pub(crate) minutes: Option<u32>,
    /// People who are members.
    #[arg(long, default_value_t = 6, value_parser = value_parser!(u32).range(2..=100))]
    pub(crate) people: u32,
    /// Groups; everybody is in all of them.
    #[arg(long, default_value_t = 2, value_parser = value_parser!(u32).range(1..=20))]
    pub(crate) groups: u32,
    /// Devices of each person: one task and one socket each.
    #[arg(long, default_value_t = 2, value_parser = value_parser!(u32).range(1..=10))]
    pub(crate) devices: u32,
    /// Mean pause between two things that a device does, in milliseconds.
    #[arg(long, default_value_t = 400, value_parser = value_parser!(u32).range(20..=60_000))]
    pub(crate) pause: u32,
    /// Mean time from one fault of the server (a kill, a stop, a disk that refuses) to the next, in milliseconds.
    #[arg(long, default_value_t = 6_500, value_parser = value_parser!(u32).range(500..=600_000))]
    pub(crate) server_faults: u32,
    /// Mean time from one fault of a connection to the next, in milliseconds.
    #[arg(long, default_value_t = 900, value_parser = value_parser!(u32).range(20..=600_000))]
    pub(crate) connection_faults: u32,
    /// Whether the disk refuses writes now and then.
    #[arg(long, default_value = "on", value_enum)]
    pub(crate) disk: Switch,
    /// Plants a fault in what one device receives: the run must then end with exit code 1.
    #[arg(long, value_enum)]
    pub(crate) plant: Option<Plant>,
    /// Where the temporary data folder is made. On a disk: in memory, making a commit durable costs nothing.
    #[arg(long)]
    pub(crate) folder: Option<PathBuf>,
    /// Keeps the data folder and the server's log, and says where they are.
    #[arg(long)]
    pub(crate) keep: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

/// What is done to every tenth message that the first device receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Plant {
    /// It never comes.
    Loss,
    /// It comes twice.
    Duplicate,
    /// It comes after the one that follows it.
    Reorder,
    /// Before it comes one that was never stored.
    Phantom,
}

impl Args {
    /// How long faults and people go on, in seconds.
    pub(crate) fn length(&self) -> u32 {
        self.minutes.map_or(self.seconds, |minutes| minutes * 60)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Args::command().debug_assert();
    }

    #[test]
    fn minutes_win_over_seconds() {
        let args = |line: &str| Args::try_parse_from(line.split(' ')).expect("valid");
        assert_eq!(args("chaos --binary x --seconds 5").length(), 5);
        assert_eq!(args("chaos --binary x --seconds 5 --minutes 2").length(), 120);
    }
}
