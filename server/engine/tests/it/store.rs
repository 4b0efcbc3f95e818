//! What a restart keeps, and what closing finishes.

use engine::Error;
use futures::future::join_all;
use tertulia::protocol::CloseCode;

use crate::chat::{Chat, PASSWORD, message, seqs, texts};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    let new = message("hola");
    let sent = chat.try_send(&ana, group.id, new.clone()).await.expect("sends");
    let before = chat.page(&ana, group.id).await;
    let chat = chat.reopen().await;
    assert_eq!(chat.page(&ana, group.id).await, before);
    assert_eq!(chat.engine.groups(&luis, None, 100).await.expect("answers").groups[0].unread, 1);
    let again = chat.try_send(&ana, group.id, new).await.expect("is known");
    assert_eq!((again.duplicate, again.message), (true, sent.message));
    let next = chat.send(&luis, group.id, "adiós").await.message;
    assert_eq!(next.seq, before.head.next());
    assert_eq!(texts(&chat.page(&ana, group.id).await), ["hola", "adiós"]);
    assert!(chat.sign_in("ana@example.org", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn closing_finishes_what_was_taken_and_takes_nothing_more() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let mut socket = chat.listen(&ana, group).await;
    let sending = join_all((0..50).map(|n| chat.try_send(&ana, group, message(&n.to_string()))));
    let closing = async {
        socket.change().await;
        chat.engine.close().await;
    };
    let (sent, ()) = tokio::join!(sending, closing);
    assert_eq!(socket.closed().await, CloseCode::Restarting);
    assert!(matches!(chat.try_send(&ana, group, message("late")).await, Err(Error::Unavailable)));
    assert_eq!(chat.engine.ready().await, Err(Error::Unavailable));
    let mut acknowledged: Vec<u64> =
        sent.into_iter().filter_map(|sent| sent.ok().map(|sent| sent.message.seq.0)).collect();
    acknowledged.sort_unstable();
    let chat = chat.reopen().await;
    assert_eq!(seqs(&chat.page(&ana, group).await), acknowledged);
}
