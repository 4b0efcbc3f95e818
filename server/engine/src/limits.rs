//! How much one person or one address may do, and how large anything may become.
//!
//! Every bound has a name of its own, by which it is configured (`TERTULIA_LIMITS`) and described (`docs/operations.md`). A new one
//! goes into the list below; a test finds one that the documentation does not name.
//!
//! # Layout
//!
//! * [`Limits`]: the names, their defaults, and how they are read from a line.
//! * `rate`: so many in so long, as token buckets (GCRA, through `governor`). `tries`: the same where only what goes wrong counts;
//!   `passwords`: wrong ones.
//! * [`Gates`]: the buckets in use.

mod gates;
mod passwords;
mod rate;
mod tries;

use std::time::Duration;

pub use gates::{Gates, ip_prefix};
pub(super) use passwords::Attempt;
pub use rate::Rate;
pub(super) use tries::Try;

/// Defines [`Limits`] and everything that goes over all names, so that none can be forgotten.
macro_rules! limits {
    (
        rates { $($(#[doc = $rate_doc:literal])+ $rate:ident: $count:literal / $seconds:literal,)+ }
        sizes { $($(#[doc = $size_doc:literal])+ $size:ident: $most:literal,)+ }
    ) => {
        /// Every bound. Rates can be lifted for a load test; sizes stay, unless one is named.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Limits {
            $($(#[doc = $rate_doc])+ pub $rate: Option<Rate>,)+
            $($(#[doc = $size_doc])+ pub $size: usize,)+
        }

        impl Limits {
            /// No rate is limited. What is stored and what may wait is bounded all the same.
            pub const OFF: Self = Self { $($rate: None,)+ $($size: $most,)+ };

            /// Whether any rate is limited.
            pub const fn has_rates(&self) -> bool {
                false $(|| self.$rate.is_some())+
            }

            /// Every name with its value, as the configuration spells it.
            pub fn entries(&self) -> Vec<(&'static str, String)> {
                vec![$((stringify!($rate), rate::spell(self.$rate)),)+ $((stringify!($size), spell_size(self.$size)),)+]
            }

            fn set(&mut self, name: &str, value: &str) -> std::result::Result<(), InvalidLimits> {
                match name {
                    $(stringify!($rate) => self.$rate = rate::parse(value)?,)+
                    $(stringify!($size) => self.$size = parse_size(value)?,)+
                    _ => return Err(InvalidLimits),
                }
                Ok(())
            }
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($rate: rate::of($count, $seconds),)+ $($size: $most,)+ }
            }
        }
    };
}

limits! {
    rates {
        /// Messages, edits and deletions per person and group.
        messages: 10 / 10,
        /// Reactions, pins and answers that are marked, per person and group.
        reactions: 30 / 10,
        /// Sign-ins and sign-ups per address.
        sign_ins: 10 / 180,
        /// Wrong passwords per pair of account and address.
        wrong_passwords: 10 / 180,
        /// Wrong passwords per account, over all addresses from which its right one has not been given.
        account_passwords: 1000 / 3600,
        /// Socket upgrades per address.
        upgrades: 20 / 60,
        /// Joins by code, per address and per person.
        joins: 10 / 60,
        /// Groups that a person leaves.
        leaves: 10 / 60,
        /// Groups that a person makes.
        new_groups: 10 / 60,
        /// Invitations that are looked at, per address.
        lookups: 60 / 60,
        /// Codes that open nothing, per address.
        wrong_codes: 10 / 60,
        /// Removals, bans, roles and new codes, per person.
        moderation: 60 / 60,
    }
    sizes {
        /// Groups that a person is in.
        groups: 200,
        /// Members of a group.
        members: 1000,
        /// People whom a group keeps out.
        bans: 1000,
        /// Sessions of a person; one more ends the oldest.
        sessions: 100,
        /// Sockets of a person.
        sockets: 20,
        /// Groups that a socket receives.
        subscriptions: 200,
        /// Connections, over all addresses; more wait.
        connections: 20_000,
        /// Connections of an address, where no proxy stands in front.
        address_connections: 256,
        /// Bytes of text in a page of messages, as HTML.
        page_bytes: 131_072,
        /// Bytes of frames with which a subscription begins; beyond, `reset`.
        replay_bytes: 1_048_576,
        /// Seconds for which a client may read nothing, or almost nothing, of what is written to it.
        unread_seconds: 30,
        /// Seconds that a request's body may take to arrive.
        body_seconds: 20,
    }
}

impl Limits {
    /// See `unread_seconds`.
    pub const fn unread(&self) -> Duration {
        Duration::from_secs(self.unread_seconds as u64)
    }

    /// See `body_seconds`.
    pub const fn body(&self) -> Duration {
        Duration::from_secs(self.body_seconds as u64)
    }
}

/// A text that is not a list of limits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "limits are `off`, which lifts every rate, and after it or without it names with values, such as \
     `messages=10/10s,sign_ins=off,sockets=50`; see docs/operations.md"
)]
pub struct InvalidLimits;

impl std::str::FromStr for Limits {
    type Err = InvalidLimits;

    fn from_str(text: &str) -> std::result::Result<Self, InvalidLimits> {
        let mut limits = Self::default();
        for (place, part) in text.split(',').map(str::trim).filter(|part| !part.is_empty()).enumerate() {
            match part.split_once('=') {
                Some((name, value)) => limits.set(name, value)?,
                None if part == "off" && place == 0 => limits = Self::OFF,
                None => return Err(InvalidLimits),
            }
        }
        Ok(limits)
    }
}

/// A size, or `off` for none; at least one, because nothing works without.
fn parse_size(value: &str) -> std::result::Result<usize, InvalidLimits> {
    if value == "off" {
        return Ok(UNBOUNDED);
    }
    let size: u32 = value.parse().map_err(|_| InvalidLimits)?;
    if size == 0 { Err(InvalidLimits) } else { usize::try_from(size).map_err(|_| InvalidLimits) }
}

fn spell_size(size: usize) -> String {
    if size == UNBOUNDED { "off".to_owned() } else { size.to_string() }
}

/// What `off` means for a size: more than there can be, and still a number of the database's.
const UNBOUNDED: usize = u32::MAX as usize;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_from_a_line() {
        assert_eq!("off".parse(), Ok(Limits::OFF));
        assert_eq!("".parse(), Ok(Limits::default()));
        let some: Limits = "messages=5/2s, upgrades=off, sockets=3".parse().expect("valid");
        let expected = Limits { messages: rate::of(5, 2), upgrades: None, sockets: 3, ..Limits::default() };
        assert_eq!(some, expected);
        let off: Limits = "off,groups=7,sign_ins=1/9s,members=off".parse().expect("valid");
        assert_eq!(off, Limits { groups: 7, members: UNBOUNDED, sign_ins: rate::of(1, 9), ..Limits::OFF });
        for text in [
            "on",
            "messages",
            "messages=5",
            "messages=0/2s",
            "messages=5/0s",
            "letters=5/2s",
            "sockets=0",
            "sockets=-1",
            "sockets=5/2s",
            "sockets=3,off",
        ] {
            assert_eq!(text.parse::<Limits>(), Err(InvalidLimits), "{text}");
        }
    }

    #[test]
    fn what_is_spelt_is_read_back() {
        let all = Limits { sockets: UNBOUNDED, joins: None, ..Limits::default() };
        let line: Vec<String> = all.entries().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(line.join(",").parse(), Ok(all));
    }

    /// The table of all bounds says each name with its default.
    #[test]
    fn every_bound_is_documented_with_its_default() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");
        let text = std::fs::read_to_string(path).expect("the documentation");
        let stated: Vec<(String, String)> = text
            .lines()
            .filter_map(|line| {
                let mut cells = line.strip_prefix("| `")?.split('|');
                let cell = |text: &str| text.trim().trim_matches('`').to_owned();
                Some((cell(cells.next()?), cell(cells.next()?)))
            })
            .collect();
        for (name, value) in Limits::default().entries() {
            assert!(
                stated.contains(&(name.to_owned(), value.clone())),
                "docs/operations.md has no row for `{name}` with `{value}`"
            );
        }
    }
}
