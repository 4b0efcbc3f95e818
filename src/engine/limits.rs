//! Rate limits: how much one person or one address may do, as token buckets (GCRA, through `governor`).

use std::{hash::Hash, net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _, clock::DefaultClock};

use super::error::{Error, Result};
use crate::{
    account::Email,
    ids::{GroupId, UserId},
};

/// So many in so long; unused ones are saved up to `count`, so that bursts pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: NonZeroU32,
    /// In how long.
    pub per: Duration,
}

/// The usual limits; every one can be changed, and all of them can be lifted for a load test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages per person and group. Default 10 in 10 s.
    pub messages: Option<Rate>,
    /// Sign-ins and sign-ups per address, and sign-ins per account. Default 10 in 3 min.
    pub sign_ins: Option<Rate>,
    /// Socket upgrades per address. Default 20 a minute.
    pub upgrades: Option<Rate>,
}

const fn rate(count: u32, seconds: u64) -> Option<Rate> {
    match NonZeroU32::new(count) {
        Some(count) => Some(Rate { count, per: Duration::from_secs(seconds) }),
        None => None,
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { messages: rate(10, 10), sign_ins: rate(10, 180), upgrades: rate(20, 60) }
    }
}

impl Limits {
    /// No limit at all.
    pub const OFF: Self = Self { messages: None, sign_ins: None, upgrades: None };
}

/// A text that is not a list of limits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "limits are `off`, or `messages=10/10s,sign_ins=10/180s,upgrades=20/60s` with any of the three left out or `off`"
)]
pub struct InvalidLimits;

impl std::str::FromStr for Limits {
    type Err = InvalidLimits;

    fn from_str(text: &str) -> std::result::Result<Self, InvalidLimits> {
        if text == "off" {
            return Ok(Self::OFF);
        }
        let mut limits = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(InvalidLimits)?;
            let slot = match name {
                "messages" => &mut limits.messages,
                "sign_ins" => &mut limits.sign_ins,
                "upgrades" => &mut limits.upgrades,
                _ => return Err(InvalidLimits),
            };
            *slot = parse_rate(value)?;
        }
        Ok(limits)
    }
}

fn parse_rate(value: &str) -> std::result::Result<Option<Rate>, InvalidLimits> {
    if value == "off" {
        return Ok(None);
    }
    let (count, seconds) = value.strip_suffix('s').and_then(|v| v.split_once('/')).ok_or(InvalidLimits)?;
    let count: u32 = count.parse().map_err(|_| InvalidLimits)?;
    let seconds: u64 = seconds.parse().map_err(|_| InvalidLimits)?;
    if seconds == 0 {
        return Err(InvalidLimits);
    }
    rate(count, seconds).map(Some).ok_or(InvalidLimits)
}

/// Counts one kind of event by key; without a rate it lets everything pass.
struct Gate<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone> Gate<K> {
    fn new(rate: Option<Rate>) -> Self {
        let quota = |rate: Rate| Quota::with_period(rate.per / rate.count.get()).map(|q| q.allow_burst(rate.count));
        Self(rate.and_then(quota).map(RateLimiter::keyed))
    }

    fn pass(&self, key: &K) -> Result<()> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(key).map_err(|not_until| Error::RateLimited {
            retry_after: not_until.wait_time_from(DefaultClock::default().now()).max(Duration::from_millis(1)),
        })
    }

    /// Forgets keys whose bucket is full again, so that memory follows the keys in use.
    fn forget_idle(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// What one subscriber is given: an IPv4 address, or the first 64 bits of an IPv6 one (RFC 6177), of which a single machine
/// can use as many addresses as it likes.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => std::net::Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The buckets in use.
pub struct Gates {
    messages: Gate<(UserId, GroupId)>,
    sign_ins_by_address: Gate<IpAddr>,
    sign_ins_by_account: Gate<Email>,
    password_checks: Gate<UserId>,
    upgrades: Gate<IpAddr>,
}

impl std::fmt::Debug for Gates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gates(…)")
    }
}

impl Gates {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            messages: Gate::new(limits.messages),
            sign_ins_by_address: Gate::new(limits.sign_ins),
            sign_ins_by_account: Gate::new(limits.sign_ins),
            password_checks: Gate::new(limits.sign_ins),
            upgrades: Gate::new(limits.upgrades),
        }
    }

    pub(super) fn message(&self, user: UserId, group: GroupId) -> Result<()> {
        self.messages.pass(&(user, group))
    }

    pub(super) fn sign_in(&self, address: IpAddr, email: &Email) -> Result<()> {
        self.sign_ins_by_address.pass(&household(address))?;
        self.sign_ins_by_account.pass(email)
    }

    pub(super) fn password_check(&self, user: UserId) -> Result<()> {
        self.password_checks.pass(&user)
    }

    pub(super) fn sign_up(&self, address: IpAddr) -> Result<()> {
        self.sign_ins_by_address.pass(&household(address))
    }

    /// Whether this address may open another socket now.
    ///
    /// # Errors
    /// [`Error::RateLimited`]
    pub fn upgrade(&self, address: IpAddr) -> Result<()> {
        self.upgrades.pass(&household(address))
    }

    pub(super) fn forget_idle(&self) {
        self.messages.forget_idle();
        self.sign_ins_by_address.forget_idle();
        self.sign_ins_by_account.forget_idle();
        self.password_checks.forget_idle();
        self.upgrades.forget_idle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_from_a_line() {
        assert_eq!("off".parse(), Ok(Limits::OFF));
        assert_eq!("".parse(), Ok(Limits::default()));
        let some: Limits = "messages=5/2s, upgrades=off".parse().expect("valid");
        assert_eq!((some.messages, some.upgrades, some.sign_ins), (rate(5, 2), None, Limits::default().sign_ins));
        for text in ["on", "messages", "messages=5", "messages=0/2s", "messages=5/0s", "letters=5/2s"] {
            assert_eq!(text.parse::<Limits>(), Err(InvalidLimits), "{text}");
        }
    }

    #[test]
    fn an_ipv6_household_has_one_bucket() {
        let gates = Gates::new(Limits { upgrades: rate(1, 60), ..Limits::OFF });
        let at = |text: &str| text.parse().expect("an address");
        assert_eq!(gates.upgrade(at("2001:db8:1:2::1")), Ok(()));
        assert!(gates.upgrade(at("2001:db8:1:2:ffff::9")).is_err());
        assert_eq!(gates.upgrade(at("2001:db8:1:3::1")), Ok(()));
        assert_eq!(gates.upgrade(at("::ffff:192.0.2.1")), Ok(()));
        assert!(gates.upgrade(at("192.0.2.1")).is_err());
    }

    #[test]
    fn a_burst_passes_and_the_next_is_told_when_to_come_back() {
        let gates = Gates::new(Limits::default());
        let (ana, luis, group) = (UserId::random(), UserId::random(), GroupId::random());
        for _ in 0..10 {
            assert_eq!(gates.message(ana, group), Ok(()));
        }
        let Err(Error::RateLimited { retry_after }) = gates.message(ana, group) else { panic!("the 11th must wait") };
        assert!(retry_after <= Duration::from_secs(1), "one token a second: {retry_after:?}");
        assert_eq!(gates.message(luis, group), Ok(()), "another person is not held up");
    }
}
