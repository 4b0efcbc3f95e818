//! `verify` of a chat that is in use.

use std::cell::Cell;

use crate::chat::{ADDRESS, Chat};

/// How often it is verified meanwhile, and how often everything happens meanwhile, at least.
const TIMES: usize = 10;
const ROUNDS: usize = 3;

#[tokio::test]
async fn a_chat_that_is_in_use_has_no_problems() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    let (looked, lived) = (Cell::new(0), Cell::new(0));
    let goes_on = || looked.get() < TIMES || lived.get() < ROUNDS;
    let life = async {
        while goes_on() {
            let number = lived.get();
            let sent = chat.send(&luis, group.id, "hola").await.message;
            chat.engine.edit(&luis, group.id, sent.seq, "adiós").await.expect("edits");
            chat.engine.delete(&ana, group.id, sent.seq).await.expect("deletes");
            chat.engine.remove_member(&luis, group.id, luis.user_id, false).await.expect("leaves");
            chat.engine.join(ADDRESS, &luis, &group.invite_code).await.expect("comes back");
            let newcomer = chat.person(&format!("Eva{number}")).await;
            chat.group(&[&newcomer, &ana]).await;
            lived.set(number + 1);
        }
    };
    let look = async {
        while goes_on() {
            let mut problems = Vec::new();
            let summary = chat.engine.verify(&mut |problem| problems.push(problem)).await.expect("reads to the end");
            assert_eq!((problems, summary.problems), (vec![], 0));
            looked.set(looked.get() + 1);
        }
    };
    tokio::join!(life, look);
    let summary = chat.engine.verify(&mut |_| {}).await.expect("reads to the end");
    assert!(summary.groups > ROUNDS as u64 && summary.messages >= ROUNDS as u64, "{summary:?}");
}
