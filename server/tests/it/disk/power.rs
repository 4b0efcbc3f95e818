//! Table 22, the power failure: what was acknowledged is there, whatever had not been synced is not.

use std::{collections::HashSet, path::Path};

use engine::{Config, Engine, Identity, Limits, StoreConfig, verify::verify};
use serde_json::json;
use tertulia::{
    api::PageQuery,
    ids::{GroupId, Seq},
};

use super::{
    Disk,
    journal::{Journal, Loss},
};
use crate::harness::{Person, Program, client_id, messages};

/// Letters in a message: so that some hundred of them fill the store's write-ahead log, which is 4 MiB at least, more than twice.
const LETTERS: usize = 9_000;
const ROUNDS: usize = 60;
const AT_ONCE: usize = 20;

/// A message that was acknowledged when the journal was so long.
struct Acknowledged {
    client_id: String,
    journal: u64,
}

/// Many messages, and what was acknowledged when.
async fn write_much(disk: &Disk, ana: &Person, groups: &[String]) -> Vec<Acknowledged> {
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let sends = (0..AT_ONCE).map(|n| async move {
            let id = client_id();
            let body = json!({ "content": format!("{round} {n} {}", "x".repeat(LETTERS)), "client_id": id });
            ana.post(&messages(&groups[n % groups.len()]), body).await.expect(201);
            let journal = std::fs::metadata(disk.journal()).expect("a journal").len();
            Acknowledged { client_id: id, journal }
        });
        acknowledged.extend(futures::future::join_all(sends).await);
    }
    acknowledged
}

/// How many moments are looked at; `TERTULIA_TEST_MOMENTS` may say more.
fn moments_wanted() -> u64 {
    std::env::var("TERTULIA_TEST_MOMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}

/// Moments at which the power fails: half of them spread over the whole, half around what the store takes for granted afterwards.
fn moments(journal: &Journal, first: u64, length: u64) -> Vec<u64> {
    let half = moments_wanted().div_ceil(2);
    let spread = (0..half).map(|n| first + (length - first) * (2 * n + 1) / (2 * half));
    let turning: Vec<u64> = journal.turning_points().into_iter().filter(|place| *place > first).collect();
    let around = (0..half).filter_map(|n| {
        let place = n * turning.len() as u64 / half;
        turning.get(usize::try_from(place).ok()?).copied()
    });
    spread.chain(around).collect()
}

/// What is wrong with what was left, in a sentence; none if it opens, holds what was acknowledged and keeps the promise.
async fn wrong(data: &Path, ana: &Person, groups: &[String], wanted: &[&str]) -> Option<String> {
    let store = StoreConfig { memory: 1024 * 1024, ..StoreConfig::default() };
    // Long messages, and all of them are read: a page's bound on its bytes would make seven readings of one.
    let limits = Limits { page_bytes: usize::MAX, ..Limits::OFF };
    let config = Config { limits, store, ..Config::in_folder(data) };
    let engine = match Engine::open(config.clone()).await {
        Ok(engine) => engine,
        Err(error) => return Some(error.to_string()),
    };
    let Ok(who) = engine.authenticate(&ana.token).await else { return Some("Ana is not signed in".to_owned()) };
    let there = stored(&engine, &who, groups).await;
    engine.close().await;
    drop(engine);
    let missing = wanted.iter().filter(|id| !there.contains(**id)).count();
    if missing > 0 {
        return Some(format!("of {} acknowledged messages {missing} are lost", wanted.len()));
    }
    let mut problems = Vec::new();
    verify(&config, &mut |problem| problems.push(problem.to_string())).await.expect("reads");
    (!problems.is_empty()).then(|| problems.join("; "))
}

/// The client ids of all messages.
async fn stored(engine: &Engine, who: &Identity, groups: &[String]) -> HashSet<String> {
    let mut there = HashSet::new();
    for group in groups {
        let group: GroupId = group.parse().expect("an id");
        let mut after = Seq::ZERO;
        loop {
            let page = engine.page(who, group, PageQuery::After(after), 100).await.expect("a page");
            let Some(last) = page.messages.last() else { break };
            after = last.seq;
            there.extend(page.messages.into_iter().filter_map(|message| message.client_id).map(|id| id.to_string()));
        }
    }
    there
}

/// Writes much, and lets the power fail at each of the moments that `choose` names, twice. What went wrong.
async fn failures(disk: &Disk, program: &mut Program, choose: fn(&Journal, u64, u64) -> Vec<u64>) -> Vec<String> {
    let ana = program.sign_up("Ana").await;
    let groups = [ana.create_group("Álgebra").await, ana.create_group("Física").await];
    let first = std::fs::metadata(disk.journal()).expect("a journal").len();
    let acknowledged = write_much(disk, &ana, &groups).await;
    program.signal("KILL");
    program.ended().await;
    let length = std::fs::metadata(disk.journal()).expect("a journal").len();
    let journal = Journal::read(&disk.journal());
    let mut failures = Vec::new();
    for (number, place) in choose(&journal, first, length).into_iter().enumerate() {
        let wanted: Vec<&str> =
            acknowledged.iter().filter(|sent| sent.journal <= place).map(|sent| sent.client_id.as_str()).collect();
        for loss in [Loss::All, Loss::Some(number as u64 + 1)] {
            let left = tempfile::tempdir().expect("a folder");
            journal.fail_at(place, &loss, &disk.root(), left.path());
            if let Some(why) = wrong(&left.path().join("data"), &ana, &groups, &wanted).await {
                failures
                    .push(format!("moment {number}, at {place} of {length}, {loss:?} that was not synced lost: {why}"));
            }
        }
    }
    failures
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_failure_at_any_moment_loses_nothing_that_was_acknowledged() {
    let disk = Disk::new();
    let mut program = disk.start().await;
    let failures = failures(&disk, &mut program, moments).await;
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(program.log().contains("made a checkpoint"), "{}", program.log());
    assert!(!program.log().contains("\"ERROR\""), "{}", program.log());
}

/// The test above would notice: with a database that is told not to sync, the same failure loses messages.
#[tokio::test(flavor = "multi_thread")]
async fn without_syncs_the_same_power_failure_loses_messages() {
    let disk = Disk::new();
    let url = format!("surrealkv://{}?sync=never", disk.root().join("data/db").display());
    let mut program = Program::spawn(disk.command(1).args(["--db", &url])).await;
    let failures = failures(&disk, &mut program, |_, _, length| vec![length]).await;
    assert!(failures.iter().any(|why| why.contains("are lost") || why.contains("not signed in")), "{failures:?}");
}
