//! Groups and their members.

use super::{Engine, Error, Identity, error::Result};
use crate::{
    api::{Group, Invitation, Member, NewGroup},
    group::Role,
    ids::{GroupId, UserId},
};

impl Engine {
    /// A new group, owned by the caller.
    ///
    /// # Errors
    /// [`Error::Group`]
    pub async fn create_group(&self, who: &Identity, new: NewGroup) -> Result<Group> {
        let _ = (who, new);
        Err(Error::Unavailable)
    }

    /// The caller's groups, the most recently active first.
    ///
    /// # Errors
    /// [`Error::Unavailable`]
    pub async fn groups(&self, who: &Identity) -> Result<Vec<Group>> {
        let _ = who;
        Err(Error::Unavailable)
    }

    /// One of the caller's groups.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when the caller is not a member
    pub async fn group(&self, who: &Identity, group: GroupId) -> Result<Group> {
        let _ = (who, group);
        Err(Error::Unavailable)
    }

    /// Its members, by name.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn members(&self, who: &Identity, group: GroupId) -> Result<Vec<Member>> {
        let _ = (who, group);
        Err(Error::Unavailable)
    }

    /// What a code opens, for the page that asks whether to join.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn invitation(&self, code: &str) -> Result<Invitation> {
        let _ = code;
        Err(Error::Unavailable)
    }

    /// Joins; a member who joins again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a code that opens nothing
    pub async fn join(&self, who: &Identity, code: &str) -> Result<Group> {
        let _ = (who, code);
        Err(Error::Unavailable)
    }

    /// Leaves (`user` is the caller) or removes somebody (the owner may).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] when the owner would leave others behind without an owner
    pub async fn remove_member(&self, who: &Identity, group: GroupId, user: UserId) -> Result<()> {
        let _ = (who, group, user);
        Err(Error::Unavailable)
    }

    /// Gives a member a role. `Role::Owner` hands the group over; the caller becomes a moderator.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] when the owner would step down without a successor
    pub async fn change_role(&self, who: &Identity, group: GroupId, user: UserId, role: Role) -> Result<()> {
        let _ = (who, group, user, role);
        Err(Error::Unavailable)
    }
}
