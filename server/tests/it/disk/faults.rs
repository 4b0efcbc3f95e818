//! Table 23: the disk is full, breaks or stalls.

use std::{process::Stdio, time::Duration};

use engine::{Config, verify::verify};
use serde_json::json;

use super::Disk;
use crate::harness::{Person, Program, client_id, messages, socket::message, soon};

/// Ana and Luis in a group, on a healthy disk.
async fn begin(disk: &Disk) -> (Program, Person, Person, String) {
    let program = disk.start().await;
    let (ana, luis) = (program.sign_up("Ana").await, program.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    ana.say(&group, "antes").await;
    (program, ana, luis, group)
}

/// Nothing is lost, doubled or left half done, and what was refused can be sent again.
async fn goes_on(disk: &Disk, ana: &Person, group: &str, refused: &str) {
    let mut program = disk.start().await;
    let ana = program.again(ana);
    let body = json!({ "content": "durante", "client_id": refused });
    let answer = ana.post(&messages(group), body).await;
    assert!([200, 201].contains(&answer.status.as_u16()), "{answer:?}");
    ana.say(group, "después").await;
    assert_eq!(ana.texts(group).await, ["antes", "durante", "después"]);
    program.signal("TERM");
    assert_eq!(program.ended().await, Some(0));
    let mut problems = Vec::new();
    let config = Config::in_folder(disk.root().join("data"));
    verify(&config, &mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
}

/// The sender is told, nobody else is, and the program ends to be started again.
async fn a_commit_fails(fault: &str) -> (Disk, Person, String, String) {
    let disk = Disk::new();
    let (mut program, ana, luis, group) = begin(&disk).await;
    let (mut on_ana, mut on_luis) = (ana.socket(&group).await, luis.socket(&group).await);
    disk.fault(fault);
    let frame = json!({ "type": "send_message", "content": "durante", "client_id": client_id() });
    on_ana.send(frame.clone()).await;
    assert_eq!(on_ana.expect_error("unavailable").await["client_id"], frame["client_id"]);
    // Unless it has ended already.
    if let Ok(ready) = ana.request(reqwest::Method::GET, "/readyz").send().await {
        assert_eq!(ready.status().as_u16(), 503);
    }
    let (code, frames) = on_luis.closed_after().await;
    assert_eq!(code, 4010);
    assert!(!frames.iter().any(|frame| frame["type"] == "new_message"), "{frames:?}");
    assert_eq!(program.ended().await, Some(1));
    assert!(program.log().contains("cannot write to its disk"), "{}", program.log());
    let refused = frame["client_id"].as_str().expect("text").to_owned();
    (disk, ana, group, refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_to_the_sender_and_the_program_starts_again_when_there_is_room() {
    let (disk, ana, group, refused) = a_commit_fails("full").await;
    // Started again too early it says so and ends; nothing is spoilt by it.
    let mut again = disk.command(1).stdout(Stdio::null()).spawn().expect("starts");
    assert!(!soon("its end", again.wait()).await.expect("waited").success());
    disk.mend("full");
    goes_on(&disk, &ana, &group, &refused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_sync_is_not_tried_again_as_if_nothing_had_happened() {
    let (disk, ana, group, refused) = a_commit_fails("broken").await;
    disk.mend("broken");
    goes_on(&disk, &ana, &group, &refused).await;
}

/// Longer than anybody waits: the sender is told `unavailable`, and when the disk goes on the message is told after all, once.
#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_write_is_told_when_it_is_done_although_nobody_waits_for_it() {
    let disk = Disk::new();
    let (program, ana, luis, group) = begin(&disk).await;
    let (mut on_ana, mut on_luis) = (ana.socket(&group).await, luis.socket(&group).await);
    disk.fault("stalled");
    let frame = message("durante");
    on_ana.send(frame.clone()).await;
    // Nor does anybody read what a power failure could still take away: a client would count on it.
    for _ in 0..3 {
        let early = tokio::time::timeout(Duration::from_secs(1), luis.get(&messages(&group))).await;
        assert!(!early.is_ok_and(|answer| answer.text.contains("durante")), "read before it was synced");
    }
    assert_eq!(on_ana.expect_error("unavailable").await["client_id"], frame["client_id"]);
    disk.mend("stalled");
    let told = on_luis.expect("new_message").await;
    assert_eq!(told["content"], "durante");
    on_ana.send(frame).await;
    let ack = on_ana.expect("ack").await;
    assert_eq!((&ack["duplicate"], &ack["seq"]), (&json!(true), &told["seq"]));
    assert_eq!(ana.texts(&group).await, ["antes", "durante"]);
    assert!(
        tokio::time::timeout(Duration::from_secs(5), ana.get("/readyz")).await.expect("answers").status.is_success()
    );
    drop(program);
}
