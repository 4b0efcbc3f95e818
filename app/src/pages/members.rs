//! A group's people: who they are, how others come in, what can be done with them.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use tertulia::{
    api::{Group, Member},
    group::Role,
};

use crate::{
    api::groups::{ChangeRole, LeaveGroup, MembersPageData, RemoveMember, load_members},
    components::{CopyField, ErrorPage, Icon, Loading, MemberRow, Notice, RoomLayout, Sign},
    i18n::use_words,
};

/// `/groups/{id}/members`
#[component]
pub fn MembersPage() -> impl IntoView {
    let params = use_params_map();
    let (remove, role) = (ServerAction::<RemoveMember>::new(), ServerAction::<ChangeRole>::new());
    let wanted = move || {
        let id = params.read().get("id").unwrap_or_default();
        (id, remove.version().get() + role.version().get())
    };
    let data = Resource::new_blocking(wanted, |(id, _)| load_members(id));
    view! {
        <Transition fallback=Loading>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => view! { <MembersView data remove role/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn MembersView(
    data: MembersPageData,
    remove: ServerAction<RemoveMember>,
    role: ServerAction<ChangeRole>,
) -> impl IntoView {
    let words = use_words();
    let MembersPageData { me, group, members, groups, invite_link } = data;
    let sentence = Signal::derive(move || {
        let refused = remove.value().get().and_then(Result::err).or_else(|| role.value().get().and_then(Result::err));
        refused.map(|error| words.errors.sentence(error))
    });
    let alone = members.len() == 1;
    let (group_id, my_role) = (group.id, group.role);
    let row = |member: Member| {
        let is_me = member.user_id == me.id;
        view! { <MemberRow group_id member is_me my_role remove role/> }
    };
    let rows = members.into_iter().map(row).collect_view();
    view! {
        <RoomLayout title=format!("{} · {}", words.members.title, group.name) groups current=group_id>
            <MembersHead group=group.clone()/>
            <div class="about">
                <Notice sentence/>
                <Invitation group=group.clone() invite_link/>
                <section class="about__part">
                    <h2>{words.members.list_title} " " <span class="about__count">{group.member_count}</span></h2>
                    <ul class="members">{rows}</ul>
                </section>
                <Leaving group alone/>
            </div>
        </RoomLayout>
    }
    .into_any()
}

#[component]
fn MembersHead(group: Group) -> impl IntoView {
    let words = &use_words().members;
    view! {
        <header class="room-head">
            <a class="icon-button" href=format!("/groups/{}", group.id) aria-label=words.back title=words.back>
                <Icon sign=Sign::Back/>
            </a>
            <h1 class="room-head__name">{group.name}</h1>
        </header>
    }
}

#[component]
fn Invitation(group: Group, invite_link: String) -> impl IntoView {
    let words = &use_words().members;
    let about = (!group.description.is_empty()).then(|| view! { <p class="about__text">{group.description}</p> });
    view! {
        {about}
        <section class="about__part">
            <h2>{words.invite_title}</h2>
            <p class="about__note">{words.invite_text}</p>
            <CopyField label=words.link text=invite_link/>
            <CopyField label=words.code text=group.invite_code/>
        </section>
    }
}

/// The last part: going. An owner who is not alone is told to hand the group over first.
#[component]
fn Leaving(group: Group, alone: bool) -> impl IntoView {
    let words = use_words();
    if group.role == Role::Owner && !alone {
        return view! { <p class="about__part about__note">{words.members.owner_stays}</p> }.into_any();
    }
    let action = ServerAction::<LeaveGroup>::new();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            navigate("/groups", NavigateOptions::default());
        }
    });
    let sentence = Signal::derive(move || action.value().get()?.err().map(|error| words.errors.sentence(error)));
    view! {
        <section class="about__part">
            <Notice sentence/>
            <details class="ask">
                <summary class="button button--danger">{words.members.leave}</summary>
                <p>{words.members.leave_question}</p>
                <ActionForm action>
                    <input type="hidden" name="group_id" value=group.id.to_string()/>
                    <button class="button button--danger" type="submit">{words.members.confirm_leave}</button>
                </ActionForm>
            </details>
        </section>
    }
    .into_any()
}
