//! A database of an earlier version opens, and what its rules let pass stands under today's (`tests/fixtures`).

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;
use tertulia::{
    account::PersonName,
    api::{Credentials, Message, PageQuery, PasswordChange},
    archive,
    engine::{Config, Dialect, Engine, Error, Identity, Limits, StoreConfig, backup, verify},
    group::{Description, GroupName, Role},
    ids::{GroupId, Seq, UserId},
    message::Content,
};

use crate::chat::{ADDRESS, PASSWORD};

/// As a Mac types it.
const DECOMPOSED: &str = "contrasen\u{303}a segura";

fn fixture(name: &str) -> PathBuf {
    fixture_of("v1", name)
}

fn fixture_of(version: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(version).join(name)
}

/// A copy of the data folder of schema 1.
fn unpack() -> (TempDir, PathBuf) {
    unpack_of("v1")
}

fn unpack_of(version: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = fixture_of(version, "data.tar.gz");
    let tar = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(folder.path()).status();
    assert!(tar.expect("tar runs").success());
    let data = folder.path().join("data");
    (folder, data)
}

async fn open(data: &Path) -> Engine {
    Engine::open(Config { limits: Limits::OFF, ..Config::in_folder(data) }).await.expect("opens")
}

fn id<T: std::str::FromStr>(pointer: &str) -> T {
    id_of("v1", pointer)
}

fn id_of<T: std::str::FromStr>(version: &str, pointer: &str) -> T {
    let ids: serde_json::Value =
        serde_json::from_slice(&std::fs::read(fixture_of(version, "ids.json")).expect("is there")).expect("JSON");
    let id = ids.pointer(pointer).and_then(serde_json::Value::as_str).expect("is named");
    id.parse().unwrap_or_else(|_| panic!("{id} is an id"))
}

async fn sign_in(engine: &Engine, email: &str, password: &str) -> Result<Identity, Error> {
    let credentials = Credentials { email: email.to_owned(), password: password.to_owned() };
    let grant = engine.sign_in(ADDRESS, credentials).await?;
    engine.authenticate(&grant.token).await
}

async fn all_messages(engine: &Engine, who: &Identity, group: GroupId) -> Vec<Message> {
    let mut all: Vec<Message> = Vec::new();
    loop {
        let after = all.last().map_or(Seq::ZERO, |message| message.seq);
        let page = engine.page(who, group, PageQuery::After(after), 100).await.expect("a page");
        if page.messages.is_empty() {
            return all;
        }
        all.extend(page.messages);
    }
}

async fn back_up(engine: &Engine, file: &Path) -> archive::Contents {
    let mut out = tokio::fs::File::create(file).await.expect("a file");
    engine.backup(&mut out).await.expect("is taken")
}

/// Nothing is wrong with a database that nobody has open.
async fn is_sound_on_disk(data: &Path) {
    let mut problems = Vec::new();
    verify::verify(&Config::in_folder(data), &mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
}

/// Nothing is wrong with it, and it says so of every text.
async fn is_sound(engine: &Engine) {
    let mut problems = Vec::new();
    let summary = engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
    assert_eq!((summary.accounts, summary.groups, summary.events, summary.messages), (9, 3, 144, 130));
}

/// What the database of schema 1 is today, however it came here.
async fn is_as_it_was_meant(engine: &Engine) {
    is_sound(engine).await;
    let ana = sign_in(engine, "ana@example.org", PASSWORD).await.expect("signs in");
    let group = engine.group(&ana, id("/group")).await.expect("is there");
    assert_eq!((group.name.as_str(), group.description.as_str()), ("Álgebra II", "Los martes\n\n\nen el aula 3"));
    assert_eq!((group.member_count, group.role), (5, Role::Owner));
    assert_eq!(GroupName::parse(&group.name).expect("valid").as_str(), group.name);
    assert_eq!(Description::parse(&group.description).expect("valid").as_str(), group.description);
    members_are_told_apart(engine, &ana).await;
    messages_obey(&all_messages(engine, &ana, group.id).await);
    let ghost = sign_in(engine, "ghost@example.org", PASSWORD).await.expect("signs in");
    let invisible: GroupId = id("/ghosts");
    assert_eq!(engine.group(&ghost, invisible).await.expect("is there").name, invisible.to_string());
}

async fn members_are_told_apart(engine: &Engine, ana: &Identity) {
    let members = engine.members(ana, id("/group")).await.expect("a member");
    let name = |who: &str| {
        let user: UserId = id(&format!("/users/{who}"));
        members.iter().find(|member| member.user_id == user).map(|member| member.name.clone())
    };
    assert_eq!(name("ana").as_deref(), Some("Ana María Ruiz"));
    assert_eq!(name("mallory").as_deref(), Some("Ana María Ruiz (2)"), "she came later");
    assert_eq!(name("luis").as_deref(), Some("Luis Gil"), "nothing turns the line round");
    assert_eq!(name("ghost"), Some(id::<UserId>("/users/ghost").to_string()), "nothing visible was left");
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
    let (_folder, data) = unpack();
    let engine = open(&data).await;
    is_as_it_was_meant(&engine).await;
    engine.close().await;
    let engine = open(&data).await;
    is_as_it_was_meant(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_schema_1_restores_as_the_database_migrates() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    backup::restore(&fixture("backup.gz"), &data, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
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
    let (folder, data) = unpack();
    let engine = open(&data).await;
    let file = folder.path().join("backup.gz");
    let taken = back_up(&engine, &file).await;
    engine.close().await;
    assert_eq!(backup::inspect(&file).expect("is whole"), taken);
    let restored = folder.path().join("restored");
    backup::restore(&file, &restored, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
    let engine = open(&restored).await;
    is_as_it_was_meant(&engine).await;
    accounts_open(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_account_of_schema_1_opens_as_before() {
    let (_folder, data) = unpack();
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
        assert_eq!(signed_in.user_id, id(&format!("/users/{who}")), "{email:?}");
    }
    assert_eq!(sign_in(engine, "josé@example.org", DECOMPOSED).await, Err(Error::Unauthenticated), "that is another's");
    let lucia = sign_in(engine, "luciá@example.org", DECOMPOSED).await.expect("signs in");
    let change =
        PasswordChange { current_password: DECOMPOSED.to_owned(), new_password: DECOMPOSED.replace("segura", "nueva") };
    engine.change_password(ADDRESS, &lucia, change).await.expect("is changed");
    sign_in(engine, "luciá@example.org", "contraseña nueva").await.expect("from any keyboard, from now on");
}

/// What the database of schema 4 is today, and that its log goes on with events that it did not have.
async fn schema_4_goes_on(engine: &Engine) {
    let mut problems = Vec::new();
    let summary = engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
    assert_eq!((summary.accounts, summary.groups, summary.events, summary.messages), (4, 2, 72, 63));
    let (ana, luis) = (
        sign_in(engine, "ana@example.org", PASSWORD).await.expect("signs in"),
        sign_in(engine, "luis@example.org", PASSWORD).await.expect("signs in"),
    );
    let id: GroupId = id_of("v4", "/group");
    let group = engine.group(&luis, id).await.expect("is there");
    assert_eq!((group.role, group.read, group.unread, group.head), (Role::Moderator, Seq(20), 34, Seq(70)));
    let messages = all_messages(engine, &luis, id).await;
    assert_eq!(messages.len(), 63);
    assert_eq!(messages[0].content.as_deref(), Some("Hola"));
    assert_eq!(messages[1].reply_to, Some(messages[0].seq));
    assert!(messages[2].deleted);
    let mut socket = engine.connect(luis.clone(), Dialect::Tertulia).expect("has not too many");
    let replay = socket.subscribe(id, Some(Seq::ZERO), Some(group.epoch)).await.expect("a member");
    assert_eq!(replay.len(), 72, "`subscribed`, all of the log and `live`");
    engine.change_role(&ana, id, luis.user_id, Role::Owner).await.expect("hands over");
    engine.renew_invitation(&luis, id).await.expect("renews");
    assert_eq!(engine.group(&luis, id).await.expect("is there").head, Seq(73));
    engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_schema_4_opens_and_goes_on() {
    let (_folder, data) = unpack_of("v4");
    let engine = open(&data).await;
    schema_4_goes_on(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_version_2_restores_and_what_is_new_is_backed_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    backup::restore(&fixture_of("v4", "backup.gz"), &data, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
    let engine = open(&data).await;
    schema_4_goes_on(&engine).await;
    let file = folder.path().join("again.gz");
    let taken = back_up(&engine, &file).await;
    engine.close().await;
    let restored = folder.path().join("restored");
    backup::restore(&file, &restored, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
    assert_eq!((taken.events, taken.messages), (75, 63));
    is_sound_on_disk(&restored).await;
}
