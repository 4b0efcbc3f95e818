//! Wrong passwords.
//!
//! They are counted per pair of account and address: who guesses uses up her own tries, and the owner at another address never
//! notices. A second, much higher bound counts an account's wrong passwords over all addresses, against guessing from thousands of
//! machines. It alone would let whoever has some addresses keep the owner out, so it does not count for addresses
//! from which the account's right password was given before: her own bucket there is all that matters to its owner.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tertulia::account::Email;

use super::{
    Rate,
    tries::{Tries, Try},
};
use crate::error::Result;

/// Addresses that are remembered per account: of where its owner lives, studies and travels, the latest.
const TRUSTED_MAX: usize = 8;

/// The tries in use, and the addresses that an account's owner is known to use.
pub(super) struct Passwords {
    by_pair: Tries<(Email, IpAddr)>,
    by_account: Tries<Email>,
    /// The newest first. As many as there are accounts, at most.
    trusted: Mutex<HashMap<Email, VecDeque<IpAddr>>>,
}

impl Passwords {
    pub(super) fn new(wrong: Option<Rate>, account: Option<Rate>) -> Self {
        Self { by_pair: Tries::new(wrong), by_account: Tries::new(account), trusted: Mutex::default() }
    }

    /// Takes a try, from an address as [`ip_prefix`](super::gates::ip_prefix) gives it.
    pub(super) fn attempt(&self, email: &Email, address: IpAddr, now: Instant) -> Result<Attempt<'_>> {
        let pair = self.by_pair.take((email.clone(), address), now)?;
        let trusted = self.lock().get(email).is_some_and(|known| known.contains(&address));
        let account = if trusted { None } else { Some(self.by_account.take(email.clone(), now)?) };
        Ok(Attempt { passwords: self, pair, account })
    }

    /// This is an address of the account's owner.
    pub(super) fn trust(&self, email: &Email, address: IpAddr) {
        let mut trusted = self.lock();
        let known = trusted.entry(email.clone()).or_default();
        known.retain(|before| *before != address);
        known.push_front(address);
        known.truncate(TRUSTED_MAX);
    }

    pub(super) fn forget_idle(&self, now: Instant) {
        self.by_pair.forget_idle(now);
        self.by_account.forget_idle(now);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Email, VecDeque<IpAddr>>> {
        self.trusted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A password that is being looked at.
#[must_use]
pub(crate) struct Attempt<'a> {
    passwords: &'a Passwords,
    pair: Try<'a, (Email, IpAddr)>,
    /// None where the address is its owner's.
    account: Option<Try<'a, Email>>,
}

impl Attempt<'_> {
    /// It was wrong.
    pub(crate) fn wrong(self) {
        self.pair.wrong();
        if let Some(account) = self.account {
            account.wrong();
        }
    }

    /// It was right.
    pub(crate) fn right(self) {
        let (email, address) = self.pair.key();
        self.passwords.trust(email, *address);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{super::rate, *};

    fn ana() -> Email {
        Email::parse("ana@example.org").expect("valid")
    }

    fn at(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    /// One wrong password; whether it was looked at.
    fn guess(passwords: &Passwords, from: u8, now: Instant) -> bool {
        passwords.attempt(&ana(), at(from), now).map(Attempt::wrong).is_ok()
    }

    #[test]
    fn wrong_passwords_from_one_address_hold_nobody_up_at_another() {
        let passwords = Passwords::new(rate::of(10, 180), rate::of(1000, 3600));
        let now = Instant::now();
        assert_eq!((0..20).filter(|_| guess(&passwords, 1, now)).count(), 10);
        passwords.attempt(&ana(), at(2), now).expect("her own address is not held up").right();
        assert!(!guess(&passwords, 1, now + Duration::from_secs(17)));
        assert!(guess(&passwords, 1, now + Duration::from_secs(18)), "one comes back every 18 s");
    }

    #[test]
    fn right_passwords_are_not_counted_and_neither_is_what_was_never_answered() {
        let passwords = Passwords::new(rate::of(2, 180), rate::of(1000, 3600));
        let now = Instant::now();
        for _ in 0..50 {
            passwords.attempt(&ana(), at(1), now).expect("is looked at").right();
            drop(passwords.attempt(&ana(), at(1), now).expect("is looked at"));
        }
        assert_eq!((0..5).filter(|_| guess(&passwords, 1, now)).count(), 2);
    }

    #[test]
    fn many_at_once_are_no_more_than_one_after_the_other() {
        let passwords = Passwords::new(rate::of(10, 180), rate::of(1000, 3600));
        let now = Instant::now();
        let under_way: Vec<_> = (0..30).filter_map(|_| passwords.attempt(&ana(), at(1), now).ok()).collect();
        assert_eq!(under_way.len(), 10);
    }

    /// However many machines guess, the owner comes in from where she came in before.
    #[test]
    fn the_bound_over_all_addresses_does_not_keep_the_owner_out() {
        let passwords = Passwords::new(rate::of(10, 180), rate::of(100, 3600));
        let now = Instant::now();
        passwords.attempt(&ana(), at(200), now).expect("is looked at").right();
        let guessed: usize = (0..100).map(|from| (0..10).filter(|_| guess(&passwords, from, now)).count()).sum();
        assert_eq!(guessed, 100);
        assert!(passwords.attempt(&ana(), at(201), now).is_err(), "a stranger's address has to wait");
        passwords.attempt(&ana(), at(200), now).expect("hers has not").right();
        assert_eq!((0..20).filter(|_| guess(&passwords, 200, now)).count(), 10, "it has a bound of its own");
    }

    #[test]
    fn what_is_full_again_is_forgotten() {
        let passwords = Passwords::new(rate::of(10, 180), rate::of(1000, 3600));
        let now = Instant::now();
        assert!(guess(&passwords, 1, now));
        passwords.forget_idle(now);
        assert_eq!(passwords.by_pair.len(), 1);
        passwords.forget_idle(now + Duration::from_secs(60));
        assert_eq!((passwords.by_pair.len(), passwords.by_account.len()), (0, 0));
    }
}
