//! One member in the list, and what may be done with her.

use leptos::{prelude::*, server_fn::ServerFn};
use tertulia::{
    api::Member,
    group::Role,
    ids::{GroupId, UserId},
};

use super::{ConfirmForm, PostForm};
use crate::{
    api::groups::{ChangeRole, RemoveMember},
    components::{Avatar, Icon, IconName, sentence},
    i18n::use_words,
};

/// Face, name and role; for whoever may do something about it, a menu that opens below without a script too.
#[component]
pub fn MemberRow(
    /// In which group.
    group_id: GroupId,
    /// Who.
    member: Member,
    /// Whether that is the reader.
    is_me: bool,
    /// What the reader may do.
    my_role: Role,
) -> impl IntoView {
    let words = &use_words().pages.members;
    let Member { user_id, name, role: their_role, online, .. } = member;
    let may_act = !is_me && (my_role.can_remove_members() || my_role.can_give_roles());
    let menu = may_act.then(|| {
        let name = name.clone();
        view! { <MemberMenu group_id user_id name their_role/> }
    });
    view! {
        <li class="member">
            <span class="member__face">
                <Avatar id=user_id name=name.clone()/>
                {online.then(|| view! { <span class="member__online" title=words.online></span> })}
            </span>
            <span class="member__name">
                <bdi>{name}</bdi>
                {is_me.then(|| view! { <span class="member__you">" (" {words.you} ")"</span> })}
                {online.then(|| view! { <span class="unseen">", " {words.online}</span> })}
            </span>
            <span class="member__role">{(words.role)(their_role)}</span>
            {menu}
        </li>
    }
}

#[component]
fn MemberMenu(group_id: GroupId, user_id: UserId, name: String, their_role: Role) -> impl IntoView {
    let words = &use_words().pages.members;
    let moderates = their_role == Role::Moderator;
    let (other_role, other_label) =
        if moderates { (Role::Member, words.make_member) } else { (Role::Moderator, words.make_moderator) };
    let label = (words.actions)(&name);
    view! {
        <details class="member__menu">
            <summary class="icon-button" aria-label=label.clone() title=label>
                <Icon sign=IconName::More/>
            </summary>
            <div class="member__deeds">
                <PostForm action=ChangeRole::url()>
                    <MemberFields group_id user_id/>
                    <button class="button" type="submit" name="role" value=other_role.as_str()>{other_label}</button>
                </PostForm>
                <ConfirmForm
                    action=ChangeRole::url()
                    label=words.hand_over
                    question=sentence(&(words.hand_over_question)(&name)).into_any()
                    confirm=words.confirm_hand_over
                    confirm_class="button button--main"
                >
                    <MemberFields group_id user_id/>
                    <input type="hidden" name="role" value=Role::Owner.as_str()/>
                </ConfirmForm>
                <ConfirmForm
                    action=RemoveMember::url()
                    label=words.remove
                    class="button button--danger"
                    question=sentence(&(words.remove_question)(&name)).into_any()
                    confirm=words.confirm_remove
                >
                    <MemberFields group_id user_id/>
                </ConfirmForm>
            </div>
        </details>
    }
}

#[component]
fn MemberFields(group_id: GroupId, user_id: UserId) -> impl IntoView {
    view! {
        <input type="hidden" name="group_id" value=group_id.to_string()/>
        <input type="hidden" name="user_id" value=user_id.to_string()/>
    }
}
