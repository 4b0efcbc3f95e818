//! The buckets in use.

use std::{net::IpAddr, time::Instant};

use tertulia::{
    account::Email,
    ids::{GroupId, UserId},
};

use super::{Attempt, Limits, Try, passwords::Passwords, rate::KeyedRateLimiter, tries::Tries};
use crate::error::Result;

/// What one subscriber is given: an IPv4 address, or the first 64 bits of an IPv6 one (RFC 6177), of which a single machine
/// can use as many addresses as it likes.
pub fn ip_prefix(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => std::net::Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The buckets in use.
pub struct Gates {
    messages: KeyedRateLimiter<(UserId, GroupId)>,
    reactions: KeyedRateLimiter<(UserId, GroupId)>,
    sign_ins: KeyedRateLimiter<IpAddr>,
    passwords: Passwords,
    upgrades: KeyedRateLimiter<IpAddr>,
    joins_by_address: KeyedRateLimiter<IpAddr>,
    joins_by_person: KeyedRateLimiter<UserId>,
    leaves: KeyedRateLimiter<UserId>,
    new_groups: KeyedRateLimiter<UserId>,
    lookups: KeyedRateLimiter<IpAddr>,
    wrong_codes: Tries<IpAddr>,
    moderation: KeyedRateLimiter<UserId>,
}

impl std::fmt::Debug for Gates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gates(…)")
    }
}

impl Gates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            messages: KeyedRateLimiter::new(limits.messages),
            reactions: KeyedRateLimiter::new(limits.reactions),
            sign_ins: KeyedRateLimiter::new(limits.sign_ins),
            passwords: Passwords::new(limits.wrong_passwords, limits.account_passwords),
            upgrades: KeyedRateLimiter::new(limits.upgrades),
            joins_by_address: KeyedRateLimiter::new(limits.joins),
            joins_by_person: KeyedRateLimiter::new(limits.joins),
            leaves: KeyedRateLimiter::new(limits.leaves),
            new_groups: KeyedRateLimiter::new(limits.new_groups),
            lookups: KeyedRateLimiter::new(limits.lookups),
            wrong_codes: Tries::new(limits.wrong_codes),
            moderation: KeyedRateLimiter::new(limits.moderation),
        }
    }

    pub(crate) fn message(&self, user: UserId, group: GroupId) -> Result<()> {
        self.messages.pass(&(user, group))
    }

    /// Somebody reacts to a message, pins it, or says what the answer is.
    pub(crate) fn reaction(&self, user: UserId, group: GroupId) -> Result<()> {
        self.reactions.pass(&(user, group))
    }

    /// Another sign-in or sign-up, right or wrong: each takes a hash, and so a processor for some time.
    pub(crate) fn sign_in(&self, address: IpAddr) -> Result<()> {
        self.sign_ins.pass(&ip_prefix(address))
    }

    /// A password is about to be looked at.
    pub(crate) fn password(&self, address: IpAddr, email: &Email) -> Result<Attempt<'_>> {
        self.passwords.attempt(email, ip_prefix(address), Instant::now())
    }

    /// An account was made here: this is an address of its owner's.
    pub(crate) fn signed_up(&self, address: IpAddr, email: &Email) {
        self.passwords.trust(email, ip_prefix(address));
    }

    pub(crate) fn join(&self, address: IpAddr, user: UserId) -> Result<()> {
        self.joins_by_address.pass(&ip_prefix(address))?;
        self.joins_by_person.pass(&user)
    }

    pub(crate) fn leave(&self, user: UserId) -> Result<()> {
        self.leaves.pass(&user)
    }

    pub(crate) fn new_group(&self, user: UserId) -> Result<()> {
        self.new_groups.pass(&user)
    }

    /// An invitation is about to be looked at.
    pub(crate) fn lookup(&self, address: IpAddr) -> Result<()> {
        self.lookups.pass(&ip_prefix(address))
    }

    /// A code is about to be tried. Whoever has tried too many that open nothing is not told of any.
    pub(crate) fn code(&self, address: IpAddr) -> Result<Try<'_, IpAddr>> {
        self.wrong_codes.take(ip_prefix(address), Instant::now())
    }

    pub(crate) fn moderation(&self, user: UserId) -> Result<()> {
        self.moderation.pass(&user)
    }

    /// Whether this address may open another socket now.
    ///
    /// # Errors
    /// [`Error::RateLimited`](crate::Error::RateLimited)
    pub fn upgrade(&self, address: IpAddr) -> Result<()> {
        self.upgrades.pass(&ip_prefix(address))
    }

    pub(crate) fn forget_idle(&self) {
        let Self {
            messages,
            reactions,
            sign_ins,
            passwords,
            upgrades,
            joins_by_address,
            joins_by_person,
            leaves,
            new_groups,
            lookups,
            wrong_codes,
            moderation,
        } = self;
        messages.forget_idle();
        reactions.forget_idle();
        passwords.forget_idle(Instant::now());
        wrong_codes.forget_idle(Instant::now());
        for by_address in [sign_ins, upgrades, joins_by_address, lookups] {
            by_address.forget_idle();
        }
        for by_person in [joins_by_person, leaves, new_groups, moderation] {
            by_person.forget_idle();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{super::rate, *};
    use crate::Error;

    #[test]
    fn an_ipv6_household_has_one_bucket() {
        let gates = Gates::new(&Limits { upgrades: rate::of(1, 60), ..Limits::OFF });
        let at = |text: &str| text.parse().expect("an address");
        assert_eq!(gates.upgrade(at("2001:db8:1:2::1")), Ok(()));
        assert!(gates.upgrade(at("2001:db8:1:2:ffff::9")).is_err());
        assert_eq!(gates.upgrade(at("2001:db8:1:3::1")), Ok(()));
        assert_eq!(gates.upgrade(at("::ffff:192.0.2.1")), Ok(()));
        assert!(gates.upgrade(at("192.0.2.1")).is_err());
    }

    #[test]
    fn a_burst_passes_and_the_next_is_told_when_to_come_back() {
        let gates = Gates::new(&Limits::default());
        let (ana, luis, group) = (UserId::random(), UserId::random(), GroupId::random());
        for _ in 0..10 {
            assert_eq!(gates.message(ana, group), Ok(()));
        }
        let Err(Error::RateLimited { retry_after }) = gates.message(ana, group) else { panic!("the 11th must wait") };
        assert!(retry_after <= Duration::from_secs(1), "one token a second: {retry_after:?}");
        assert_eq!(gates.message(luis, group), Ok(()), "another person is not held up");
    }

    #[test]
    fn joins_count_for_the_address_and_for_the_person() {
        let gates = Gates::new(&Limits { joins: rate::of(2, 60), ..Limits::OFF });
        let (here, there) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let ana = UserId::random();
        assert_eq!([gates.join(here, ana), gates.join(there, ana)], [Ok(()), Ok(())]);
        assert!(gates.join(IpAddr::from([192, 0, 2, 3]), ana).is_err(), "a person does not join faster from elsewhere");
        assert_eq!(gates.join(here, UserId::random()), Ok(()));
        assert!(gates.join(here, UserId::random()).is_err(), "an address does not join faster as somebody else");
    }
}
