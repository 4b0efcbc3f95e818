//! The shown names that come along with rows.

use std::collections::HashMap;

use surrealdb::types::SurrealValue;
use tertulia::{account::PersonName, ids::UserId};
use uuid::Uuid;

/// People's names in a group, as `fn::names` answers them.
#[derive(Clone, Debug, Default, SurrealValue)]
pub(crate) struct NamesRow {
    people: Vec<PersonRow>,
    marks: Vec<MarkRow>,
}

#[derive(Clone, Debug, SurrealValue)]
struct PersonRow {
    user: Uuid,
    full_name: String,
    last_name: String,
}

/// That somebody's name looks like that of another who was in the group before: which one in that order she is.
#[derive(Clone, Debug, SurrealValue)]
struct MarkRow {
    user: Uuid,
    mark: i64,
}

/// The name shown of somebody whose names were checked when they were stored.
pub(super) fn display(user: UserId, full: &str, last: &str) -> String {
    PersonName::stored(full.to_owned(), last.to_owned()).display(user)
}

/// A name as it is shown in a group: `Ana Ruiz (2)` where it looks like that of somebody who was there before.
pub(crate) fn marked(name: &str, mark: Option<i64>) -> String {
    mark.map_or_else(|| name.to_owned(), |mark| format!("{name} ({mark})"))
}

/// Names by person; the id where the account is gone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(HashMap<UserId, String>);

impl Names {
    pub(crate) fn new(row: &NamesRow) -> Self {
        let mut names = Self::default();
        names.learn(row);
        names
    }

    /// Adds those of a row.
    pub(crate) fn learn(&mut self, row: &NamesRow) {
        for PersonRow { user, full_name, last_name } in &row.people {
            let user = UserId::from(*user);
            self.0.insert(user, display(user, full_name, last_name));
        }
        for MarkRow { user, mark } in &row.marks {
            if let Some(name) = self.0.get_mut(&UserId::from(*user)) {
                *name = marked(name, Some(*mark));
            }
        }
    }

    pub(crate) fn insert(&mut self, user: UserId, name: String) {
        self.0.insert(user, name);
    }

    pub(crate) fn of(&self, user: UserId) -> String {
        self.0.get(&user).cloned().unwrap_or_else(|| user.to_string())
    }
}
