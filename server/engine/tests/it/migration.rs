//! A database of an earlier version opens, and what its rules let pass stands under today's (`tests/fixtures`).

mod schema_1;
mod schema_4;
mod schema_5;
mod schema_6;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use engine::{Config, Engine, Error, Identity, Limits, StoreConfig, backup, verify};
use tempfile::TempDir;
use tertulia::{
    api::{Credentials, Message, PageQuery},
    ids::{GroupId, Seq},
};

use crate::chat::ADDRESS;

/// A database of an earlier version, by the name of its folder.
#[derive(Clone, Copy)]
struct Fixture(&'static str);

impl Fixture {
    fn file(self, name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(self.0).join(name)
    }

    /// A copy of its data folder.
    fn unpack(self) -> (TempDir, PathBuf) {
        self.unpack_archive("data.tar.gz")
    }

    fn unpack_archive(self, name: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let tar = Command::new("tar").arg("-xzf").arg(self.file(name)).arg("-C").arg(folder.path()).status();
        assert!(tar.expect("tar runs").success());
        let data = folder.path().join("data");
        (folder, data)
    }

    /// A data folder that its backup was restored into.
    async fn restore(self) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        restore(&self.file("backup.gz"), &data).await;
        (folder, data)
    }

    /// What stands in its `ids.json`.
    fn id<T: std::str::FromStr>(self, pointer: &str) -> T {
        let ids: serde_json::Value =
            serde_json::from_slice(&std::fs::read(self.file("ids.json")).expect("is there")).expect("JSON");
        let id = ids.pointer(pointer).and_then(serde_json::Value::as_str).expect("is named");
        id.parse().unwrap_or_else(|_| panic!("{id} is an id"))
    }
}

async fn open(data: &Path) -> Engine {
    Engine::open(Config { limits: Limits::OFF, ..Config::in_folder(data) }).await.expect("opens")
}

async fn restore(file: &Path, data: &Path) {
    backup::restore(file, data, StoreConfig::MEMORY_DEFAULT).await.expect("is restored");
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

/// Nothing is wrong with it, and it has so many accounts, groups, events and messages.
async fn is_sound(engine: &Engine, counts: (u64, u64, u64, u64)) {
    let mut problems = Vec::new();
    let summary = engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
    assert_eq!((summary.accounts, summary.groups, summary.events, summary.messages), counts);
}
