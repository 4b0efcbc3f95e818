//! Edits and deletions: whose, and what stays.

use engine::Error;
use tertulia::{
    group::Role,
    ids::Seq,
    log_event::{Change, LogEvent},
};

use crate::chat::{Chat, message, texts};

#[tokio::test]
async fn an_edit_takes_a_seq_and_reaches_everybody() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let mut socket = chat.listen(&luis, group).await;
    let sent = chat.send(&ana, group, "hola").await.message;
    let edited = chat.engine.edit(&ana, group, sent.seq, "adiós").await.expect("edits");
    assert_eq!((edited.id, edited.content.as_deref(), edited.edited_at.is_some()), (sent.id, Some("adiós"), true));
    socket.change().await;
    let LogEvent { seq, change: Change::Edited { message_seq, content, html: None, editor_id, .. }, .. } =
        socket.change().await
    else {
        panic!("an edit")
    };
    assert_eq!(
        (seq, message_seq, content.as_deref(), editor_id),
        (sent.seq.next(), sent.seq, Some("adiós"), ana.user_id)
    );
    assert_eq!(texts(&chat.page(&luis, group).await), ["adiós"]);
}

#[tokio::test]
async fn an_edit_to_the_same_text_is_none() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let sent = chat.send(&ana, group, "hola").await.message;
    let mut socket = chat.listen(&luis, group).await;
    let same = chat.engine.edit(&ana, group, sent.seq, "hola").await.expect("is fine");
    assert_eq!(same, sent, "as it was, and not edited");
    assert_eq!(chat.engine.group(&ana, group).await.expect("hers").head, sent.seq);
    assert_eq!(chat.engine.edit(&luis, group, sent.seq, "hola").await.map(drop), Err(Error::Forbidden));
    let edited = chat.engine.edit(&ana, group, sent.seq, "adiós").await.expect("edits");
    assert_eq!(chat.engine.edit(&ana, group, sent.seq, "adiós").await, Ok(edited.clone()));
    let LogEvent { seq, change: Change::Edited { .. }, .. } = socket.change().await else {
        panic!("the first that changed something")
    };
    assert_eq!((seq, edited.edited_at.is_some()), (sent.seq.next(), true));
}

#[tokio::test]
async fn only_its_author_edits_a_message() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let sent = chat.send(&luis, group, "hola").await.message;
    assert_eq!(
        chat.engine.edit(&ana, group, sent.seq, "x").await.map(drop),
        Err(Error::Forbidden),
        "not even the owner"
    );
    assert_eq!(
        chat.engine.edit(&luis, group, Seq(1), "x").await.map(drop),
        Err(Error::NotFound),
        "a join is no message"
    );
    assert_eq!(chat.engine.edit(&luis, group, Seq(99), "x").await.map(drop), Err(Error::NotFound));
    assert_eq!(texts(&chat.page(&ana, group).await), ["hola"]);
}

#[tokio::test]
async fn a_deleted_message_leaves_a_place_without_text() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let new = message("secreto");
    let sent = chat.try_send(&ana, group, new.clone()).await.expect("sends").message;
    chat.engine.edit(&ana, group, sent.seq, "más secreto").await.expect("edits");
    chat.engine.delete(&ana, group, sent.seq).await.expect("deletes");
    let head = chat.page(&ana, group).await.head;
    chat.engine.delete(&ana, group, sent.seq).await.expect("again changes nothing");
    let page = chat.page(&ana, group).await;
    assert_eq!((page.head, page.messages[0].deleted, page.messages[0].content.as_deref()), (head, true, None));
    assert!(matches!(chat.engine.edit(&ana, group, sent.seq, "x").await, Err(Error::Conflict(_))));
    // Neither a replay nor a repeated send brings the text back.
    let replayed = chat.socket(&ana).subscribe(group, Some(0), None).await.expect("replays");
    assert!(!serde_json::to_string(&replayed).expect("serialises").contains("secreto"));
    let again = chat.try_send(&ana, group, new).await.expect("is known");
    assert_eq!((again.duplicate, again.message.content), (true, None));
}

#[tokio::test]
async fn a_moderator_deletes_what_others_wrote_and_a_member_does_not() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis, &eva]).await.id;
    let sent = chat.send(&eva, group, "hola").await.message;
    assert_eq!(chat.engine.delete(&luis, group, sent.seq).await, Err(Error::Forbidden));
    chat.engine.change_role(&ana, group, luis.user_id, Role::Moderator).await.expect("gives the role");
    chat.engine.delete(&luis, group, sent.seq).await.expect("deletes");
    assert_eq!(texts(&chat.page(&eva, group).await), ["(deleted)"]);
    chat.engine.change_role(&ana, group, luis.user_id, Role::Member).await.expect("takes it back");
    let other = chat.send(&eva, group, "otra").await.message;
    assert_eq!(chat.engine.delete(&luis, group, other.seq).await, Err(Error::Forbidden));
}
