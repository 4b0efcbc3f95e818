//! The shown names that come along with rows.

use std::collections::HashMap;

use surrealdb::types::SurrealValue;
use uuid::Uuid;

use crate::{account::PersonName, ids::UserId};

/// People's names in a group, as `fn::names` answers them.
#[derive(Clone, Debug, Default, SurrealValue)]
pub(in crate::engine) struct NamesRow {
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
pub(super) struct MarkRow {
    pub(super) user: Uuid,
    pub(super) mark: i64,
}

/// The name shown of somebody whose names were checked when they were stored.
pub(super) fn display(user: UserId, full: &str, last: &str) -> String {
    PersonName::stored(full.to_owned(), last.to_owned()).display(user)
}

/// A name as it is shown in a group: `Ana Ruiz (2)` where it looks like that of somebody who was there before.
pub(in crate::engine) fn marked(name: &str, mark: Option<i64>) -> String {
    mark.map_or_else(|| name.to_owned(), |mark| format!("{name} ({mark})"))
}

/// Names by person; the id where the account is gone.
pub(super) struct Names(HashMap<UserId, String>);

impl Names {
    pub(super) fn new(row: &NamesRow) -> Self {
        let mut names: HashMap<UserId, String> = (row.people.iter())
            .map(|row| {
                let user = UserId::from(row.user);
                (user, display(user, &row.full_name, &row.last_name))
            })
            .collect();
        for MarkRow { user, mark } in &row.marks {
            if let Some(name) = names.get_mut(&UserId::from(*user)) {
                *name = marked(name, Some(*mark));
            }
        }
        Self(names)
    }

    pub(super) fn of(&self, user: UserId) -> String {
        self.0.get(&user).cloned().unwrap_or_else(|| user.to_string())
    }
}
