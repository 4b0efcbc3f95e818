//! Who comes into a group, who is kept out of it, and what is closed behind the last one.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    process::Command,
};

use engine::{Config, Engine, Error, Identity, Limits, StoreConfig, backup};
use futures::future::join_all;
use tertulia::{
    api::{Credentials, InvitationView, NewGroup},
    group::Role,
    ids::{GroupId, UserId},
    log_event::Change,
};

use crate::chat::{ADDRESS, Chat, PASSWORD};

/// Whom the group keeps out, by name.
async fn kept_out(chat: &Chat, who: &Identity, group: GroupId) -> Vec<String> {
    chat.engine.bans(who, group).await.expect("may see").into_iter().map(|ban| ban.name).collect()
}

#[tokio::test]
async fn a_new_code_closes_the_old_one() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis]).await;
    let engine = &chat.engine;
    assert_eq!(engine.renew_invitation(&luis, group.id).await, Err(Error::Forbidden));
    assert_eq!(engine.renew_invitation(&eva, group.id).await, Err(Error::NotFound));
    engine.change_role(&ana, group.id, luis.user_id, Role::Moderator).await.expect("gives a role");
    let code = engine.renew_invitation(&luis, group.id).await.expect("a moderator may");
    assert_eq!(engine.group(&ana, group.id).await.expect("hers").invite_code, code.as_str());
    assert_eq!(engine.join(ADDRESS, &eva, &group.invite_code).await.map(drop), Err(Error::NotFound));
    assert_eq!(engine.invitation(ADDRESS, None, &group.invite_code).await.map(drop), Err(Error::NotFound));
    engine.join(ADDRESS, &eva, code.as_str()).await.expect("the new one opens");
}

/// A code that is looked up, and renewed before the person is in, opens nothing either.
#[tokio::test]
async fn whoever_joins_while_the_code_is_renewed_is_in_before_or_not_at_all() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana]).await;
    let mut code = group.invite_code;
    for _ in 0..20 {
        let (joined, renewed) =
            tokio::join!(chat.engine.join(ADDRESS, &luis, &code), chat.engine.renew_invitation(&ana, group.id));
        code = renewed.expect("is renewed").as_str().to_owned();
        match joined {
            Ok(_) => chat.engine.remove_member(&luis, group.id, luis.user_id, false).await.expect("leaves"),
            Err(error) => assert_eq!(error, Error::NotFound),
        }
    }
    assert_eq!(chat.engine.group(&ana, group.id).await.expect("hers").member_count, 1);
}

#[tokio::test]
async fn whoever_is_removed_is_kept_out_until_let_in_again() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis, &eva]).await;
    let engine = &chat.engine;
    engine.change_role(&ana, group.id, eva.user_id, Role::Moderator).await.expect("gives a role");
    engine.remove_member(&ana, group.id, luis.user_id, true).await.expect("is removed");
    assert_eq!(engine.join(ADDRESS, &luis, &group.invite_code).await.map(drop), Err(Error::KeptOut));
    let door = engine.invitation(ADDRESS, Some(&luis), &group.invite_code).await.expect("the code opens").door;
    assert_eq!(door, InvitationView::KeptOut);
    assert_eq!(kept_out(&chat, &eva, group.id).await, ["Luis"]);
    let ban = engine.bans(&ana, group.id).await.expect("the owner sees")[0].clone();
    assert_eq!((ban.user_id, ban.banned_by), (luis.user_id, ana.user_id));
    engine.unban(&eva, group.id, luis.user_id).await.expect("a moderator lets in");
    engine.unban(&eva, group.id, luis.user_id).await.expect("again is no fault");
    assert_eq!(kept_out(&chat, &ana, group.id).await, Vec::<String>::new());
    let back = engine.join(ADDRESS, &luis, &group.invite_code).await.expect("comes back");
    assert_eq!((back.role, back.member_count, back.unread), (Role::Member, 3, 0));
    let door = engine.invitation(ADDRESS, Some(&luis), &group.invite_code).await.expect("the code opens").door;
    assert_eq!(door, InvitationView::Member(group.id));
}

#[tokio::test]
async fn leaving_keeps_nobody_out_and_neither_does_a_removal_that_says_so() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    for by in [&luis, &ana] {
        // Whoever leaves by herself is not kept out, whatever was asked for.
        chat.engine.remove_member(by, group.id, luis.user_id, by == &luis).await.expect("goes");
        chat.engine.join(ADDRESS, &luis, &group.invite_code).await.expect("comes back");
    }
    assert_eq!(kept_out(&chat, &ana, group.id).await, Vec::<String>::new());
}

#[tokio::test]
async fn moderators_keep_out_who_is_no_member_and_the_owner_anybody_else() {
    let chat = Chat::open().await;
    let (ana, luis, eva, dan) =
        (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await, chat.person("Dan").await);
    let group = chat.group(&[&ana, &luis, &eva]).await;
    let engine = &chat.engine;
    let mut socket = chat.listen(&ana, group.id).await;
    assert_eq!(engine.ban(&eva, group.id, dan.user_id).await, Err(Error::Forbidden));
    assert_eq!(engine.bans(&eva, group.id).await, Err(Error::Forbidden));
    assert_eq!(engine.unban(&eva, group.id, dan.user_id).await, Err(Error::Forbidden));
    for refused in [engine.ban(&dan, group.id, eva.user_id).await, engine.unban(&dan, group.id, eva.user_id).await] {
        assert_eq!(refused, Err(Error::NotFound), "a stranger does not learn that the group exists");
    }
    assert_eq!(engine.bans(&dan, group.id).await, Err(Error::NotFound));
    engine.change_role(&ana, group.id, luis.user_id, Role::Moderator).await.expect("gives a role");
    for _ in 0..2 {
        engine.ban(&luis, group.id, dan.user_id).await.expect("a moderator may, again too");
    }
    assert_eq!(engine.join(ADDRESS, &dan, &group.invite_code).await.map(drop), Err(Error::KeptOut));
    for member in [&eva, &ana] {
        assert_eq!(engine.ban(&luis, group.id, member.user_id).await, Err(Error::Forbidden), "removing is the owner's");
    }
    assert!(matches!(engine.ban(&ana, group.id, ana.user_id).await, Err(Error::Conflict(_))));
    assert_eq!(engine.ban(&ana, group.id, UserId::random()).await, Err(Error::NotFound));
    engine.ban(&ana, group.id, eva.user_id).await.expect("the owner removes by it");
    assert!(matches!(socket.change().await.change, Change::RoleChanged { user_id, .. } if user_id == luis.user_id));
    let Change::Removed { user_id, .. } = socket.change().await.change else { panic!("a removal") };
    assert_eq!(user_id, eva.user_id);
    assert_eq!(engine.group(&eva, group.id).await.map(drop), Err(Error::NotFound));
    let mut names = kept_out(&chat, &luis, group.id).await;
    names.sort();
    assert_eq!(names, ["Dan", "Eva"]);
}

/// Whoever came into a group that everybody had left would own it, and read what was written in it.
#[tokio::test]
async fn the_last_one_closes_the_door() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    chat.send(&ana, group.id, "secreto").await;
    chat.engine.remove_member(&ana, group.id, luis.user_id, true).await.expect("is removed");
    chat.engine.remove_member(&ana, group.id, ana.user_id, false).await.expect("goes last");
    for who in [&ana, &luis] {
        assert_eq!(chat.engine.join(ADDRESS, who, &group.invite_code).await.map(drop), Err(Error::NotFound));
        assert_eq!(chat.engine.group(who, group.id).await.map(drop), Err(Error::NotFound));
    }
    assert_eq!(chat.engine.invitation(ADDRESS, None, &group.invite_code).await.map(drop), Err(Error::NotFound));
    let mut problems = Vec::new();
    chat.engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
}

#[tokio::test]
async fn whoever_joins_while_the_last_one_leaves_is_in_before_or_not_at_all() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    for _ in 0..10 {
        let group = chat.group(&[&ana]).await;
        let (joined, left) = tokio::join!(
            chat.engine.join(ADDRESS, &luis, &group.invite_code),
            chat.engine.remove_member(&ana, group.id, ana.user_id, false)
        );
        match (joined, left) {
            (Ok(group), left) => {
                assert_eq!(group.role, Role::Member);
                assert!(matches!(left, Err(Error::Conflict(_))), "an owner does not leave others behind: {left:?}");
            }
            (Err(error), left) => assert_eq!((error, left), (Error::NotFound, Ok(()))),
        }
    }
}

#[tokio::test]
async fn groups_members_and_bans_have_a_bound() {
    let chat = Chat::with_limits(Limits { groups: 2, members: 3, bans: 1, ..Limits::OFF }).await;
    let (ana, luis, eva, dan) =
        (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await, chat.person("Dan").await);
    let first = chat.group(&[&ana, &luis, &eva]).await;
    let second = chat.group(&[&ana]).await;
    let new = NewGroup { name: "Química".to_owned(), description: String::new() };
    assert_eq!(chat.engine.create_group(&ana, new).await.map(drop), Err(Error::TOO_MANY_GROUPS));
    assert_eq!(chat.engine.join(ADDRESS, &dan, &first.invite_code).await.map(drop), Err(Error::GROUP_FULL));
    chat.engine.join(ADDRESS, &luis, &first.invite_code).await.expect("who is in is in");
    chat.group(&[&dan, &luis]).await;
    assert_eq!(
        chat.engine.join(ADDRESS, &luis, &second.invite_code).await.map(drop),
        Err(Error::TOO_MANY_GROUPS),
        "joined groups count too"
    );
    chat.engine.remove_member(&ana, first.id, luis.user_id, true).await.expect("is kept out");
    chat.engine.join(ADDRESS, &luis, &second.invite_code).await.expect("one less");
    for refused in [
        chat.engine.remove_member(&ana, first.id, eva.user_id, true).await,
        chat.engine.ban(&ana, first.id, dan.user_id).await,
    ] {
        assert_eq!(refused, Err(Error::BANS_FULL));
    }
    chat.engine.remove_member(&ana, first.id, eva.user_id, false).await.expect("a removal alone works");
}

#[tokio::test]
async fn joining_leaving_and_creating_have_rates() {
    let limits = "off,joins=3/600s,leaves=2/600s,new_groups=4/600s,moderation=1/600s".parse().expect("valid");
    let chat = Chat::with_limits(limits).await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana]).await;
    let elsewhere = |last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
    for last in 1..=2 {
        chat.engine.join(elsewhere(last), &luis, &group.invite_code).await.expect("joins");
        chat.engine.remove_member(&luis, group.id, luis.user_id, false).await.expect("leaves");
    }
    chat.engine.join(elsewhere(3), &luis, &group.invite_code).await.expect("joins");
    let limited = |refused| matches!(refused, Err(Error::RateLimited { .. }));
    assert!(limited(chat.engine.remove_member(&luis, group.id, luis.user_id, false).await));
    assert!(limited(chat.engine.join(elsewhere(4), &luis, &group.invite_code).await.map(drop)));
    chat.engine.change_role(&ana, group.id, luis.user_id, Role::Moderator).await.expect("gives a role");
    assert!(limited(chat.engine.renew_invitation(&ana, group.id).await.map(drop)));
    let new = || NewGroup { name: "Química".to_owned(), description: String::new() };
    let made = join_all((0..6).map(|_| chat.engine.create_group(&ana, new()))).await;
    assert_eq!(made.into_iter().filter(Result::is_ok).count(), 3, "four in all");
}

/// Guessing is slowed down, whichever way; who has a code that opens something is not held up.
#[tokio::test]
async fn codes_that_open_nothing_are_counted() {
    let chat = Chat::with_limits("off,wrong_codes=3/600s".parse().expect("valid")).await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana]).await;
    for _ in 0..20 {
        chat.engine.invitation(ADDRESS, None, &group.invite_code).await.expect("opens");
    }
    for code in ["ABCDEFGHJK", "nonsense"] {
        assert_eq!(chat.engine.invitation(ADDRESS, None, code).await.map(drop), Err(Error::NotFound));
    }
    assert_eq!(chat.engine.join(ADDRESS, &luis, "ABCDEFGHJK").await.map(drop), Err(Error::NotFound));
    for refused in [
        chat.engine.invitation(ADDRESS, None, &group.invite_code).await.map(drop),
        chat.engine.join(ADDRESS, &luis, &group.invite_code).await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::RateLimited { .. })), "a guess that hits is not told: {refused:?}");
    }
    let elsewhere = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    chat.engine.join(elsewhere, &luis, &group.invite_code).await.expect("another address is not concerned");
}

/// Schema 1 left a group that everybody had left open to whoever had its code (`tests/fixtures`).
#[tokio::test]
async fn an_empty_group_of_an_earlier_version_is_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1");
    let unpacked =
        Command::new("tar").arg("-xzf").arg(fixtures.join("data.tar.gz")).arg("-C").arg(folder.path()).status();
    assert!(unpacked.expect("tar runs").success());
    let ids = std::fs::read_to_string(fixtures.join("ids.json")).expect("is there");
    let ids: serde_json::Value = serde_json::from_str(&ids).expect("JSON");
    let data = folder.path().join("data");
    check_closed(&data, &ids).await;
    // The same out of its backup, which an earlier version wrote.
    let restored = folder.path().join("restored");
    backup::restore(&fixtures.join("backup.gz"), &restored, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
    check_closed(&restored, &ids).await;
}

async fn check_closed(data: &Path, ids: &serde_json::Value) {
    let engine = Engine::open(Config { limits: Limits::OFF, ..Config::in_folder(data) }).await.expect("opens");
    let credentials = Credentials { email: "luis@example.org".to_owned(), password: PASSWORD.to_owned() };
    let grant = engine.sign_in(ADDRESS, credentials).await.expect("signs in");
    let luis = engine.authenticate(&grant.token).await.expect("is signed in");
    let code = "ATTAVNA9AQ";
    assert_eq!(engine.invitation(ADDRESS, None, code).await.map(drop), Err(Error::NotFound));
    assert_eq!(engine.join(ADDRESS, &luis, code).await.map(drop), Err(Error::NotFound));
    let code = ids["invite_code"].as_str().expect("a code");
    assert_eq!(engine.invitation(ADDRESS, None, code).await.map(drop), Ok(()), "others stay open");
    let mut problems = Vec::new();
    engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
    engine.close().await;
}
