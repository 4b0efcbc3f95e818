//! `verify` of a chat that is in use.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::chat::{ADDRESS, Chat};

/// How often it is verified meanwhile.
const TIMES: usize = 10;

#[tokio::test]
async fn a_chat_that_is_in_use_has_no_problems() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    let in_use = AtomicBool::new(true);
    let life = async {
        for number in 0.. {
            if !in_use.load(Ordering::Relaxed) {
                return;
            }
            let sent = chat.send(&luis, group.id, "hola").await.message;
            chat.engine.edit(&luis, group.id, sent.seq, "adiós").await.expect("edits");
            chat.engine.delete(&ana, group.id, sent.seq).await.expect("deletes");
            chat.engine.remove_member(&luis, group.id, luis.user_id, false).await.expect("leaves");
            chat.engine.join(ADDRESS, &luis, &group.invite_code).await.expect("comes back");
            let newcomer = chat.person(&format!("Eva{number}")).await;
            chat.group(&[&newcomer, &ana]).await;
        }
    };
    let look = async {
        for _ in 0..TIMES {
            let mut problems = Vec::new();
            let summary = chat.engine.verify(&mut |problem| problems.push(problem)).await.expect("reads to the end");
            assert_eq!((problems, summary.problems), (vec![], 0));
        }
        in_use.store(false, Ordering::Relaxed);
    };
    tokio::join!(life, look);
    let summary = chat.engine.verify(&mut |_| {}).await.expect("reads to the end");
    assert!(summary.groups > 1 && summary.messages > 1, "{summary:?}");
}
