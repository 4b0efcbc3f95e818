//! The command line and its variables. A flag wins over its variable.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand};
use tertulia::engine::{self, Limits, StoreConfig};

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
enum Command {
    /// Serve the chat until SIGINT or SIGTERM.
    Serve(Serve),
}

impl Cli {
    /// The settings of `serve`, which is all that there is.
    pub fn into_serve(self) -> Serve {
        match self.command {
            Some(Command::Serve(serve)) => serve,
            None => self.serve,
        }
    }
}

/// How to serve.
#[derive(Args, Clone)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "TERTULIA_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// Folder of the database and the signing secret; made at the first start.
    #[arg(long, env = "TERTULIA_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// Database: `surrealkv://PATH?sync=every`, `ws://USER:PASSWORD@HOST`, `mem://`. Default: embedded, in the data folder.
    #[arg(long, env = "TERTULIA_DB", hide_env_values = true)]
    pub db: Option<String>,
    /// The address that people type, such as `https://chat.example.org`. Default: what `--addr` implies. Behind a reverse
    /// proxy it must be set.
    #[arg(long, env = "TERTULIA_ORIGIN", default_value = "", hide_default_value = true)]
    pub origin: PublicOrigin,
    /// Rate limits: `off`, or any of `messages=10/10s,sign_ins=10/180s,upgrades=20/60s`.
    #[arg(long, env = "TERTULIA_LIMITS", default_value = "")]
    pub limits: Limits,
    /// Log format, `text` or `json`, and after a comma a filter, such as `json,debug` or `text,server=debug`.
    #[arg(long, env = "TERTULIA_LOG", default_value = "text")]
    pub log: LogFormat,
    /// Memory for the embedded store's cache and tables, in MiB.
    #[arg(long, env = "TERTULIA_STORE_MEMORY", default_value_t = StoreConfig::MEMORY_DEFAULT / MIB,
          value_parser = clap::value_parser!(u64).range(1..=1024 * 1024))]
    pub store_memory: u64,
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

/// Leaves the database's address out: it may hold a password.
impl std::fmt::Debug for Serve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serve").field("addr", &self.addr).field("data", &self.data).finish_non_exhaustive()
    }
}

impl Serve {
    /// The engine's share of it.
    pub fn engine(&self) -> engine::Config {
        engine::Config {
            data: self.data.clone(),
            store: StoreConfig {
                url: self.db.clone().filter(|url| !url.is_empty()),
                memory: self.store_memory.saturating_mul(MIB),
            },
            limits: self.limits,
        }
    }

    /// Which kind of database it is, for the log: the scheme alone, because the rest may hold a password.
    pub fn database_kind(&self) -> &str {
        let url = self.db.as_deref().filter(|url| !url.is_empty());
        url.map_or("surrealkv", |url| url.split_once(':').map_or("unknown", |(scheme, _)| scheme))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Serve {
        Cli::try_parse_from([&["tertulia"], args].concat()).expect("valid").into_serve()
    }

    #[test]
    fn serve_is_what_happens_without_a_word() {
        assert_eq!(parse(&["--addr", "127.0.0.1:4000"]).addr, parse(&["serve", "--addr", "127.0.0.1:4000"]).addr);
    }

    #[test]
    fn the_databases_password_is_neither_printed_nor_logged() {
        let config = parse(&["--db", "wss://root:secreto@db.example.org"]);
        assert_eq!(config.database_kind(), "wss");
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
