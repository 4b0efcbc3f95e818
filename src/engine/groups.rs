//! Groups and their members.

use uuid::Uuid;

use super::{Engine, Error, Identity, error::Result, store::NewGroupRow, writer::Command};
use crate::{
    api::{Group, Invitation, Member, NewGroup},
    clock::Timestamp,
    group::{Description, GroupName, InviteCode, Role},
    ids::{GroupId, UserId},
    text,
};

impl Engine {
    /// A new group, owned by the caller.
    ///
    /// # Errors
    /// [`Error::Group`]
    pub async fn create_group(&self, who: &Identity, new: NewGroup) -> Result<Group> {
        let name = GroupName::parse(&new.name)?;
        let description = Description::parse(&new.description)?;
        let row = NewGroupRow {
            name: name.as_str().to_owned(),
            description: description.as_str().to_owned(),
            invite_code: InviteCode::from_random(rand::random()).as_str().to_owned(),
            epoch: Uuid::new_v4(),
            look: text::look(&who.name),
        };
        let (engine, user, id) = (self.clone(), who.user_id, GroupId::random());
        self.detached(async move {
            engine.store().create_group(id, user, row, Timestamp::now()).await?;
            engine.store().group(user, id).await
        })
        .await
    }

    /// The caller's groups, the most recently active first.
    ///
    /// # Errors
    /// [`Error::Unavailable`]
    pub async fn groups(&self, who: &Identity) -> Result<Vec<Group>> {
        self.store().groups(who.user_id).await
    }

    /// One of the caller's groups.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when the caller is not a member
    pub async fn group(&self, who: &Identity, group: GroupId) -> Result<Group> {
        self.store().group(who.user_id, group).await
    }

    /// Its members, by name.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn members(&self, who: &Identity, group: GroupId) -> Result<Vec<Member>> {
        let mut members = self.store().members(who.user_id, group).await?;
        if let Some(room) = self.live().existing_room(group) {
            for member in &mut members {
                member.online = room.is_online(member.user_id);
            }
        }
        Ok(members)
    }

    /// What a code opens, for the page that asks whether to join.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn invitation(&self, code: &str) -> Result<Invitation> {
        let code = InviteCode::parse(code).map_err(|_| Error::NotFound)?;
        self.store().invitation(&code).await.map(|(_, invitation)| invitation)
    }

    /// Joins; a member who joins again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a code that opens nothing
    pub async fn join(&self, who: &Identity, code: &str) -> Result<Group> {
        let code = InviteCode::parse(code).map_err(|_| Error::NotFound)?;
        let (group, _) = self.store().invitation(&code).await?;
        self.append(group, |reply| Command::Join { who: who.clone(), reply }).await?;
        self.store().group(who.user_id, group).await
    }

    /// Leaves (`user` is the caller) or removes somebody (the owner may).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] when the owner would leave others behind without an owner
    pub async fn remove_member(&self, who: &Identity, group: GroupId, user: UserId) -> Result<()> {
        let name = self.store().name(group, user).await?;
        self.append(group, |reply| Command::Remove { actor: who.user_id, user, name, reply }).await
    }

    /// Gives a member a role. `Role::Owner` hands the group over; the caller becomes a moderator.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Conflict`] when the owner would step down without a successor
    pub async fn change_role(&self, who: &Identity, group: GroupId, user: UserId, role: Role) -> Result<()> {
        let (engine, actor) = (self.clone(), who.user_id);
        self.detached(async move { engine.store().change_role(group, actor, user, role, Timestamp::now()).await }).await
    }
}
