//! `verify`: whether a database keeps the promise, and where it does not.
//!
//! It reads only. A group's rows and counters are read in one transaction, its log in windows after that: what stands below a
//! head never changes, so a database may be in use meanwhile. What stands with messages does; so of those that were changed meanwhile it is not looked
//! at. Memory grows with the number of a group's members and of its messages that were reacted to, pinned, answered or mean somebody.
//!
//! A group's record and the memberships are written behind the log, as of one event of it, which the record names. What they count is
//! measured there, and everything else at the end of the log.
//!
//! # Layout
//!
//! * [`Inconsistency`]: what is wrong, and where.
//! * `log`: what must hold from one event to the next; no I/O.
//! * `group`: one group. The rest, which belongs to no group, is here.

mod group;
mod inconsistency;
mod log;
mod marks;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use inconsistency::Inconsistency;

use super::{
    Engine,
    config::Config,
    error::{OpenError, Result},
    store::{Counts, Part, Store},
};

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Accounts.
    pub accounts: u64,
    /// Groups.
    pub groups: u64,
    /// Entries of all groups' logs.
    pub events: u64,
    /// Messages, deleted ones included.
    pub messages: u64,
    /// How many problems were found.
    pub problems: u64,
}

/// One line of what is said, as JSON: `{"problem":{…}}`, and at the end `{"summary":{…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Something is wrong.
    Problem(Inconsistency),
    /// Everything was read.
    Summary(Summary),
}

impl Engine {
    /// Checks the running chat, which goes on meanwhile, and hands every problem to `found`.
    ///
    /// # Errors
    /// The database could not be read to the end
    pub async fn verify(&self, found: &mut (dyn FnMut(Inconsistency) + Send + Sync)) -> Result<Summary> {
        Verifier::new(self.store(), found).run().await
    }
}

/// Checks the database of `config`, which nobody else may have open unless it is remote, and hands every problem to `found`.
///
/// # Errors
/// [`OpenError`] when the database does not open, is of another version, or cannot be read to the end
pub async fn verify(
    config: &Config,
    found: &mut (dyn FnMut(Inconsistency) + Send + Sync),
) -> std::result::Result<Summary, OpenError> {
    let store = Store::open_as_it_is(&config.store, &config.data).await?;
    let outcome = Verifier::new(&store, found).run().await;
    store.close().await;
    outcome.map_err(|error| OpenError::Database(format!("it cannot be read: {error}")))
}

/// One run.
pub(super) struct Verifier<'a> {
    store: &'a Store,
    found: &'a mut (dyn FnMut(Inconsistency) + Send + Sync),
    summary: Summary,
}

impl<'a> Verifier<'a> {
    pub(super) fn new(store: &'a Store, found: &'a mut (dyn FnMut(Inconsistency) + Send + Sync)) -> Self {
        Self { store, found, summary: Summary::default() }
    }

    pub(super) async fn run(mut self) -> Result<Summary> {
        let counts = self.store.audit_counts().await?;
        for part in Part::cut(counts.accounts.max(counts.groups)) {
            self.accounts(part).await?;
            for group in self.store.whole_groups(part).await? {
                self.group(group).await?;
            }
            self.strays(part).await?;
        }
        self.counts(&counts);
        Ok(self.summary)
    }

    fn report(&mut self, problem: Inconsistency) {
        self.summary.problems += 1;
        (self.found)(problem);
    }

    /// Each account's address opens it.
    async fn accounts(&mut self, part: Part) -> Result<()> {
        let accounts = self.store.whole_accounts(part).await?;
        let emails = accounts.iter().map(|account| account.email.clone()).collect();
        let owners: BTreeMap<_, _> = self.store.audit_emails(emails).await?.into_iter().collect();
        for account in accounts {
            self.summary.accounts += 1;
            if owners.get(&account.email) != Some(&account.user) {
                self.report(Inconsistency::new(
                    "wrong_email",
                    format!("account {}: its address does not open it", account.user),
                ));
            }
        }
        Ok(())
    }

    /// What refers to nobody or nothing.
    async fn strays(&mut self, part: Part) -> Result<()> {
        for session in self.store.sessions_of_nobody(part).await? {
            self.report(Inconsistency::new(
                "session_of_nobody",
                format!("session {session}: its person has no account"),
            ));
        }
        for group in self.store.groups_of_nothing(part).await? {
            self.report(Inconsistency::new(
                "members_of_no_group",
                format!("there are members of {group}, or people whom it keeps out, and it does not exist"),
            ));
        }
        Ok(())
    }

    /// Every account has an address that opens it and every group an invitation, unless it is closed, which was seen: are there more?
    fn counts(&mut self, counts: &Counts) {
        if counts.emails > counts.accounts {
            let extra = counts.emails - counts.accounts;
            self.report(Inconsistency::new("extra_email", format!("{extra} addresses open no account")));
        }
        if counts.invites > counts.open_groups {
            let extra = counts.invites - counts.open_groups;
            self.report(Inconsistency::new("extra_invite", format!("{extra} invitations open no group")));
        }
    }

    /// Those of these people who have no account.
    async fn without_account(&self, users: Vec<uuid::Uuid>) -> Result<Vec<uuid::Uuid>> {
        let known: BTreeSet<_> = self.store.audit_accounts(users.clone()).await?.into_iter().collect();
        Ok(users.into_iter().filter(|user| !known.contains(user)).collect())
    }
}
