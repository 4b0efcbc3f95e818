//! The command line and its variables. A flag wins over its variable.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand};
use engine::{Limits, StoreConfig};

use crate::{
    logs::LogFormat,
    origin::{InvalidOrigin, Origin},
};

/// A real-time chat for study groups.
#[derive(Debug, Parser)]
#[command(name = "tertulia", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

/// What can be done. Without one, `serve`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the chat until SIGINT or SIGTERM.
    Serve(Box<Serve>),
    /// Check that the database keeps the promise: no gap, no double, no stranger. Exit code 0 if so, 1 if not, 2 if it cannot be read.
    Verify(Verify),
    /// Write everything into one file, also while the chat is running.
    Backup(Backup),
    /// Fill an empty data folder from a backup.
    Restore(Restore),
}

impl Cli {
    /// What to do.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or_else(|| Command::Serve(Box::new(self.serve)))
    }
}

/// Where everything is kept.
#[derive(Args, Clone)]
pub struct Database {
    /// Folder of the database and the signing secret; made at the first start.
    #[arg(long, env = "TERTULIA_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// Database: `surrealkv://PATH?sync=every`, `ws://USER:PASSWORD@HOST`, `mem://`. Default: embedded, in the data folder.
    #[arg(long, env = "TERTULIA_DB", hide_env_values = true)]
    pub db: Option<String>,
    /// Memory for the embedded store's cache and tables and for the logs of groups in use, in MiB.
    #[arg(long, env = "TERTULIA_STORE_MEMORY", default_value_t = StoreConfig::MEMORY_DEFAULT / MIB,
          value_parser = clap::value_parser!(u64).range(1..=1024 * 1024))]
    pub store_memory: u64,
}

impl Database {
    /// The engine's share of it, without rate limits.
    pub fn engine(&self) -> engine::Config {
        engine::Config { data: self.data.clone(), store: self.store(), limits: Limits::OFF }
    }

    /// The database's address where one was named. Deployment tools set variables and leave them empty.
    fn url(&self) -> Option<&str> {
        self.db.as_deref().filter(|url| !url.is_empty())
    }

    fn store(&self) -> StoreConfig {
        StoreConfig { url: self.url().map(str::to_owned), memory: self.store_memory.saturating_mul(MIB) }
    }

    /// Whether a server of its own keeps it.
    pub fn is_remote(&self) -> bool {
        self.kind() == "ws"
    }

    /// Which kind of database it is, for the log: the scheme alone, because the rest may hold a password.
    pub fn kind(&self) -> &str {
        self.url().map_or("surrealkv", |url| url.split_once(':').map_or("unknown", |(scheme, _)| scheme))
    }
}

/// Leaves the database's address out: it may hold a password.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("data", &self.data).field("kind", &self.kind()).finish_non_exhaustive()
    }
}

/// How to check.
#[derive(Args, Clone, Debug)]
pub struct Verify {
    #[command(flatten)]
    pub database: Database,
    /// Print JSON lines: each problem, then a summary.
    #[arg(long)]
    pub json: bool,
}

/// How to take a backup.
#[derive(Args, Clone, Debug)]
pub struct Backup {
    /// The file to be written. One that is there is replaced when the new one is whole.
    pub file: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

/// How to restore one.
#[derive(Args, Clone, Debug)]
pub struct Restore {
    /// The file to be read.
    pub file: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

/// How to serve.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "TERTULIA_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    #[command(flatten)]
    pub database: Database,
    /// The address that people type, such as `https://chat.example.org`. Default: what `--addr` implies. Behind a reverse
    /// proxy it must be set.
    #[arg(long, env = "TERTULIA_ORIGIN", default_value = "", hide_default_value = true)]
    pub origin: PublicOrigin,
    /// Limits: `off` lifts every rate; names with values change one, as in `messages=10/10s,sockets=50`. docs/operations.md has them all.
    #[arg(long, env = "TERTULIA_LIMITS", default_value = "")]
    pub limits: Limits,
    /// Log format, `text` or `json`, and after a comma a filter, such as `json,debug` or `text,server=debug`.
    #[arg(long, env = "TERTULIA_LOG", default_value = "text")]
    pub log: LogFormat,
    /// How many reverse proxies stand in front: that many `X-Forwarded-For` entries, from the right, are believed.
    #[arg(long, env = "TERTULIA_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
}

const MIB: u64 = 1024 * 1024;

/// The origin that people type; none where it was not said or, as deployment tools set variables, was left empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicOrigin(pub Option<Origin>);

impl FromStr for PublicOrigin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        if text.is_empty() { Ok(Self(None)) } else { text.parse().map(|origin| Self(Some(origin))) }
    }
}

impl Serve {
    /// The engine's share of it.
    pub fn engine(&self) -> engine::Config {
        engine::Config { limits: self.limits, ..self.database.engine() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Serve {
        match Cli::try_parse_from([&["tertulia"], args].concat()).expect("valid").into_command() {
            Command::Serve(serve) => *serve,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn serve_is_what_happens_without_a_word() {
        assert_eq!(parse(&["--addr", "127.0.0.1:4000"]).addr, parse(&["serve", "--addr", "127.0.0.1:4000"]).addr);
    }

    #[test]
    fn the_databases_password_is_neither_printed_nor_logged() {
        let config = parse(&["--db", "wss://root:secreto@db.example.org"]);
        assert_eq!(config.database.kind(), "wss");
        assert!(!format!("{config:?}").contains("secreto"));
    }

    #[test]
    fn memory_is_given_in_mebibytes() {
        assert_eq!(parse(&["--store-memory", "64"]).engine().store.memory, 64 * 1024 * 1024);
        assert!(Cli::try_parse_from(["tertulia", "--store-memory", "0"]).is_err());
    }

    #[test]
    fn an_empty_origin_is_none() {
        assert_eq!(parse(&["--origin", ""]).origin, PublicOrigin(None));
        assert_eq!(parse(&[]).origin, PublicOrigin(None));
        assert!(parse(&["--origin", "https://chat.example.org"]).origin.0.is_some());
    }

    #[test]
    fn nonsense_is_refused_with_a_sentence() {
        for args in [["--addr", "here"], ["--origin", "chat.example.org"], ["--limits", "few"], ["--log", "xml"]] {
            assert!(Cli::try_parse_from([&["tertulia"], &args[..]].concat()).is_err(), "{args:?}");
        }
    }
}
