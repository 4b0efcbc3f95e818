//! Groups, their members, and everything that the pages about them show.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use tertulia::{
    api::{Ban, Group, Invitation, Member, Page, Present},
    clock::Timestamp,
    group::Role,
    ids::{GroupId, Seq, UserId},
};

use super::TextJson;
use crate::{error::ApiError, place::Place, viewer::Viewer};
#[cfg(feature = "ssr")]
use {
    crate::{
        error::Field,
        form_memory::{self, Typed},
        request::{address, engine, forward_plain_form, identity, origin, refuse, visitor},
    },
    engine::{Engine, Error, Identity},
    tertulia::{
        api::{GROUPS_DEFAULT, GroupCursor, NewGroup, PAGE_DEFAULT, PageQuery},
        markup,
    },
};

/// What the group page shows at first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPageData {
    /// Who is looking.
    pub me: Viewer,
    /// The group.
    pub group: Group,
    /// Who of its members is here, by name.
    pub online: Vec<Present>,
    /// The messages at `place`.
    pub page: Page,
    /// Where the page is opened.
    pub place: Place,
    /// The groups of the person that were active last, for the side.
    pub groups: GroupListing,
    /// The link that lets others join, with scheme and host.
    pub invite_link: String,
    /// How many messages are pinned.
    pub pins: u32,
}

/// What the page about a group's members shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersPageData {
    /// Who is looking.
    pub me: Viewer,
    /// The group.
    pub group: Group,
    /// Its members, by name.
    pub members: Vec<Member>,
    /// Whom the group keeps out, the latest first; for those who may let them in again.
    pub bans: Vec<Ban>,
    /// The groups of the person that were active last, for the side.
    pub groups: GroupListing,
    /// The link that lets others join, with scheme and host.
    pub invite_link: String,
}

/// A group in a list of groups: what such a list shows and no more, because it stands in the page as an island's props. Above
/// all no invite code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEntry {
    /// Which.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// How many members it has.
    pub member_count: u32,
    /// Messages that the person has not read.
    pub unread: u64,
    /// Those of them that mean the person.
    pub unread_mentions: u64,
    /// When the newest change was stored.
    pub active_at: Timestamp,
}

impl From<Group> for GroupEntry {
    fn from(group: Group) -> Self {
        let Group { id, name, member_count, unread, unread_mentions, active_at, .. } = group;
        Self { id, name, member_count, unread, unread_mentions, active_at }
    }
}

/// A page of a person's groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupListing {
    /// The most recently active first.
    pub groups: Vec<GroupEntry>,
    /// Behind what the page is: none for the first one.
    pub before: Option<String>,
    /// Behind what the next page is: none for the last one.
    pub next: Option<String>,
}

/// The caller's groups, the most recently active first: 50 of them, behind the `next` of another page.
#[server(prefix = "/api/fn", endpoint = "groups", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn my_groups(before: Option<String>) -> Result<GroupListing, ApiError> {
    listing(&engine()?, &identity()?, before).await
}

/// Everything that the group page shows at first: 50 messages at a place. Nothing is read by being rendered: the page says what was seen.
#[server(prefix = "/api/fn", endpoint = "group-page", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn load_group(
    id: String,
    before: Option<Seq>,
    after: Option<Seq>,
    at: Option<Seq>,
    #[server(default)] newest: bool,
) -> Result<GroupPageData, ApiError> {
    let (engine, who) = (engine()?, identity()?);
    let id: GroupId = id.parse().map_err(|_| refuse(Error::NotFound))?;
    let online = async { engine.present(&who, id).await.map_err(refuse) };
    let (Around { me, group, groups, invite_link }, online) = futures::try_join!(around(&engine, &who, id), online)?;
    let place = Place::named(before, after, at).unwrap_or(if newest { Place::Newest } else { Place::Unread });
    let mut page = page_at(&engine, &who, &group, place).await.map_err(refuse)?;
    markup::render(&mut page.messages);
    // After the page: what is pinned between the two counts twice rather than never, until the page is loaded again.
    let pins = engine.pin_count(&who, id).await.map_err(refuse)?;
    let pins = u32::try_from(pins).unwrap_or(u32::MAX);
    Ok(GroupPageData { me, group, online, page, place, groups, invite_link, pins })
}

/// The messages at a place. Where the reader left off, those are the newest if all that she has not read is among them.
#[cfg(feature = "ssr")]
async fn page_at(engine: &Engine, who: &Identity, group: &Group, place: Place) -> Result<Page, Error> {
    let query = match place {
        Place::Unread | Place::Newest => PageQuery::Newest,
        Place::At(seq) => PageQuery::Around(seq),
        Place::Before(seq) => PageQuery::Before(seq),
        Place::After(seq) => PageQuery::After(seq),
    };
    let page = engine.page(who, group.id, query, PAGE_DEFAULT).await?;
    let unread = page.messages.iter().filter(|m| m.seq > group.read && m.sender_id != who.user_id && !m.deleted);
    if place == Place::Unread && (unread.count() as u64) < group.unread {
        return engine.page(who, group.id, PageQuery::Around(group.read), PAGE_DEFAULT).await;
    }
    Ok(page)
}

/// Everything that the page about a group's members shows.
#[server(prefix = "/api/fn", endpoint = "members-page", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn load_members(id: String) -> Result<MembersPageData, ApiError> {
    let (engine, who) = (engine()?, identity()?);
    let id = id.parse().map_err(|_| refuse(Error::NotFound))?;
    let members = async { engine.members(&who, id).await.map_err(refuse) };
    let (Around { me, group, groups, invite_link }, members) = futures::try_join!(around(&engine, &who, id), members)?;
    let bans = if group.role.can_keep_the_door() { engine.bans(&who, id).await.map_err(refuse)? } else { Vec::new() };
    Ok(MembersPageData { me, group, members, bans, groups, invite_link })
}

/// What a code opens; anybody may ask.
#[server(prefix = "/api/fn", endpoint = "invitation", input = server_fn::codec::GetUrl, output = TextJson)]
pub async fn look_up_invitation(code: String) -> Result<Invitation, ApiError> {
    engine()?.invitation(address(), visitor().as_ref(), &code).await.map_err(refuse)
}

/// Creates a group; a form goes on to its page.
#[server(prefix = "/api/fn", endpoint = "create-group", output = TextJson)]
pub async fn create_group(name: String, #[server(default)] description: String) -> Result<GroupId, ApiError> {
    let typed = Typed { group_name: name.clone(), description: description.clone(), ..Typed::default() };
    let created = engine()?.create_group(&identity()?, NewGroup { name, description }).await;
    Ok(enter(created.map_err(|error| typed.refuse(error, |_| None))?.id))
}

/// Joins a group; a form goes on to its page.
#[server(prefix = "/api/fn", endpoint = "join-group", output = TextJson)]
pub async fn join_group(invite_code: String) -> Result<GroupId, ApiError> {
    let joined = engine()?.join(address(), &identity()?, &invite_code).await;
    let typed = Typed { invite_code, ..Typed::default() };
    let blamed = |error: &Error| matches!(error, Error::NotFound).then_some(Field::InviteCode);
    Ok(enter(joined.map_err(|error| typed.refuse(error, blamed))?.id))
}

/// Leaves a group.
#[server(prefix = "/api/fn", endpoint = "leave-group", output = TextJson)]
pub async fn leave_group(group_id: GroupId) -> Result<(), ApiError> {
    let who = identity()?;
    engine()?.remove_member(&who, group_id, who.user_id, false).await.map_err(refuse)?;
    forward_plain_form("/groups");
    Ok(())
}

/// Removes somebody else from a group, who is kept out until let in again.
#[server(prefix = "/api/fn", endpoint = "remove-member", output = TextJson)]
pub async fn remove_member(group_id: GroupId, user_id: UserId) -> Result<(), ApiError> {
    engine()?.remove_member(&identity()?, group_id, user_id, true).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}/members"));
    Ok(())
}

/// Lets somebody in again who was removed; the code is still needed.
#[server(prefix = "/api/fn", endpoint = "let-in-again", output = TextJson)]
pub async fn let_in_again(group_id: GroupId, user_id: UserId) -> Result<(), ApiError> {
    engine()?.unban(&identity()?, group_id, user_id).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}/members"));
    Ok(())
}

/// Gives a group another invite code; the one until now opens nothing any more.
#[server(prefix = "/api/fn", endpoint = "renew-invitation", output = TextJson)]
pub async fn renew_invitation(group_id: GroupId) -> Result<(), ApiError> {
    engine()?.renew_invitation(&identity()?, group_id).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}/members"));
    Ok(())
}

/// Gives a member a role; `owner` hands the group over.
#[server(prefix = "/api/fn", endpoint = "change-role", output = TextJson)]
pub async fn change_role(group_id: GroupId, user_id: UserId, role: Role) -> Result<(), ApiError> {
    engine()?.change_role(&identity()?, group_id, user_id, role).await.map_err(refuse)?;
    forward_plain_form(&format!("/groups/{group_id}/members"));
    Ok(())
}

/// Sends a form on to the page of the group that it opened.
#[cfg(feature = "ssr")]
fn enter(group: GroupId) -> GroupId {
    form_memory::forget();
    forward_plain_form(&format!("/groups/{group}"));
    group
}

/// A page of a person's groups. What is no place in them is taken for their beginning: it stands in an address, where anybody can write
/// anything.
#[cfg(feature = "ssr")]
async fn listing(engine: &Engine, who: &Identity, before: Option<String>) -> Result<GroupListing, ApiError> {
    let place: Option<GroupCursor> = before.as_deref().and_then(|text| text.parse().ok());
    let page = engine.groups(who, place, GROUPS_DEFAULT).await.map_err(refuse)?;
    let groups = page.groups.into_iter().map(GroupEntry::from).collect();
    Ok(GroupListing { groups, before: place.map(Into::into), next: page.next.map(Into::into) })
}

/// A group, and what stands around it on each of its pages.
#[cfg(feature = "ssr")]
pub(super) struct Around {
    pub(super) me: Viewer,
    pub(super) group: Group,
    pub(super) groups: GroupListing,
    pub(super) invite_link: String,
}

#[cfg(feature = "ssr")]
pub(super) async fn around(engine: &Engine, who: &Identity, id: GroupId) -> Result<Around, ApiError> {
    let origin = origin();
    let group = async { engine.group(who, id).await.map_err(refuse) };
    let name = async { engine.name_in(who, id).await.map_err(refuse) };
    let (group, name, groups) = futures::try_join!(group, name, listing(engine, who, None))?;
    let invite_link = format!("{origin}/join/{}", group.invite_code);
    Ok(Around { me: Viewer { id: who.user_id, name }, group, groups, invite_link })
}
