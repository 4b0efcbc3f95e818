//! A backup that is taken while people write is whole, and one that was touched is refused.

mod behind;

use std::{
    net::Ipv4Addr,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use futures::future::join_all;
use tertulia::{
    api::{Credentials, NewGroup, PageQuery},
    ids::{GroupId, Seq},
};

use super::*;
use crate::{
    Config, Engine, Error, Identity, Limits, StoreConfig,
    testing::{ADDRESS, PASSWORD, person, send},
    verify,
};

async fn open(folder: &Path) -> Engine {
    Engine::open(Config { limits: Limits::OFF, ..Config::in_folder(folder) }).await.expect("opens")
}

async fn texts(engine: &Engine, who: &Identity, group: GroupId) -> Vec<String> {
    let (mut texts, mut after) = (Vec::new(), Seq::ZERO);
    loop {
        let page = engine.page(who, group, PageQuery::After(after), 100).await.expect("a page");
        let Some(last) = page.messages.last() else { return texts };
        after = last.seq;
        texts.extend(page.messages.into_iter().map(|message| message.content.unwrap_or_default()));
    }
}

/// A chat with a long group, and a backup of it that was taken while three people went on writing and editing.
async fn backup_under_load(folder: &Path, file: &Path) -> (Identity, GroupId, tertulia::ids::Epoch) {
    let engine = open(folder).await;
    let ana = person(&engine, "ana").await;
    let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
    let group = engine.create_group(&ana, new).await.expect("creates");
    // Few at once: each is given ten seconds, on a busy machine too.
    for few in (0..1_200).step_by(50).map(|first| first..first + 50) {
        let sends = few.map(|n| (&engine, &ana, n));
        join_all(
            sends.map(|(engine, ana, n)| async move { send(engine, ana, group.id, &format!("before {n}")).await }),
        )
        .await;
    }
    let done = AtomicBool::new(false);
    let writing = join_all((0..3).map(|_| async {
        while !done.load(Ordering::Relaxed) {
            let seq = send(&engine, &ana, group.id, "meanwhile").await;
            engine.edit(&ana, group.id, seq, "meanwhile, edited").await.expect("edits");
            engine.edit(&ana, group.id, Seq(2), "the first, edited").await.expect("edits");
        }
    }));
    let backing = async {
        let mut out = tokio::fs::File::create(file).await.expect("a file");
        let contents = engine.backup(&mut out).await.expect("is taken");
        done.store(true, Ordering::Relaxed);
        contents
    };
    let (contents, _) = tokio::join!(backing, writing);
    assert_eq!((contents.accounts, contents.groups), (1, 1));
    assert!(contents.messages >= 1_200, "{contents:?}");
    assert_eq!(inspect(file).expect("is whole"), contents);
    engine.close().await;
    (ana, group.id, group.epoch)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_chat_restores_into_an_empty_folder() {
    let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = old.path().join("backup.gz");
    let (ana, group, epoch) = backup_under_load(&old.path().join("data"), &file).await;
    let data = new.path().join("data");
    let contents = restore(&file, &data, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
    let mut problems = Vec::new();
    let summary =
        verify::verify(&Config::in_folder(&data), &mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!((problems, summary.messages), (vec![], contents.messages));
    let engine = open(&data).await;
    let credentials = Credentials { email: "ana@example.org".to_owned(), password: PASSWORD.to_owned() };
    engine.sign_in(Ipv4Addr::LOCALHOST.into(), credentials).await.expect("the password is the same");
    assert_ne!(engine.group(&ana, group).await.expect("is there").epoch, epoch);
    let texts = texts(&engine, &ana, group).await;
    let before: Vec<_> =
        texts.iter().filter(|text| text.starts_with("before") || text.starts_with("the first")).collect();
    assert_eq!(before.len(), 1_200);
    let next = send(&engine, &ana, group, "after").await;
    assert_eq!(engine.group(&ana, group).await.expect("is there").head, next);
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_cut_or_changed_or_lands_on_something_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup.gz");
    backup_under_load(&folder.path().join("data"), &file).await;
    let whole = std::fs::read(&file).expect("reads");
    let touched = folder.path().join("touched.gz");
    let data = folder.path().join("new");
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&touched, &whole[..length]).expect("writes");
        let refused = restore(&touched, &data, StoreConfig::MEMORY_DEFAULT).await;
        assert!(matches!(refused, Err(BackupError::Archive(ArchiveError::Damaged(_)))), "{length}: {refused:?}");
    }
    for place in [20, whole.len() / 3, whole.len() - 30] {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        std::fs::write(&touched, &bytes).expect("writes");
        let refused = restore(&touched, &data, StoreConfig::MEMORY_DEFAULT).await;
        assert!(matches!(refused, Err(BackupError::Archive(ArchiveError::Damaged(_)))), "{place}: {refused:?}");
    }
    assert!(!data.exists(), "nothing is made for a file that is refused");
    std::fs::create_dir(&data).expect("a folder");
    std::fs::write(data.join("mine"), "x").expect("a file");
    let refused = restore(&file, &data, StoreConfig::MEMORY_DEFAULT).await;
    assert!(matches!(refused, Err(BackupError::NotEmpty(_))), "{refused:?}");
}

/// Whoever edits the text inside and compresses it again is found by the sum.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_changed_inside_is_refused() {
    use std::io::{Read as _, Write as _};
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup.gz");
    backup_under_load(&folder.path().join("data"), &file).await;
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(&file).expect("opens")).read_to_string(&mut text).expect("reads");
    let changed = text.replacen("before 7\"", "before 8\"", 1);
    assert_ne!(changed, text);
    let mut gzip =
        flate2::write::GzEncoder::new(std::fs::File::create(&file).expect("a file"), flate2::Compression::fast());
    gzip.write_all(changed.as_bytes()).expect("writes");
    gzip.finish().expect("ends");
    assert!(matches!(inspect(&file), Err(BackupError::Archive(ArchiveError::Damaged(_)))));
}

/// A backup with other lines: each is given to `edit`, and the end fits them.
fn edited(whole: &Path, to: &Path, edit: impl Fn(&mut serde_json::Value)) {
    use std::io::{Read as _, Write as _};

    use sha2::Digest as _;
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(whole).expect("opens")).read_to_string(&mut text).expect("reads");
    let mut lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    lines.pop();
    let edited: String = lines
        .iter_mut()
        .map(|line| {
            edit(line);
            format!("{line}\n")
        })
        .collect();
    let sum = format!("{:x}", sha2::Sha256::digest(&edited));
    let end = serde_json::json!({ "row": "end", "lines": lines.len(), "sha256": sum });
    let mut gzip = flate2::write::GzEncoder::new(File::create(to).expect("a file"), flate2::Compression::fast());
    gzip.write_all(format!("{edited}{end}\n").as_bytes()).expect("writes");
    gzip.finish().expect("ends");
}

/// A chat of one person, who wrote eight times.
async fn small_backup(folder: &Path, file: &Path) {
    let engine = open(folder).await;
    let ana = person(&engine, "ana").await;
    let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
    let group = engine.create_group(&ana, new).await.expect("creates");
    for n in 0..8 {
        send(&engine, &ana, group.id, &n.to_string()).await;
    }
    let mut out = tokio::fs::File::create(file).await.expect("a file");
    engine.backup(&mut out).await.expect("is taken");
    engine.close().await;
}

/// The sum is right and the rows are not: each is refused before anything is made.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_somebody_made_up_is_refused_by_its_line_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, made_up) = (folder.path().join("backup.gz"), folder.path().join("made-up.gz"));
    small_backup(&folder.path().join("chat"), &file).await;
    let data = folder.path().join("new");
    let dear = "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b3dWRWJTmaWVA5HXXX5fPcFBaE";
    for (row, field, value) in [
        ("account", "password_hash", serde_json::json!(dear)),
        ("account", "full_name", serde_json::json!("\u{202e}ana")),
        ("group", "name", serde_json::json!("\u{200b}")),
        ("group", "invite_code", serde_json::json!("a code")),
        ("group", "seq", serde_json::json!(i64::MAX)),
        ("member", "read_number", serde_json::json!(i64::MIN)),
        ("message", "content", serde_json::json!("x".repeat(20_000))),
    ] {
        edited(&file, &made_up, |line| {
            if line["row"] == row {
                line[field] = value.clone();
            }
        });
        let refused = restore(&made_up, &data, StoreConfig::MEMORY_DEFAULT).await;
        assert!(matches!(refused, Err(BackupError::Archive(ArchiveError::Refused { .. }))), "{field}: {refused:?}");
        assert!(!data.exists(), "{field}");
    }
    // Rows that fit their own rules, and contradict each other: found by the check after the database is built.
    edited(&file, &made_up, |line| {
        if line["row"] == "event" && line["seq"] == 7 {
            line["kind"] = "deleted".into();
        }
    });
    let refused = restore(&made_up, &data, StoreConfig::MEMORY_DEFAULT).await;
    assert!(matches!(refused, Err(BackupError::Unsound(..))), "{refused:?}");
    assert_eq!(std::fs::read_dir(&data).expect("a folder").count(), 0);
}

/// Who was kept out still is, and what was closed stays closed.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_group_has_the_doors_that_it_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, data) = (folder.path().join("backup.gz"), folder.path().join("restored"));
    let engine = open(&folder.path().join("data")).await;
    let (ana, luis) = (person(&engine, "ana").await, person(&engine, "luis").await);
    let new = || NewGroup { name: "Álgebra".to_owned(), description: String::new() };
    let group = engine.create_group(&ana, new()).await.expect("creates");
    engine.join(ADDRESS, &luis, &group.invite_code).await.expect("joins");
    engine.remove_member(&ana, group.id, luis.user_id, true).await.expect("is removed");
    let left = engine.create_group(&ana, new()).await.expect("creates");
    engine.remove_member(&ana, left.id, ana.user_id, false).await.expect("leaves");
    let mut out = tokio::fs::File::create(&file).await.expect("a file");
    engine.backup(&mut out).await.expect("is taken");
    engine.close().await;
    restore(&file, &data, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
    let engine = open(&data).await;
    let refused = async |code: &str| engine.join(ADDRESS, &luis, code).await.map(drop).expect_err("is refused");
    assert_eq!(refused(&group.invite_code).await, Error::KeptOut);
    assert_eq!(refused(&left.invite_code).await, Error::NotFound);
    assert_eq!(engine.bans(&ana, group.id).await.expect("may see").len(), 1);
    engine.close().await;
}
