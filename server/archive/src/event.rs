//! An entry of a log as it is stored, in a row and in a line of a backup, and what it says.

use serde::{Deserialize, Serialize};
#[cfg(feature = "surrealdb")]
use surrealdb::types::SurrealValue;
use tertulia::{
    group::{Description, GroupName, Role},
    ids::UserId,
    log_event::GroupNews,
};
use uuid::Uuid;

use super::check::{RowProblem, demand};

/// A stored event of a log. The database keeps whatever fields it has: which ones a kind has stands in [`EventRecord::new`].
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
    /// Other messages that changed with it, or that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<Vec<i64>>,
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
    /// The reaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// Whether the reaction was given, or taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    /// The place of the message that is, or was, the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<i64>,
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
    /// `reaction`: somebody reacted to it, or took that back.
    Reaction {
        /// Its number.
        number: i64,
        /// In Unicode's fully-qualified form.
        emoji: String,
        /// Whether it was given.
        on: bool,
    },
    /// `pinned`: it stands at the top.
    Pinned {
        /// Its number.
        number: i64,
    },
    /// `unpinned`: it does so no more.
    Unpinned {
        /// Its number.
        number: i64,
    },
    /// `answered`: the question has an answer.
    Answered {
        /// The question's number.
        number: i64,
        /// The place of the answer.
        answer: i64,
    },
    /// `reopened`: it has none any more.
    Reopened {
        /// The question's number.
        number: i64,
        /// The place of what was the answer.
        answer: i64,
    },
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
            Self::Message { number }
            | Self::Edited { number }
            | Self::Deleted { number }
            | Self::Reaction { number, .. }
            | Self::Pinned { number }
            | Self::Unpinned { number }
            | Self::Answered { number, .. }
            | Self::Reopened { number, .. } => Some(*number),
            Self::Added | Self::Removed | Self::RoleChanged { .. } | Self::GroupChanged(_) => None,
        }
    }

    /// What it does to the counts of a membership.
    pub const fn count_change(&self) -> Option<CountChange> {
        match self {
            Self::Message { number } => Some(CountChange::Wrote(*number)),
            Self::Deleted { number } => Some(CountChange::Lost(*number)),
            _ => None,
        }
    }

    /// Whether what somebody wrote in it passes the parsers of today.
    pub(super) fn check(&self) -> Result<(), RowProblem> {
        match self {
            Self::GroupChanged(GroupNews { name, description, .. }) => {
                let is_name = |name: &String| GroupName::parse(name).is_ok_and(|parsed| parsed.as_str() == name);
                demand(name.as_ref().is_none_or(is_name), RowProblem::Name)?;
                let is_description = |text: &String| Description::mend(text).as_str() == text;
                demand(description.as_ref().is_none_or(is_description), RowProblem::Description)
            }
            _ => Ok(()),
        }
    }
}

impl EventRecord {
    /// The row that says that `change` took place `seq` in the log of `grp`, of `messages` messages by then. `user` is who did it; with
    /// `added`, `removed` and `role`, to whom.
    pub fn new(grp: Uuid, seq: i64, at: i64, messages: i64, user: Uuid, change: StoredChange) -> Self {
        let number = change.message();
        let mut row = Self {
            grp,
            seq,
            kind: String::new(),
            user,
            at,
            messages,
            number,
            others: None,
            actor: None,
            role: None,
            name: None,
            description: None,
            invitation: None,
            emoji: None,
            on: None,
            answer: None,
        };
        let kind = match change {
            StoredChange::Message { .. } => "message",
            StoredChange::Edited { .. } => "edited",
            StoredChange::Deleted { .. } => "deleted",
            StoredChange::Added => "added",
            StoredChange::Removed => "removed",
            StoredChange::RoleChanged { role, actor } => {
                (row.role, row.actor) = (Some(role.as_str().to_owned()), Some(actor.as_uuid()));
                "role"
            }
            StoredChange::GroupChanged(GroupNews { name, description, invitation, .. }) => {
                (row.name, row.description, row.invitation) = (name, description, invitation.then_some(true));
                "group"
            }
            StoredChange::Reaction { emoji, on, .. } => {
                (row.emoji, row.on) = (Some(emoji), Some(on));
                "reaction"
            }
            StoredChange::Pinned { .. } => "pinned",
            StoredChange::Unpinned { .. } => "unpinned",
            StoredChange::Answered { answer, .. } => {
                row.answer = Some(answer);
                "answered"
            }
            StoredChange::Reopened { answer, .. } => {
                row.answer = Some(answer);
                "reopened"
            }
        };
        Self { kind: kind.to_owned(), ..row }
    }

    /// The messages that it is about, by number: the one that it is of, and the others.
    pub fn about(&self) -> impl Iterator<Item = i64> {
        self.number.into_iter().chain(self.others.iter().flatten().copied())
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
            "reaction" => {
                let emoji = self.emoji.clone().ok_or(RowProblem::Fields)?;
                StoredChange::Reaction { number: number?, emoji, on: self.on.ok_or(RowProblem::Fields)? }
            }
            "pinned" => StoredChange::Pinned { number: number? },
            "unpinned" => StoredChange::Unpinned { number: number? },
            "answered" => StoredChange::Answered { number: number?, answer: self.answer.ok_or(RowProblem::Fields)? },
            "reopened" => StoredChange::Reopened { number: number?, answer: self.answer.ok_or(RowProblem::Fields)? },
            _ => return Err(RowProblem::Kind),
        };
        // No field is there that belongs to another kind: written again it is the same row.
        let Self { grp, seq, at, messages, user, others, .. } = self;
        let again = Self { others: others.clone(), ..Self::new(*grp, *seq, *at, *messages, *user, change.clone()) };
        (again == *self).then_some(change).ok_or(RowProblem::Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str) -> EventRecord {
        let (grp, user) = (Uuid::new_v4(), Uuid::new_v4());
        EventRecord { kind: kind.to_owned(), ..EventRecord::new(grp, 1, 1, 0, user, StoredChange::Added) }
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
            StoredChange::Reaction { number: 1, emoji: "👍".to_owned(), on: true },
            StoredChange::Reaction { number: 1, emoji: "👍".to_owned(), on: false },
            StoredChange::Pinned { number: 1 },
            StoredChange::Unpinned { number: 1 },
            StoredChange::Answered { number: 1, answer: 6 },
            StoredChange::Reopened { number: 1, answer: 6 },
        ] {
            assert_eq!(EventRecord::new(grp, 7, 5, 3, user, change.clone()).change(), Ok(change));
        }
    }

    #[test]
    fn each_kind_has_its_own_fields_and_no_others() {
        assert_eq!(row("added").change(), Ok(StoredChange::Added));
        assert_eq!(row("party").change(), Err(RowProblem::Kind));
        for kind in ["message", "edited", "deleted", "pinned", "unpinned"] {
            assert!(row(kind).change().is_err(), "{kind} without a number");
            assert!(EventRecord { number: Some(1), ..row(kind) }.change().is_ok());
            assert!(EventRecord { number: Some(1), role: Some("owner".to_owned()), ..row(kind) }.change().is_err());
        }
        for kind in ["added", "removed", "role", "group"] {
            assert!(EventRecord { number: Some(1), ..row(kind) }.change().is_err(), "{kind} with a number");
        }
        for kind in ["reaction", "answered", "reopened"] {
            assert!(EventRecord { number: Some(1), ..row(kind) }.change().is_err(), "{kind} without its own");
        }
        let actor = Some(Uuid::new_v4());
        assert!(EventRecord { actor, role: Some("king".to_owned()), ..row("role") }.change().is_err());
        assert!(EventRecord { role: Some("owner".to_owned()), ..row("role") }.change().is_err(), "without an actor");
        assert!(EventRecord { actor, role: Some("owner".to_owned()), ..row("role") }.change().is_ok());
    }
}
