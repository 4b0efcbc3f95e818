//! Schema 1: texts were in any form, and who looked like whom was not known.

use engine::{Engine, Error, Identity, backup};
use tertulia::{
    account::PersonName,
    api::{Message, PasswordChange},
    group::{Description, GroupName, Role},
    ids::{GroupId, UserId},
    message::Content,
};

use super::{Fixture, all_messages, back_up, is_sound, is_sound_on_disk, open, restore, sign_in};
use crate::chat::{ADDRESS, PASSWORD};

const V1: Fixture = Fixture("v1");

/// As a Mac types it.
const DECOMPOSED: &str = "contrasen\u{303}a segura";

/// What the database of schema 1 is today, however it came here.
async fn is_as_it_was_meant(engine: &Engine) {
    is_sound(engine, (9, 3, 144, 130)).await;
    let ana = sign_in(engine, "ana@example.org", PASSWORD).await.expect("signs in");
    let group = engine.group(&ana, V1.id("/group")).await.expect("is there");
    assert_eq!((group.name.as_str(), group.description.as_str()), ("Álgebra II", "Los martes\n\n\nen el aula 3"));
    assert_eq!((group.member_count, group.role), (5, Role::Owner));
    assert_eq!(GroupName::parse(&group.name).expect("valid").as_str(), group.name);
    assert_eq!(Description::parse(&group.description).expect("valid").as_str(), group.description);
    members_are_told_apart(engine, &ana).await;
    messages_obey(&all_messages(engine, &ana, group.id).await);
    let ghost = sign_in(engine, "ghost@example.org", PASSWORD).await.expect("signs in");
    let invisible: GroupId = V1.id("/ghosts");
    assert_eq!(engine.group(&ghost, invisible).await.expect("is there").name, invisible.to_string());
}

async fn members_are_told_apart(engine: &Engine, ana: &Identity) {
    let members = engine.members(ana, V1.id("/group")).await.expect("a member");
    let name = |who: &str| {
        let user: UserId = V1.id(&format!("/users/{who}"));
        members.iter().find(|member| member.user_id == user).map(|member| member.name.clone())
    };
    assert_eq!(name("ana").as_deref(), Some("Ana María Ruiz"));
    assert_eq!(name("mallory").as_deref(), Some("Ana María Ruiz (2)"), "she came later");
    assert_eq!(name("luis").as_deref(), Some("Luis Gil"), "nothing turns the line round");
    assert_eq!(name("ghost"), Some(V1.id::<UserId>("/users/ghost").to_string()), "nothing visible was left");
    assert_eq!(name("jose_nfd"), None, "he was removed");
    for member in &members {
        let parsed = PersonName::parse(&member.name, "").expect("valid");
        assert_eq!(parsed.full(), member.name);
    }
}

fn messages_obey(messages: &[Message]) {
    assert_eq!(messages.len(), 130);
    let texts: Vec<&str> = messages.iter().map(|message| message.content.as_deref().unwrap_or_default()).collect();
    assert_eq!(texts[..4], ["Hola a todas", "¿Qué tal?", "Soy Ana, de verdad", "\u{fffd}"]);
    assert_eq!(texts[4..6], ["x", "arriba\n\n\nabajo"]);
    let words: Vec<String> = (0..700).flat_map(|n| ["línea".to_owned(), n.to_string()]).collect();
    assert_eq!(texts[6].split_whitespace().collect::<Vec<_>>(), words, "too many lines lose no word");
    assert_eq!(texts[7..10], ["al revés", "sin errata", ""]);
    assert_eq!(texts[10..], (0..120).map(|n| format!("mensaje {n}")).collect::<Vec<_>>());
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        assert_eq!(Content::parse(text).expect("valid").as_str(), text);
    }
    let (first, answer, edited, deleted) = (&messages[0], &messages[1], &messages[8], &messages[9]);
    assert_eq!((answer.reply_to, answer.sender_name.as_str()), (Some(first.seq), "José Pérez"));
    assert!(edited.edited_at.is_some() && deleted.deleted);
    assert_eq!(messages[2].sender_name, "Ana María Ruiz (2)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_schema_1_opens_under_todays_rules() {
    let (_folder, data) = V1.unpack();
    let engine = open(&data).await;
    is_as_it_was_meant(&engine).await;
    engine.close().await;
    let engine = open(&data).await;
    is_as_it_was_meant(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_schema_1_restores_as_the_database_migrates() {
    let (_folder, data) = V1.restore().await;
    let engine = open(&data).await;
    is_as_it_was_meant(&engine).await;
    accounts_open(&engine).await;
    engine.close().await;
    is_sound_on_disk(&data).await;
}

/// What could not be brought into today's form (an address in a spelling of its own) and what was (700 lines in 500) goes into a
/// backup of today and comes out of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_migrated_database_is_backed_up_and_restored() {
    let (folder, data) = V1.unpack();
    let engine = open(&data).await;
    let file = folder.path().join("backup.gz");
    let taken = back_up(&engine, &file).await;
    engine.close().await;
    assert_eq!(backup::inspect(&file).expect("is whole"), taken);
    let restored = folder.path().join("restored");
    restore(&file, &restored).await;
    let engine = open(&restored).await;
    is_as_it_was_meant(&engine).await;
    accounts_open(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_account_of_schema_1_opens_as_before() {
    let (_folder, data) = V1.unpack();
    let engine = open(&data).await;
    accounts_open(&engine).await;
    engine.close().await;
}

/// With what was typed then, and where nobody else has the address in its form of today, with that.
async fn accounts_open(engine: &Engine) {
    let opens = [
        ("luciá@example.org", DECOMPOSED, "lucia"),
        ("lucia\u{301}@example.org", DECOMPOSED, "lucia"),
        ("luciá@example.org", "contraseña segura", "lucia"),
        ("josé@example.org", PASSWORD, "jose_nfc"),
        ("jose\u{301}@example.org", PASSWORD, "jose_nfc"),
        ("jose\u{301}@example.org", DECOMPOSED, "jose_nfd"),
        ("marta@example.org", PASSWORD, "marta_old"),
        ("ma\u{200b}rta@example.org", PASSWORD, "marta_old"),
        ("mar\u{200b}ta@example.org", PASSWORD, "marta_new"),
    ];
    for (email, password, who) in opens {
        let signed_in = sign_in(engine, email, password).await.expect(who);
        assert_eq!(signed_in.user_id, V1.id(&format!("/users/{who}")), "{email:?}");
    }
    assert_eq!(sign_in(engine, "josé@example.org", DECOMPOSED).await, Err(Error::Unauthenticated), "that is another's");
    let lucia = sign_in(engine, "luciá@example.org", DECOMPOSED).await.expect("signs in");
    let change =
        PasswordChange { current_password: DECOMPOSED.to_owned(), new_password: DECOMPOSED.replace("segura", "nueva") };
    engine.change_password(ADDRESS, &lucia, change).await.expect("is changed");
    sign_in(engine, "luciá@example.org", "contraseña nueva").await.expect("from any keyboard, from now on");
}
