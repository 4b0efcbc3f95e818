//! Groups: invitations, roles, leaving, unread counts.

use engine::{Error, Identity};
use futures::future::join_all;
use tertulia::{
    api::{Group, NewGroup},
    group::{GroupError, Role},
    ids::{GroupId, Seq},
    log_event::{Change, GroupNews, LogEvent},
    protocol::ServerFrame,
};

use crate::chat::{ADDRESS, Chat, message};

async fn roles(chat: &Chat, who: &Identity, group: GroupId) -> Vec<(String, Role)> {
    let members = chat.engine.members(who, group).await.expect("is a member");
    members.into_iter().map(|member| (member.name, member.role)).collect()
}

async fn unread(chat: &Chat, who: &Identity, group: GroupId) -> u64 {
    chat.engine.group(who, group).await.expect("is a member").unread
}

#[tokio::test]
async fn a_code_opens_its_group_once() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana]).await;
    let seen = chat.engine.invitation(ADDRESS, None, &group.invite_code).await.expect("opens");
    assert_eq!((seen.name.as_str(), seen.member_count), ("Álgebra", 1));
    let joined = chat.engine.join(ADDRESS, &luis, &group.invite_code.to_lowercase()).await.expect("joins");
    assert_eq!((joined.id, joined.role, joined.member_count, joined.unread), (group.id, Role::Member, 2, 0));
    let again = chat.engine.join(ADDRESS, &luis, &group.invite_code).await.expect("is in");
    assert_eq!(again.head, joined.head, "joining again changes nothing");
    for code in ["ABCDEFGHJK", "nonsense", ""] {
        assert_eq!(chat.engine.join(ADDRESS, &luis, code).await.map(drop), Err(Error::NotFound), "{code}");
    }
}

#[tokio::test]
async fn a_creation_and_every_join_take_a_seq() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana]).await;
    assert_eq!(group.head, Seq(1));
    let mut socket = chat.listen(&ana, group.id).await;
    chat.engine.join(ADDRESS, &luis, &group.invite_code).await.expect("joins");
    let LogEvent { seq, change: Change::Added { name, .. }, .. } = socket.change().await else { panic!("a join") };
    assert_eq!((seq, name.as_str()), (Seq(2), "Luis"));
}

#[tokio::test]
async fn a_group_needs_a_name() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let refused = chat.engine.create_group(&ana, NewGroup { name: " ".to_owned(), description: String::new() }).await;
    assert_eq!(refused.map(drop), Err(Error::Group(GroupError::InvalidName)));
    assert!(chat.engine.groups(&ana, None, 100).await.expect("answers").groups.is_empty());
}

#[tokio::test]
async fn the_owner_gives_roles_and_hands_over() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis, &eva]).await.id;
    let engine = &chat.engine;
    assert_eq!(engine.change_role(&luis, group, eva.user_id, Role::Moderator).await, Err(Error::Forbidden));
    engine.change_role(&ana, group, luis.user_id, Role::Owner).await.expect("hands over");
    let expected = [("Ana", Role::Moderator), ("Eva", Role::Member), ("Luis", Role::Owner)];
    assert_eq!(roles(&chat, &ana, group).await, expected.map(|(name, role)| (name.to_owned(), role)));
    assert_eq!(engine.change_role(&ana, group, eva.user_id, Role::Moderator).await, Err(Error::Forbidden));
    assert!(matches!(engine.change_role(&luis, group, luis.user_id, Role::Member).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn only_the_owner_removes_others_and_goes_last() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    let engine = &chat.engine;
    assert_eq!(engine.remove_member(&luis, group.id, ana.user_id, true).await, Err(Error::Forbidden));
    assert!(matches!(engine.remove_member(&ana, group.id, ana.user_id, false).await, Err(Error::Conflict(_))));
    engine.remove_member(&luis, group.id, luis.user_id, false).await.expect("leaves");
    engine.remove_member(&ana, group.id, ana.user_id, false).await.expect("goes last");
    assert_eq!(engine.group(&ana, group.id).await.map(drop), Err(Error::NotFound));
}

#[tokio::test]
async fn unread_counts_messages_of_others_since_the_reading_position() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis]).await;
    let first = chat.send(&ana, group.id, "uno").await.message;
    chat.send(&ana, group.id, "dos").await;
    // What is no message is not counted.
    chat.engine.join(ADDRESS, &eva, &group.invite_code).await.expect("joins");
    chat.engine.edit(&ana, group.id, first.seq, "UNO").await.expect("edits");
    assert_eq!((unread(&chat, &luis, group.id).await, unread(&chat, &ana, group.id).await), (2, 0));
    chat.engine.mark_read(&luis, group.id, first.seq, None).await.expect("reads");
    assert_eq!(unread(&chat, &luis, group.id).await, 1);
    chat.engine.mark_read(&luis, group.id, Seq(1), None).await.expect("never backwards");
    assert_eq!(unread(&chat, &luis, group.id).await, 1);
    chat.engine.mark_read(&luis, group.id, Seq(1_000_000), None).await.expect("not beyond the head");
    assert_eq!(unread(&chat, &luis, group.id).await, 0);
    chat.send(&ana, group.id, "tres").await;
    assert_eq!(unread(&chat, &luis, group.id).await, 1);
    chat.try_send(&luis, group.id, message("cuatro")).await.expect("sends");
    assert_eq!(unread(&chat, &luis, group.id).await, 1, "writing is not reading, and one's own is never unread");
}

#[tokio::test]
async fn what_was_deleted_and_what_one_wrote_oneself_is_not_unread() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let mut seqs = Vec::new();
    for (who, text) in [(&ana, "1"), (&luis, "2"), (&ana, "3"), (&luis, "4"), (&luis, "5"), (&ana, "6")] {
        seqs.push(chat.send(who, group, text).await.message.seq);
    }
    let counts = async || (unread(&chat, &ana, group).await, unread(&chat, &luis, group).await);
    assert_eq!(counts().await, (3, 3));
    chat.engine.delete(&luis, group, seqs[3]).await.expect("deletes");
    chat.engine.delete(&luis, group, seqs[3]).await.expect("again");
    chat.engine.delete(&ana, group, seqs[2]).await.expect("deletes");
    assert_eq!(counts().await, (2, 2), "a deletion takes its message off everybody's count, once");
    for (at, left) in [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 0)] {
        chat.engine.mark_read(&luis, group, seqs[at], None).await.expect("reads");
        assert_eq!(unread(&chat, &luis, group).await, left, "read up to number {}", at + 1);
    }
    chat.engine.mark_read(&ana, group, seqs[1], None).await.expect("reads");
    assert_eq!(unread(&chat, &ana, group).await, 1, "number 5");
    chat.engine.delete(&luis, group, seqs[4]).await.expect("deletes");
    assert_eq!(unread(&chat, &ana, group).await, 0, "deleted messages do not stay unread for ever");
    let chat = chat.reopen().await;
    assert_eq!(unread(&chat, &luis, group).await, 0);
}

#[tokio::test]
async fn a_reading_position_reaches_the_persons_other_sockets() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let (mut phone, mut laptop) = (chat.listen(&ana, group).await, chat.listen(&ana, group).await);
    chat.engine
        .join(ADDRESS, &chat.person("Luis").await, &chat.engine.group(&ana, group).await.expect("hers").invite_code)
        .await
        .expect("joins");
    laptop.change().await;
    phone.change().await;
    chat.engine.mark_read(&ana, group, Seq(2), Some(phone.0.id())).await.expect("reads");
    assert_eq!(laptop.frame().await, ServerFrame::Read { group_id: group, seq: Seq(2) });
    assert_eq!(phone.0.try_next(), None, "the socket that says so is not told");
}

#[tokio::test]
async fn groups_come_page_by_page_and_none_is_left_out() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    // Made at once, so that some are of the same moment.
    let made = join_all((0..23).map(|_| async { chat.group(&[&ana]).await })).await;
    let all = chat.engine.groups(&ana, None, 100).await.expect("answers");
    assert_eq!((all.groups.len(), all.has_more, all.next), (23, false, None));
    assert!(all.groups.is_sorted_by(|a, b| a.active_at >= b.active_at));
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = chat.engine.groups(&ana, before, 5).await.expect("answers");
        assert_eq!(page.has_more, page.next.is_some());
        assert!(page.groups.len() == 5 || !page.has_more);
        seen.extend(page.groups);
        let Some(next) = page.next else { break };
        before = Some(next);
        // What becomes active meanwhile comes to the front; the pages behind go on as they were.
        chat.send(&ana, made[0].id, "hola").await;
    }
    let mut ids: Vec<GroupId> = seen.iter().map(|group| group.id).collect();
    ids.dedup();
    let found = |group: &Group| group.id == made[0].id || ids.contains(&group.id);
    assert!(all.groups.iter().all(found), "all but perhaps the one that moved");
    let newest = chat.engine.groups(&ana, None, 1).await.expect("answers");
    assert_eq!(newest.groups[0].id, made[0].id);
    for limit in [0, 101] {
        assert!(matches!(chat.engine.groups(&ana, None, limit).await, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn a_role_that_changes_and_a_new_invitation_are_told_and_replayed() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    let mut socket = chat.listen(&luis, group.id).await;
    chat.engine.change_role(&ana, group.id, luis.user_id, Role::Moderator).await.expect("promotes");
    chat.engine.change_role(&ana, group.id, luis.user_id, Role::Moderator).await.expect("is one already");
    let code = chat.engine.renew_invitation(&luis, group.id).await.expect("renews");
    chat.engine.change_role(&ana, group.id, luis.user_id, Role::Owner).await.expect("hands over");

    let (luis_id, ana_id) = (luis.user_id, ana.user_id);
    let role =
        |user_id, name: &str, role, actor_id| Change::RoleChanged { user_id, name: name.to_owned(), role, actor_id };
    let news = GroupNews { name: None, description: None, invitation: true, actor_id: luis_id };
    let expected = [
        role(luis_id, "Luis", Role::Moderator, ana_id),
        Change::GroupChanged { news },
        role(ana_id, "Ana", Role::Moderator, ana_id),
        role(luis_id, "Luis", Role::Owner, ana_id),
    ];
    let mut told = Vec::new();
    for place in 1..=4 {
        let event = socket.change().await;
        assert_eq!((event.group_id, event.seq), (group.id, Seq(group.head.0 + place)));
        told.push(event.change);
    }
    assert_eq!(told, expected);
    let frames = socket.subscribe(group.id, Some(group.head.0), Some(group.epoch)).await.expect("a member");
    let replayed: Vec<Change> =
        frames.iter().filter_map(|frame| frame.event()).map(|event| event.change.clone()).collect();
    assert_eq!(replayed, expected, "a replay tells the same");
    assert_eq!(chat.engine.group(&luis, group.id).await.expect("hers").invite_code, code.as_str());
    assert!(frames.iter().all(|frame| !serde_json::to_string(frame).expect("JSON").contains(code.as_str())));
}

#[tokio::test]
async fn roles_that_are_given_at_once_leave_one_owner_and_no_hole() {
    let chat = Chat::open().await;
    let people = [chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await];
    let group = chat.group(&[&people[0], &people[1], &people[2]]).await;
    let mut socket = chat.listen(&people[2], group.id).await;
    let (first, second, message) = tokio::join!(
        chat.engine.change_role(&people[0], group.id, people[1].user_id, Role::Owner),
        chat.engine.change_role(&people[0], group.id, people[2].user_id, Role::Owner),
        chat.send(&people[2], group.id, "hola"),
    );
    assert_eq!([first.is_ok(), second.is_ok()].into_iter().filter(|done| *done).count(), 1);
    let seqs = [socket.change().await.seq, socket.change().await.seq, socket.change().await.seq];
    assert_eq!(seqs, [1, 2, 3].map(|place| Seq(group.head.0 + place)));
    assert!(seqs.contains(&message.message.seq));
    let owners = chat.engine.members(&people[0], group.id).await.expect("a member");
    assert_eq!(owners.iter().filter(|member| member.role == Role::Owner).count(), 1);
}
