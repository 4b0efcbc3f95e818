//! Groups, their members, and who comes in.

use std::{collections::BTreeSet, net::IpAddr, sync::Arc};

use tertulia::{
    api::{Ban, GROUPS_MAX, Group, GroupCursor, Groups, Invitation, InvitationView, Member, NewGroup, Present},
    clock::Timestamp,
    group::{Description, GroupName, InviteCode, Role},
    ids::{GroupId, UserId},
    text,
};
use uuid::Uuid;

use super::{
    Engine, Error, Identity,
    error::Result,
    store::NewGroupRow,
    writer::{Command, How, Remove},
};

impl Engine {
    /// A new group, owned by the caller.
    ///
    /// # Errors
    /// [`Error::Group`], [`Error::RateLimited`], [`Error::Conflict`] when the caller is in as many groups as one may be
    pub async fn create_group(&self, who: &Identity, new: NewGroup) -> Result<Group> {
        let name = GroupName::parse(&new.name)?;
        let description = Description::parse(&new.description)?;
        self.gates().new_group(who.user_id)?;
        let row = NewGroupRow {
            name: name.as_str().to_owned(),
            description: description.as_str().to_owned(),
            invite_code: new_code().as_str().to_owned(),
            epoch: Uuid::new_v4(),
            look: text::look(&who.name),
        };
        let (engine, user, id) = (self.clone(), who.user_id, GroupId::random());
        self.detached(async move {
            let most = engine.limits().groups;
            if !engine.store().create_group(id, user, row, most, Timestamp::now()).await? {
                return Err(Error::TOO_MANY_GROUPS);
            }
            engine.logs().group(user, id).await
        })
        .await
    }

    /// A page of the caller's groups, the most recently active first; behind `before`, the `next` of the page before. `limit` is 1 to 100.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub async fn groups(&self, who: &Identity, before: Option<GroupCursor>, limit: u32) -> Result<Groups> {
        if !(1..=GROUPS_MAX).contains(&limit) {
            return Err(Error::Invalid("limit must be 1 to 100"));
        }
        self.logs().groups(who.user_id, before, limit).await
    }

    /// One of the caller's groups.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when the caller is not a member
    pub async fn group(&self, who: &Identity, group: GroupId) -> Result<Group> {
        self.logs().group(who.user_id, group).await
    }

    /// Its members, by name.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn members(&self, who: &Identity, group: GroupId) -> Result<Vec<Member>> {
        let mut members = self.logs().get(group).await?.read().members(who.user_id)?;
        let here = self.here(group);
        members.iter_mut().for_each(|member| member.online = here.contains(&member.user_id));
        Ok(members)
    }

    /// Those of its members who are here now, by name.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn present(&self, who: &Identity, group: GroupId) -> Result<Vec<Present>> {
        let log = self.logs().get(group).await?;
        log.read().present(who.user_id, self.here(group))
    }

    /// How the others see the caller's name there: a number follows where it looks like another member's.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn name_in(&self, who: &Identity, group: GroupId) -> Result<String> {
        let log = self.logs().get(group).await?;
        let log = log.read();
        if log.is_member(who.user_id) { Ok(log.name(who.user_id)) } else { Err(Error::NotFound) }
    }

    /// Who is here, by the group's room.
    fn here(&self, group: GroupId) -> BTreeSet<UserId> {
        self.live().existing_room(group).map(|room| room.here()).unwrap_or_default()
    }

    /// What a code opens, for the page that asks whether to join; with what somebody who is signed in finds at the door. `address` is
    /// whose rate limits it counts against.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::RateLimited`]
    pub async fn invitation(&self, address: IpAddr, who: Option<&Identity>, code: &str) -> Result<Invitation> {
        self.gates().lookup(address)?;
        let (group, _, invitation) = self.opened_by(address, code).await?;
        let door = match who {
            Some(who) => self.store().standing(group, who.user_id).await?,
            None => InvitationView::Open,
        };
        Ok(Invitation { door, ..invitation })
    }

    /// Joins; a member who joins again changes nothing. `address` is whose rate limits it counts against.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a code that opens nothing, [`Error::KeptOut`] for somebody who was removed, [`Error::RateLimited`],
    /// [`Error::Conflict`] when the group is full or the person in as many groups as one may be
    pub async fn join(&self, address: IpAddr, who: &Identity, code: &str) -> Result<Group> {
        self.gates().join(address, who.user_id)?;
        let (group, code, _) = self.opened_by(address, code).await?;
        let (who_joins, limits) = (who.clone(), Arc::clone(&self.inner.limits));
        self.append(group, |reply| Command::Join { who: who_joins, code, limits, reply }).await?;
        self.logs().group(who.user_id, group).await
    }

    /// The group that a code opens. Codes that open nothing are counted, so that nobody guesses one.
    async fn opened_by(&self, address: IpAddr, code: &str) -> Result<(GroupId, InviteCode, Invitation)> {
        let attempt = self.gates().code(address)?;
        let Ok(code) = InviteCode::parse(code) else {
            attempt.wrong();
            return Err(Error::NotFound);
        };
        match self.store().invitation(&code).await {
            Ok((group, invitation)) => Ok((group, code, invitation)),
            Err(error) => {
                if error == Error::NotFound {
                    attempt.wrong();
                }
                Err(error)
            }
        }
    }

    /// Leaves (`user` is the caller) or removes somebody (the owner may), who with `ban` is kept out until let in again.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::RateLimited`], [`Error::Conflict`] when the owner would leave others behind
    /// without an owner, or the group keeps out as many people as it may
    pub async fn remove_member(&self, who: &Identity, group: GroupId, user: UserId, ban: bool) -> Result<()> {
        if user == who.user_id {
            self.gates().leave(user)?;
        } else {
            self.gates().moderation(who.user_id)?;
        }
        self.end_membership(who, group, user, if ban { How::KeptOut } else { How::MayComeBack }).await
    }

    /// Keeps somebody out until let in again: a member (the owner may), or somebody who is none (moderators may too).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::RateLimited`], [`Error::Conflict`] for oneself, for the owner, and when the group keeps
    /// out as many people as it may
    pub async fn ban(&self, who: &Identity, group: GroupId, user: UserId) -> Result<()> {
        self.gates().moderation(who.user_id)?;
        self.end_membership(who, group, user, How::Ban).await
    }

    async fn end_membership(&self, who: &Identity, group: GroupId, user: UserId, how: How) -> Result<()> {
        let (actor, limits) = (who.user_id, Arc::clone(&self.inner.limits));
        self.append(group, |reply| Command::Remove(Remove { actor, user, how, limits, reply })).await
    }

    /// Lets somebody in again who was kept out; the code is still needed. Nothing happens if nobody kept the person out.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::RateLimited`]
    pub async fn unban(&self, who: &Identity, group: GroupId, user: UserId) -> Result<()> {
        self.gates().moderation(who.user_id)?;
        let (engine, actor) = (self.clone(), who.user_id);
        self.detached(async move { engine.store().unban(group, actor, user).await }).await
    }

    /// Whom a group keeps out, the latest first; for its owner and moderators.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`]
    pub async fn bans(&self, who: &Identity, group: GroupId) -> Result<Vec<Ban>> {
        self.store().bans(group, who.user_id).await
    }

    /// Gives the group another code; the one until now opens nothing any more. The owner and moderators may.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::RateLimited`]
    pub async fn renew_invitation(&self, who: &Identity, group: GroupId) -> Result<InviteCode> {
        self.gates().moderation(who.user_id)?;
        let (actor, code) = (who.user_id, new_code());
        let renewed = code.clone();
        self.append(group, |reply| Command::RenewInvitation { actor, code: renewed, reply }).await?;
        Ok(code)
    }

    /// Gives a member a role. `Role::Owner` hands the group over; the caller becomes a moderator.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::RateLimited`], [`Error::Conflict`] when the owner would step down without a successor
    pub async fn change_role(&self, who: &Identity, group: GroupId, user: UserId, role: Role) -> Result<()> {
        self.gates().moderation(who.user_id)?;
        let actor = who.user_id;
        self.append(group, |reply| Command::ChangeRole { actor, user, role, reply }).await
    }
}

/// A code that nobody can guess.
fn new_code() -> InviteCode {
    InviteCode::from_random(rand::random())
}
