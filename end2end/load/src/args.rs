//! The command line. Every number has an upper bound, so that a slip of the finger does not take the machine down.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand, value_parser};

/// What a running Tertulia does under load. The server must run without limits: see `common::server::LIMITS`.
#[derive(Debug, Parser)]
#[command(name = "load", version)]
pub(crate) struct Cli {
    /// Print JSON in place of a table.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// Whether JSON is wanted, also where that is said behind `start … --`.
    pub(crate) fn wants_json(&self) -> bool {
        let behind = matches!(&self.command, Command::Start(args) if args.command.iter().any(|word| word == "--json"));
        self.json || behind
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// People in groups send at a steady rate: how long until they are answered and the others have it.
    Talk(TalkArgs),
    /// People in groups send as soon as they are answered: how many deliveries a second the server manages.
    Saturate(SaturateArgs),
    /// The newest page of a group over HTTP, again and again: how long each takes.
    Page(PageArgs),
    /// Sockets that only stay: how much memory and processor time of the server each takes.
    Idle(IdleArgs),
    /// Starts a server for the time of one of the other subcommands.
    Start(StartArgs),
}

impl Command {
    /// Which server is measured; [`Command::Start`] has its own.
    pub(crate) const fn target_mut(&mut self) -> Option<&mut Target> {
        match self {
            Self::Talk(args) => Some(&mut args.target),
            Self::Saturate(args) => Some(&mut args.target),
            Self::Page(args) => Some(&mut args.target),
            Self::Idle(args) => Some(&mut args.target),
            Self::Start(_) => None,
        }
    }
}

/// Which server.
#[derive(Args, Clone, Debug)]
pub(crate) struct Target {
    /// Where the server is; plain HTTP only.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    pub(crate) url: String,
    /// The server's process, to read its memory and processor time.
    #[arg(long)]
    pub(crate) pid: Option<u32>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct TalkArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Groups.
    #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=2_000))]
    pub(crate) groups: u32,
    /// Members of each group, all of them distinct people with one socket each.
    #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(2..=1_000))]
    pub(crate) members: u32,
    /// Messages a second, all groups together.
    #[arg(long, default_value_t = 200, value_parser = value_parser!(u32).range(1..=20_000))]
    pub(crate) rate: u32,
    /// How long it is measured.
    #[arg(long, default_value_t = 30, value_parser = value_parser!(u32).range(1..=3_600))]
    pub(crate) seconds: u32,
    /// Seconds of talk before that, which are checked but not measured.
    #[arg(long, default_value_t = 5, value_parser = value_parser!(u32).range(0..=600))]
    pub(crate) warm_up: u32,
    /// Length of a message in bytes.
    #[arg(long, default_value_t = 120, value_parser = value_parser!(u32).range(12..=10_000))]
    pub(crate) bytes: u32,
    /// Another seed, another sequence of senders and pauses.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct SaturateArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Groups.
    #[arg(long, default_value_t = 50, value_parser = value_parser!(u32).range(1..=2_000))]
    pub(crate) groups: u32,
    /// Members of each group, all of them distinct people with one socket each.
    #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(2..=1_000))]
    pub(crate) members: u32,
    /// Messages under way in each group: sent, and not acknowledged yet.
    #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=128))]
    pub(crate) outstanding: u32,
    /// How long it is measured.
    #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=600))]
    pub(crate) seconds: u32,
    /// Seconds before that, which are checked but not measured.
    #[arg(long, default_value_t = 3, value_parser = value_parser!(u32).range(0..=600))]
    pub(crate) warm_up: u32,
    /// Length of a message in bytes.
    #[arg(long, default_value_t = 120, value_parser = value_parser!(u32).range(12..=10_000))]
    pub(crate) bytes: u32,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct PageArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Messages in the group; a page holds the newest 50.
    #[arg(long, default_value_t = 300, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub(crate) messages: u32,
    /// Length of a message in bytes.
    #[arg(long, default_value_t = 120, value_parser = value_parser!(u32).range(12..=10_000))]
    pub(crate) bytes: u32,
    /// Connections, each with one request at a time.
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u32).range(1..=1_000))]
    pub(crate) connections: u32,
    /// How long it is measured.
    #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=3_600))]
    pub(crate) seconds: u32,
    /// Seconds before that, whose answers are checked but not measured.
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u32).range(0..=600))]
    pub(crate) warm_up: u32,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct IdleArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Sockets. A person may have many, so they are dealt out to the members in turn.
    #[arg(long, default_value_t = 5_000, value_parser = value_parser!(u32).range(2..=100_000))]
    pub(crate) sockets: u32,
    /// Groups.
    #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=10_000))]
    pub(crate) groups: u32,
    /// Members of each group.
    #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=1_000))]
    pub(crate) members: u32,
    /// How many may be opening at the same time: with thousands, a storm of reconnections.
    #[arg(long, default_value_t = 50, value_parser = value_parser!(u32).range(1..=10_000))]
    pub(crate) at_once: u32,
    /// How long they stay while the processor time is measured.
    #[arg(long, default_value_t = 30, value_parser = value_parser!(u32).range(1..=3_600))]
    pub(crate) seconds: u32,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct StartArgs {
    /// The server's program.
    #[arg(long)]
    pub(crate) binary: PathBuf,
    /// Give the server one core (the first) and this program the others; needs taskset.
    #[arg(long)]
    pub(crate) pin: bool,
    /// Where its temporary data folder is made. On a disk: in memory, making a commit durable costs nothing. Default: the
    /// system's folder for temporary files.
    #[arg(long)]
    pub(crate) folder: Option<PathBuf>,
    /// What to run against it: one of the other subcommands, without --url and --pid.
    #[arg(last = true, required = true)]
    pub(crate) command: Vec<OsString>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Cli::command().debug_assert();
    }

    #[test]
    fn json_may_stand_anywhere() {
        for line in ["load --json talk", "load talk --json", "load start --binary tertulia -- talk --json"] {
            assert!(Cli::try_parse_from(line.split(' ')).expect("valid").wants_json(), "{line}");
        }
    }

    #[test]
    fn what_would_take_the_machine_down_is_refused() {
        let lines = [
            "load talk --rate 1000000",
            "load talk --members 1",
            "load saturate --outstanding 0",
            "load saturate --outstanding 1000",
            "load page --connections 0",
            "load page --messages 1000001",
        ];
        for line in lines {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
