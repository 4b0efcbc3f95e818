//! A group's people: who they are, how others come in, what can be done with them.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use tertulia::{
    api::{Ban, Group, Member},
    group::Role,
    ids::GroupId,
};

use super::parts::{ConfirmForm, GroupHead, Loaded, MemberRow, Notice, PostForm, RoomLayout};
use crate::{
    api::{
        groups::{ChangeRole, LeaveGroup, LetInAgain, MembersPageData, RemoveMember, RenewInvitation, load_members},
        refused,
    },
    components::Avatar,
    i18n::{isolated, use_words},
    islands::CopyIsland,
};

/// `/groups/{id}/members`
#[component]
pub fn MembersPage() -> impl IntoView {
    let params = use_params_map();
    let data = Resource::new_blocking(move || params.read().get("id").unwrap_or_default(), load_members);
    view! { <Loaded data page=|data| view! { <MembersView data/> }.into_any()/> }
}

#[component]
fn MembersView(data: MembersPageData) -> impl IntoView {
    let words = use_words();
    let MembersPageData { me, group, members, bans, groups, invite_link } = data;
    let error = refused::<RemoveMember>()
        .or_else(refused::<ChangeRole>)
        .or_else(refused::<LetInAgain>)
        .or_else(refused::<RenewInvitation>);
    let alone = members.len() == 1;
    let (group_id, my_role) = (group.id, group.role);
    let row = |member: Member| {
        let is_me = member.user_id == me.id;
        view! { <MemberRow group_id member is_me my_role/> }
    };
    let rows = members.into_iter().map(row).collect_view();
    view! {
        <RoomLayout title=format!("{} · {}", words.pages.members.title, isolated(&group.name)) groups current=group_id>
            <GroupHead group=group.clone()/>
            <div class="about">
                <Notice error/>
                <Invitation group=group.clone() invite_link/>
                <section class="about__part">
                    <h2>{words.pages.members.list_title} " " <span class="about__count">{group.member_count}</span></h2>
                    <ul class="members">{rows}</ul>
                </section>
                <Bans group_id bans/>
                <Leaving group alone/>
            </div>
        </RoomLayout>
    }
    .into_any()
}

#[component]
fn Invitation(group: Group, invite_link: String) -> impl IntoView {
    let words = &use_words().pages.members;
    let about =
        (!group.description.is_empty()).then(|| view! { <p class="about__text" dir="auto">{group.description}</p> });
    view! {
        {about}
        <section class="about__part">
            <h2>{words.invite_title}</h2>
            <p class="about__note">{words.invite_text}</p>
            <CopyIsland label=use_words().conversation.link.to_owned() text=invite_link/>
            <CopyIsland label=words.code.to_owned() text=group.invite_code/>
            {group.role.can_keep_the_door().then(|| view! { <Renewal group_id=group.id/> })}
        </section>
    }
}

/// Another link and code, for when the old ones went too far.
#[component]
fn Renewal(group_id: GroupId) -> impl IntoView {
    let words = &use_words().pages.members;
    view! {
        <ConfirmForm
            action=RenewInvitation::url()
            label=words.renew
            question=words.renew_question.into_any()
            confirm=words.confirm_renew
        >
            <input type="hidden" name="group_id" value=group_id.to_string()/>
        </ConfirmForm>
    }
}

/// Whom the group keeps out; nothing where there is nobody.
#[component]
fn Bans(group_id: GroupId, bans: Vec<Ban>) -> impl IntoView {
    let words = &use_words().pages.members;
    let row = |Ban { user_id, name, .. }: Ban| {
        let label = (words.let_in_name)(&name);
        view! {
            <li class="member">
                <span class="member__face"><Avatar id=user_id name=name.clone()/></span>
                <span class="member__name"><bdi>{name}</bdi></span>
                <PostForm action=LetInAgain::url()>
                    <input type="hidden" name="group_id" value=group_id.to_string()/>
                    <input type="hidden" name="user_id" value=user_id.to_string()/>
                    <button class="button button--small" type="submit" aria-label=label>{words.let_in}</button>
                </PostForm>
            </li>
        }
    };
    (!bans.is_empty()).then(|| {
        view! {
            <section class="about__part">
                <h2>{words.bans_title} " " <span class="about__count">{bans.len()}</span></h2>
                <p class="about__note">{words.bans_text}</p>
                <ul class="members">{bans.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

/// The last part: going. An owner who is not alone is told to hand the group over first.
#[component]
fn Leaving(group: Group, alone: bool) -> impl IntoView {
    let words = &use_words().pages.members;
    if group.role == Role::Owner && !alone {
        return view! { <p class="about__part about__note">{words.owner_stays}</p> }.into_any();
    }
    view! {
        <section class="about__part">
            <Notice error={refused::<LeaveGroup>()}/>
            <ConfirmForm
                action=LeaveGroup::url()
                label=words.leave
                class="button button--danger"
                question=words.leave_question.into_any()
                confirm=words.confirm_leave
            >
                <input type="hidden" name="group_id" value=group.id.to_string()/>
            </ConfirmForm>
        </section>
    }
    .into_any()
}
