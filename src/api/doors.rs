//! Who comes into a group, and who is kept out.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    ids::{GroupId, UserId},
};

/// What an invite code opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The group's name.
    pub name: String,
    /// What it is about; may be empty.
    pub description: String,
    /// How many members it has.
    pub member_count: u32,
    /// Whether whoever asks may come in.
    pub door: InvitationView,
}

/// What somebody finds at a group's door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitationView {
    /// The code lets in.
    Open,
    /// The person is in already: this group.
    Member(GroupId),
    /// The person was removed, and is kept out until let in again.
    KeptOut,
}

/// The answer to `POST …/invitation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// The code from now on.
    pub invite_code: String,
}

/// Somebody whom a group keeps out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ban {
    /// Who.
    pub user_id: UserId,
    /// The name shown.
    pub name: String,
    /// Who did it.
    pub banned_by: UserId,
    /// Since when.
    pub banned_at: Timestamp,
}

/// `GET …/bans`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bans {
    /// The latest first.
    pub bans: Vec<Ban>,
}
