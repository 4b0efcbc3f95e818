//! Accounts.

use surrealdb::types::SurrealValue;
use tertulia::{
    account::Email,
    api::User,
    ids::{SessionId, UserId},
};
use uuid::Uuid;

use super::{Store, names, vars};
use crate::error::Result;

/// An account to be stored.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct NewAccountRow {
    pub(crate) email: String,
    pub(crate) password_hash: String,
    pub(crate) full_name: String,
    pub(crate) last_name: String,
    pub(crate) created_at: i64,
}

/// A stored account.
#[derive(Clone, Debug, SurrealValue)]
pub(crate) struct AccountRow {
    user: Uuid,
    email: String,
    pub(crate) password_hash: String,
    full_name: String,
    last_name: String,
}

impl AccountRow {
    /// The address that it is signed in with.
    pub(crate) fn email(&self) -> &str {
        &self.email
    }

    /// The account as its owner sees it.
    pub(crate) fn into_user(self) -> User {
        let id = UserId::from(self.user);
        let name = names::display(id, &self.full_name, &self.last_name);
        User { id, email: self.email, full_name: self.full_name, last_name: self.last_name, name }
    }
}

impl Store {
    /// Whether the account was created; not if the address has one.
    pub(crate) async fn create_account(&self, user: UserId, row: NewAccountRow) -> Result<bool> {
        self.write("RETURN fn::create_account($u, $account)", vars! { "u": user.as_uuid(), "account": row }).await
    }

    /// The account with this address.
    pub(crate) async fn account_by_email(&self, email: &Email) -> Result<Option<AccountRow>> {
        self.read("RETURN fn::account_by_email($email)", vars! { "email": email.as_str().to_owned() }).await
    }

    /// The account with this id.
    pub(crate) async fn account(&self, user: UserId) -> Result<Option<AccountRow>> {
        let sql = "SELECT *, record::id(id) AS user OMIT id, created_at FROM ONLY type::record('account', $u)";
        self.read(sql, vars! { "u": user.as_uuid() }).await
    }

    /// Stores a new hash and ends every session of the person's but one. Returns the ended ones.
    pub(crate) async fn change_password(&self, user: UserId, hash: String, keep: SessionId) -> Result<Vec<SessionId>> {
        let vars = vars! { "u": user.as_uuid(), "hash": hash, "keep": keep.as_uuid() };
        let ended: Vec<Uuid> = self.write("RETURN fn::change_password($u, $hash, $keep)", vars).await?;
        Ok(ended.into_iter().map(SessionId::from).collect())
    }
}
