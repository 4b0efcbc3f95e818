//! The shown names that come along with rows.

use std::collections::HashMap;

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use crate::{account::PersonName, ids::UserId};

/// A person's names, as stored.
#[derive(Clone, Debug, SurrealValue)]
pub(in crate::engine) struct NameRow {
    user: Uuid,
    full_name: String,
    last_name: String,
}

impl NameRow {
    /// The name shown.
    pub(super) fn display(&self) -> String {
        display(self.user.into(), &self.full_name, &self.last_name)
    }
}

/// The name shown of somebody whose names were checked when they were stored.
pub(super) fn display(user: UserId, full: &str, last: &str) -> String {
    PersonName::parse(full, last).unwrap_or_default().display(user)
}

/// Names by person; the id where the account is gone.
pub(super) struct Names(HashMap<UserId, String>);

impl Names {
    pub(super) fn new(rows: &[NameRow]) -> Self {
        Self(rows.iter().map(|row| (row.user.into(), row.display())).collect())
    }

    pub(super) fn of(&self, user: UserId) -> String {
        self.0.get(&user).cloned().unwrap_or_else(|| user.to_string())
    }
}
