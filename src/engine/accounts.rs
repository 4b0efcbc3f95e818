//! Signing up, in and out.

use std::net::IpAddr;

use super::{Engine, Error, Identity, error::Result};
use crate::api::{Credentials, NewAccount, PasswordChange, SessionGrant, User};

impl Engine {
    /// Creates an account and its first session. `address` is whose rate limit it counts against.
    ///
    /// # Errors
    /// [`Error::Account`], [`Error::Conflict`] for an address that has an account, [`Error::RateLimited`]
    pub async fn sign_up(&self, address: IpAddr, new: NewAccount) -> Result<SessionGrant> {
        let _ = (address, new);
        Err(Error::Unavailable)
    }

    /// Creates a session.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for any wrong pair, [`Error::RateLimited`]
    pub async fn sign_in(&self, address: IpAddr, credentials: Credentials) -> Result<SessionGrant> {
        let _ = (address, credentials);
        Err(Error::Unavailable)
    }

    /// Checks a token and that its session was not revoked.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]
    pub async fn authenticate(&self, token: &str) -> Result<Identity> {
        let _ = token;
        Err(Error::Unavailable)
    }

    /// Revokes the session and ends its sockets.
    ///
    /// # Errors
    /// [`Error::Unavailable`]
    pub async fn sign_out(&self, who: &Identity) -> Result<()> {
        let _ = who;
        Err(Error::Unavailable)
    }

    /// Changes the password; revokes the person's other sessions and ends their sockets.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the current password is wrong, [`Error::Account`]
    pub async fn change_password(&self, who: &Identity, change: PasswordChange) -> Result<()> {
        let _ = (who, change);
        Err(Error::Unavailable)
    }

    /// The caller's account.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]
    pub async fn me(&self, who: &Identity) -> Result<User> {
        let _ = who;
        Err(Error::Unavailable)
    }
}
