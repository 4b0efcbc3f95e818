//! Who is not a member neither writes nor reads, from the moment that the membership ends.

use engine::{Delivery, Error};
use futures::future::join_all;
use tertulia::{api::PageQuery, ids::Seq, log_event::Change};

use crate::chat::{Chat, message};

#[tokio::test]
async fn a_stranger_neither_reads_nor_writes_nor_listens() {
    let chat = Chat::open().await;
    let (ana, eva) = (chat.person("Ana").await, chat.person("Eva").await);
    let group = chat.group(&[&ana]).await.id;
    let engine = &chat.engine;
    assert_eq!(engine.page(&eva, group, PageQuery::Newest, 50).await.map(drop), Err(Error::NotFound));
    assert_eq!(engine.group(&eva, group).await.map(drop), Err(Error::NotFound));
    assert_eq!(engine.members(&eva, group).await.map(drop), Err(Error::NotFound));
    assert_eq!(engine.mark_read(&eva, group, Seq(1), None).await, Err(Error::NotFound));
    assert_eq!(engine.edit(&eva, group, Seq(2), "x").await.map(drop), Err(Error::NotFound));
    assert_eq!(engine.delete(&eva, group, Seq(2)).await, Err(Error::NotFound));
    assert_eq!(engine.remove_member(&eva, group, ana.user_id, true).await, Err(Error::NotFound));
    assert_eq!(chat.socket(&eva).subscribe(group, None, None).await.map(drop), Err(Error::NotFound));
    assert!(engine.groups(&eva, None, 100).await.expect("answers").groups.is_empty());
}

#[tokio::test]
async fn a_refused_subscription_is_never_given_anything() {
    let chat = Chat::open().await;
    let (ana, eva) = (chat.person("Ana").await, chat.person("Eva").await);
    let group = chat.group(&[&ana]).await.id;
    let mut socket = chat.socket(&eva);
    assert!(socket.subscribe(group, None, None).await.is_err());
    chat.send(&ana, group, "not for Eva").await;
    assert_eq!(socket.0.try_next(), None);
    assert!(chat.engine.members(&ana, group).await.expect("answers").iter().all(|m| m.user_id != eva.user_id));
}

#[tokio::test]
async fn a_removed_member_hears_of_it_and_then_nothing() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let mut socket = chat.listen(&luis, group).await;
    chat.engine.remove_member(&ana, group, luis.user_id, true).await.expect("is removed");
    assert!(matches!(socket.change().await.change, Change::Removed { user_id, .. } if user_id == luis.user_id));
    assert_eq!(socket.delivery().await, Delivery::Removed(group));
    chat.send(&ana, group, "among ourselves").await;
    assert_eq!(socket.0.try_next(), None);
    assert_eq!(chat.try_send(&luis, group, message("hola")).await.map(drop), Err(Error::NotFound));
    assert!(socket.subscribe(group, Some(1), None).await.is_err());
}

/// The race: while somebody sends as fast as possible, the owner removes her. Whatever was acknowledged stands before the
/// removal, and nothing of hers after it.
#[tokio::test]
async fn no_message_of_a_removed_member_stands_after_the_removal() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let mut socket = chat.listen(&ana, group).await;
    let sending = join_all((0..40).map(|n| {
        let (chat, luis) = (&chat, &luis);
        async move { chat.try_send(luis, group, message(&n.to_string())).await }
    }));
    let removing = async {
        socket.change().await;
        chat.engine.remove_member(&ana, group, luis.user_id, true).await.expect("is removed");
    };
    let (sent, ()) = tokio::join!(sending, removing);
    let acknowledged = sent.iter().filter(|sent| sent.is_ok()).count();
    assert!(sent.iter().all(|sent| matches!(sent, Ok(_) | Err(Error::NotFound))));
    let page = chat.page(&ana, group).await;
    assert_eq!(page.messages.len(), acknowledged);
    assert!(chat.try_send(&luis, group, message("late")).await.is_err());
    assert_eq!(chat.page(&ana, group).await.head, page.head);
}
