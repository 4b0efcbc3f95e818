//! What is on the disk at any moment is enough. A copy of the folder as it is at that moment, made while the chat runs, is what a crash
//! leaves.

use engine::{Engine, Identity};
use futures::future::join_all;
use tertulia::{
    api::PageQuery,
    clock::Timestamp,
    ids::{GroupId, Seq},
};

use crate::chat::{Chat, message, open_with_memory};

/// The least that the store works with: its write-ahead log is emptied after 4 MiB.
const MEMORY: u64 = 1024 * 1024;

/// SurrealKV's own way to empty its log loses a transaction in a crash (`Store::checkpoint` says how); with its table in memory as
/// small as it would be without checkpoints, this test failed.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_loses_nothing_however_much_was_written_before() {
    let chat = Chat::with_memory(MEMORY).await;
    let ana = chat.person("Ana").await;
    let mut groups = Vec::new();
    for _ in 0..4 {
        groups.push(chat.group(&[&ana]).await.id);
    }
    // 12 MiB, and after each third of the log a crash.
    for round in 1..=8_u64 {
        let text = "x".repeat(9_000);
        for _ in 0..4 {
            let sends = groups.iter().flat_map(|group| (0..10).map(|_| chat.try_send(&ana, *group, message(&text))));
            assert!(join_all(sends).await.iter().all(Result::is_ok));
        }
        let copy = chat.copy().await;
        let engine = open_with_memory(copy.path(), MEMORY).await;
        for group in &groups {
            assert_eq!(seqs(&engine, &ana, *group).await, (2..=1 + 40 * round).collect::<Vec<_>>());
        }
        engine.close().await;
    }
}

/// A group's record says so some seconds late.
#[tokio::test(flavor = "multi_thread")]
async fn groups_stand_in_the_order_in_which_they_were_active_also_after_a_crash() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let groups = [chat.group(&[&ana, &luis]).await.id, chat.group(&[&ana]).await.id, chat.group(&[&ana]).await.id];
    for group in [2, 1, 0, 1, 2, 0, 0] {
        let sent = chat.send(&ana, groups[group], "hola").await.message;
        // Two events of one millisecond would leave the order open.
        while Timestamp::now() <= sent.timestamp {
            tokio::task::yield_now().await;
        }
    }
    let before = chat.engine.groups(&ana, None, 50).await.expect("a list");
    assert_eq!(before.groups.iter().map(|group| group.id).collect::<Vec<_>>(), [groups[0], groups[2], groups[1]]);
    let copy = chat.copy().await;
    let engine = open_with_memory(copy.path(), MEMORY).await;
    let first = engine.groups(&ana, None, 1).await.expect("a page");
    assert_eq!(first.groups, before.groups[..1]);
    assert_eq!(engine.groups(&ana, first.next, 50).await.expect("a page").groups, before.groups[1..]);
    assert_eq!(engine.groups(&luis, None, 50).await, chat.engine.groups(&luis, None, 50).await);
    engine.close().await;
}

/// All messages' places.
async fn seqs(engine: &Engine, who: &Identity, group: GroupId) -> Vec<u64> {
    let mut seqs = Vec::new();
    loop {
        let after = Seq(seqs.last().copied().unwrap_or_default());
        let page = engine.page(who, group, PageQuery::After(after), 100).await.expect("a page");
        if page.messages.is_empty() {
            return seqs;
        }
        seqs.extend(page.messages.iter().map(|message| message.seq.0));
    }
}
