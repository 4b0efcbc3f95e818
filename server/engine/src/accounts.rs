//! Signing up, in and out.

use std::{net::IpAddr, time::Instant};

use tertulia::{
    account::{Email, Password, PersonName},
    api::{Credentials, NewAccount, PasswordChange, SessionGrant, User},
    clock::Timestamp,
    ids::{SessionId, UserId},
};

use super::{
    Engine, Error, Identity,
    error::Result,
    store::{AccountRow, NewAccountRow},
};

/// How long a session lasts: 30 days.
const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

impl Engine {
    /// Creates an account and its first session. `address` is whose rate limit it counts against.
    ///
    /// # Errors
    /// [`Error::Account`], [`Error::Conflict`] for an address that has an account, [`Error::RateLimited`]
    pub async fn sign_up(&self, address: IpAddr, new: NewAccount) -> Result<SessionGrant> {
        let email = Email::parse(&new.email)?;
        let password = Password::parse(&new.password)?;
        let name = PersonName::parse(&new.full_name, &new.last_name)?;
        self.gates().sign_in(address)?;
        let password_hash = self.hasher().hash(password).await?;
        let id = UserId::random();
        let row = NewAccountRow {
            email: email.as_str().to_owned(),
            password_hash,
            full_name: name.full().to_owned(),
            last_name: name.last().to_owned(),
            created_at: Timestamp::now().as_millis(),
        };
        let user = User {
            id,
            email: row.email.clone(),
            full_name: row.full_name.clone(),
            last_name: row.last_name.clone(),
            name: name.display(id),
        };
        let engine = self.clone();
        self.detached(async move {
            if !engine.store().create_account(id, row).await? {
                return Err(Error::Conflict("that e-mail address has an account already"));
            }
            engine.gates().signed_up(address, &email);
            engine.grant(user).await
        })
        .await
    }

    /// Creates a session; the oldest one ends where the person has too many. `address` is whose rate limits it counts against.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for any wrong pair, [`Error::RateLimited`]
    pub async fn sign_in(&self, address: IpAddr, credentials: Credentials) -> Result<SessionGrant> {
        // What cannot have been signed up with is a wrong pair like any other.
        let (email, typed) = (Email::parse(&credentials.email), Email::as_typed(&credentials.email));
        let email = email.or_else(|_| typed.clone()).map_err(|_| Error::Unauthenticated)?;
        self.gates().sign_in(address)?;
        let attempt = self.gates().password(address, &email)?;
        let password = Password::parse_known(&credentials.password).map_err(|_| Error::Unauthenticated)?;
        let other = typed.ok().filter(|typed| *typed != email);
        let Some(user) = self.owner(email, other, password).await? else {
            attempt.wrong();
            return Err(Error::Unauthenticated);
        };
        attempt.right();
        let engine = self.clone();
        self.detached(async move { engine.grant(user).await }).await
    }

    /// Whose the pair is. An account of an earlier version whose address became another's keeps its own spelling of it: that is looked
    /// at first, where somebody types it.
    async fn owner(&self, email: Email, typed: Option<Email>, password: Password) -> Result<Option<User>> {
        if let Some(typed) = typed
            && let Some(account) = self.store().account_by_email(&typed).await?
            && self.hasher().verify(password.clone(), Some(account.password_hash.clone())).await?
        {
            return Ok(Some(account.into_user()));
        }
        let account = self.store().account_by_email(&email).await?;
        let stored = account.as_ref().map(|account| account.password_hash.clone());
        let matches = self.hasher().verify(password, stored).await?;
        Ok(account.filter(|_| matches).map(AccountRow::into_user))
    }

    /// Checks a token and that its session was not revoked. Reads nothing where the session is known.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]
    pub async fn authenticate(&self, token: &str) -> Result<Identity> {
        let (user, session) = self.signer().verify(token)?;
        let identity = self.session(session).await?;
        identity.filter(|identity| identity.user_id == user).ok_or(Error::Unauthenticated)
    }

    /// Whether the session has neither ended nor been revoked since it let somebody in.
    pub(super) async fn is_signed_in(&self, who: &Identity) -> Result<bool> {
        Ok(self.session(who.session_id).await?.is_some())
    }

    async fn session(&self, session: SessionId) -> Result<Option<Identity>> {
        let (now, at) = (Timestamp::now(), Instant::now());
        self.sessions().look_up(session, now, at, self.store().session(session, now)).await
    }

    /// Revokes the session and ends its sockets.
    ///
    /// # Errors
    /// [`Error::Unavailable`]
    pub async fn sign_out(&self, who: &Identity) -> Result<()> {
        let (engine, who) = (self.clone(), who.clone());
        self.detached(async move {
            let deleted = engine.store().delete_session(who.session_id).await;
            engine.end_sessions(who.user_id, deleted.map(|()| vec![who.session_id]))
        })
        .await
    }

    /// Changes the password; revokes the person's other sessions and ends their sockets. `address` is whose wrong passwords are counted.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the current password is wrong, [`Error::Account`], [`Error::RateLimited`]
    pub async fn change_password(&self, address: IpAddr, who: &Identity, change: PasswordChange) -> Result<()> {
        let new = Password::parse(&change.new_password)?;
        let current = Password::parse_known(&change.current_password).map_err(|_| Error::Forbidden)?;
        let account = self.store().account(who.user_id).await?.ok_or(Error::Unauthenticated)?;
        let email = Email::parse(account.email()).or_else(|_| Email::as_typed(account.email()));
        let email = email.map_err(|_| Error::Internal)?;
        self.gates().sign_in(address)?;
        let attempt = self.gates().password(address, &email)?;
        if !self.hasher().verify(current, Some(account.password_hash)).await? {
            attempt.wrong();
            return Err(Error::Forbidden);
        }
        attempt.right();
        let hash = self.hasher().hash(new).await?;
        let (engine, who) = (self.clone(), who.clone());
        self.detached(async move {
            let ended = engine.store().change_password(who.user_id, hash, who.session_id).await;
            engine.end_sessions(who.user_id, ended)
        })
        .await
    }

    /// The caller's account.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]
    pub async fn me(&self, who: &Identity) -> Result<User> {
        let account = self.store().account(who.user_id).await?.ok_or(Error::Unauthenticated)?;
        Ok(account.into_user())
    }

    async fn grant(&self, user: User) -> Result<SessionGrant> {
        let (session, now) = (SessionId::random(), Timestamp::now());
        let expires_at = now.plus_seconds(SESSION_SECONDS);
        let most = self.limits().sessions;
        self.end_sessions(user.id, self.store().create_session(session, user.id, most, now, expires_at).await)?;
        let token = self.signer().sign(user.id, session, now, expires_at)?;
        Ok(SessionGrant { user, token, expires_at })
    }

    /// After a write that deletes sessions: what it deleted is forgotten and its sockets end. Whatever else deletes a session has to
    /// come by here too.
    fn end_sessions(&self, user: UserId, deleted: Result<Vec<SessionId>>) -> Result<()> {
        if deleted.as_ref().is_err_and(Error::leaves_doubt) {
            self.sessions().forget_all();
        }
        for session in deleted? {
            self.sessions().forget(session);
            self.live().end_session(user, session);
        }
        Ok(())
    }
}
