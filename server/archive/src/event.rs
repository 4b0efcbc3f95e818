//! An entry of a log as it is stored, in a row and in a line of a backup, and what it says.

use serde::{Deserialize, Serialize};
#[cfg(feature = "surrealdb")]
use surrealdb::types::SurrealValue;
use tertulia::{group::Role, ids::UserId, log_event::GroupNews};
use uuid::Uuid;

use super::check::RowProblem;

/// A stored event of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "surrealdb", derive(SurrealValue))]
pub struct EventRecord {
    /// Of which group.
    pub grp: Uuid,
    /// Its place.
    pub seq: i64,
    /// What happened: see [`StoredChange`].
    pub kind: String,
    /// Who did it; with `added`, `removed` and `role`, to whom.
    pub user: Uuid,
    /// When.
    pub at: i64,
    /// How many messages there are up to here.
    pub messages: i64,
    /// The message that it is about.
    pub number: Option<i64>,
    /// Who did it, where `user` is to whom it was done. Not kept of `added` and `removed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Uuid>,
    /// The role that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The group's new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The group's new description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the invitation was renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<bool>,
}

/// What a stored event says. Texts of messages stand with the message, by its number, so that a deleted one is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredChange {
    /// `message`: it was stored.
    Message {
        /// Its number.
        number: i64,
    },
    /// `edited`: its text changed.
    Edited {
        /// Its number.
        number: i64,
    },
    /// `deleted`: its text is gone.
    Deleted {
        /// Its number.
        number: i64,
    },
    /// `added`: somebody became a member.
    Added,
    /// `removed`: somebody is none any more.
    Removed,
    /// `role`: a member may do more or less.
    RoleChanged {
        /// From now on.
        role: Role,
        /// Who gave it.
        actor: UserId,
    },
    /// `group`: something about the group is new.
    GroupChanged(GroupNews),
}

/// What a change does to what is counted of somebody's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountChange {
    /// Who did it wrote the message of this number.
    Wrote(i64),
    /// The message of this number counts no more for whoever wrote it.
    Lost(i64),
}

impl StoredChange {
    /// The message that it is about, by its number.
    pub const fn message(&self) -> Option<i64> {
        match self {
            Self::Message { number } | Self::Edited { number } | Self::Deleted { number } => Some(*number),
            Self::Added | Self::Removed | Self::RoleChanged { .. } | Self::GroupChanged(_) => None,
        }
    }

    /// What it does to the counts of a membership.
    pub const fn count_change(&self) -> Option<CountChange> {
        match self {
            Self::Message { number } => Some(CountChange::Wrote(*number)),
            Self::Deleted { number } => Some(CountChange::Lost(*number)),
            Self::Edited { .. } | Self::Added | Self::Removed | Self::RoleChanged { .. } | Self::GroupChanged(_) => {
                None
            }
        }
    }
}

impl EventRecord {
    /// The row that says that `change` took place `seq` in the log of `grp`, of `messages` messages by then. `user` is who did it; with
    /// `added`, `removed` and `role`, to whom.
    pub fn new(grp: Uuid, seq: i64, at: i64, messages: i64, user: Uuid, change: StoredChange) -> Self {
        let (kind, number, actor, role, news) = match change {
            StoredChange::Message { number } => ("message", Some(number), None, None, None),
            StoredChange::Edited { number } => ("edited", Some(number), None, None, None),
            StoredChange::Deleted { number } => ("deleted", Some(number), None, None, None),
            StoredChange::Added => ("added", None, None, None, None),
            StoredChange::Removed => ("removed", None, None, None, None),
            StoredChange::RoleChanged { role, actor } => {
                ("role", None, Some(actor.as_uuid()), Some(role.as_str().to_owned()), None)
            }
            StoredChange::GroupChanged(news) => ("group", None, None, None, Some(news)),
        };
        let invitation = news.as_ref().map(|news| news.invitation);
        let (name, description) = news.map_or((None, None), |news| (news.name, news.description));
        Self { grp, seq, kind: kind.to_owned(), user, at, messages, number, actor, role, name, description, invitation }
    }

    /// What it says.
    ///
    /// # Errors
    /// [`RowProblem::Kind`] for a kind that there is not, [`RowProblem::Role`], [`RowProblem::Number`] where the message is not named, and
    /// [`RowProblem::Fields`] where another field is missing or one is there that belongs to another kind
    pub fn change(&self) -> Result<StoredChange, RowProblem> {
        let number = self.number.ok_or(RowProblem::Number("number"));
        let change = match self.kind.as_str() {
            "message" => StoredChange::Message { number: number? },
            "edited" => StoredChange::Edited { number: number? },
            "deleted" => StoredChange::Deleted { number: number? },
            "added" => StoredChange::Added,
            "removed" => StoredChange::Removed,
            "role" => {
                let role = self.role.as_deref().and_then(Role::read).ok_or(RowProblem::Role)?;
                StoredChange::RoleChanged { role, actor: self.actor.ok_or(RowProblem::Fields)?.into() }
            }
            "group" => StoredChange::GroupChanged(GroupNews {
                name: self.name.clone(),
                description: self.description.clone(),
                invitation: self.invitation.unwrap_or_default(),
                actor_id: self.user.into(),
            }),
            _ => return Err(RowProblem::Kind),
        };
        self.has_only(&change).then_some(change).ok_or(RowProblem::Fields)
    }

    /// Whether no field is there that belongs to another kind.
    fn has_only(&self, change: &StoredChange) -> bool {
        let (number, role, news) = match change {
            StoredChange::Message { .. } | StoredChange::Edited { .. } | StoredChange::Deleted { .. } => {
                (true, false, false)
            }
            StoredChange::RoleChanged { .. } => (false, true, false),
            StoredChange::GroupChanged(_) => (false, false, true),
            StoredChange::Added | StoredChange::Removed => (false, false, false),
        };
        let has_role = self.actor.is_some() || self.role.is_some();
        let has_news = self.name.is_some() || self.description.is_some() || self.invitation.is_some();
        (number || self.number.is_none()) && (role || !has_role) && (news || !has_news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str) -> EventRecord {
        let (grp, user) = (Uuid::new_v4(), Uuid::new_v4());
        let (actor, role, name, description, invitation, number) = (None, None, None, None, None, None);
        let (kind, seq, at, messages) = (kind.to_owned(), 1, 1, 0);
        EventRecord { grp, seq, kind, user, at, messages, number, actor, role, name, description, invitation }
    }

    #[test]
    fn a_row_says_what_it_was_made_of() {
        let (grp, user, actor) = (Uuid::new_v4(), Uuid::new_v4(), UserId::random());
        let news =
            GroupNews { name: Some("Álgebra".to_owned()), description: None, invitation: true, actor_id: user.into() };
        for change in [
            StoredChange::Message { number: 3 },
            StoredChange::Edited { number: 2 },
            StoredChange::Deleted { number: 1 },
            StoredChange::Added,
            StoredChange::Removed,
            StoredChange::RoleChanged { role: Role::Moderator, actor },
            StoredChange::GroupChanged(news),
        ] {
            assert_eq!(EventRecord::new(grp, 7, 5, 3, user, change.clone()).change(), Ok(change));
        }
    }

    #[test]
    fn each_kind_has_its_own_fields_and_no_others() {
        assert_eq!(row("added").change(), Ok(StoredChange::Added));
        assert_eq!(row("party").change(), Err(RowProblem::Kind));
        for kind in ["message", "edited", "deleted"] {
            assert!(row(kind).change().is_err(), "{kind} without a number");
            assert!(EventRecord { number: Some(1), ..row(kind) }.change().is_ok());
            assert!(EventRecord { number: Some(1), role: Some("owner".to_owned()), ..row(kind) }.change().is_err());
        }
        for kind in ["added", "removed", "role", "group"] {
            assert!(EventRecord { number: Some(1), ..row(kind) }.change().is_err(), "{kind} with a number");
        }
        let actor = Some(Uuid::new_v4());
        assert!(EventRecord { actor, role: Some("king".to_owned()), ..row("role") }.change().is_err());
        assert!(EventRecord { role: Some("owner".to_owned()), ..row("role") }.change().is_err(), "without an actor");
        assert!(EventRecord { actor, role: Some("owner".to_owned()), ..row("role") }.change().is_ok());
    }
}
